import type {
  PersistedTimeline,
  TimelineIntent,
  TimelineState,
  TimelineStateMessage,
} from '../../protocol/timeline.ts';
import { connectPage, type Received } from '../host/connectPage.ts';
import { readRoot } from '../host/readRoot.ts';
import { startTimeline } from './timeline.tsx';

const root = document.getElementById('root');
if (root) {
  const first = readRoot(root) as TimelineStateMessage | undefined;
  const host = connectPage<TimelineState, TimelineIntent, PersistedTimeline>(
    (received: Received<TimelineState>) => show(received),
    first,
  );
  const show = startTimeline(root, host);
}
