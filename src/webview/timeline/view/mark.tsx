import type { TimelineMark } from '../../../protocol/timeline.ts';
import { h, type VNode } from '../../dom/h.ts';
import { markName } from '../model/markWords.ts';
import { shapes } from '../model/shapes.ts';
import type { MarkPlace, Step } from '../model/walk.ts';
import type { Page } from './page.ts';

interface Marked {
  readonly of: TimelineMark;
  readonly place: MarkPlace;
  readonly x: number;
  readonly y: number;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'laneStart',
  End: 'laneEnd',
};

/** A mark of one event, or of several with their number. Tab leads to one of all marks, arrow keys to the others. */
export function Mark({ of: mark, place, x, y }: Marked, page: Page): VNode {
  const { current } = page;
  const isCurrent = current?.lane === place.lane && current.mark === place.mark;
  const name = markName(mark, page.times);
  const count = mark.entries.length;
  const hasFindings = mark.entries.some(({ findings }) => findings.length > 0);
  return (
    <g
      class={`mark is-${mark.kind}`}
      transform={`translate(${x} ${y})`}
      role="gridcell"
      tabindex={isCurrent ? 0 : -1}
      aria-label={name}
      aria-selected={isCurrent && page.chosen}
      onClick={() => page.select(place)}
      onFocus={() => page.select(place)}
      onDblClick={() => page.open(place)}
      onKeyDown={(event) => press(event, place, page)}
    >
      <title>{name}</title>
      <path class="ring" d="M0-11A11 11 0 1 1 0 11 11 11 0 0 1 0-11Z" />
      {count === 1 ? <path class="shape" d={shapes[mark.kind]} /> : <Several of={mark} />}
      {hasFindings && <path class="finding" d="M7-11L11-4H3Z" />}
    </g>
  );
}

function Several({ of: { kind, entries } }: { of: TimelineMark }): VNode {
  const words = entries.length > 999 ? '999+' : String(entries.length);
  const hasFailed = kind === 'failed' || kind === 'undelivered';
  const half = 5 + 3 * words.length;
  return (
    <g class="several">
      <path class="pill" d={`M${-half + 7}-7.5H${half - 7}a7.5 7.5 0 0 1 0 15H${-half + 7}a7.5 7.5 0 0 1 0-15Z`} />
      <text y={4}>{words}</text>
      {hasFailed && <path class="some-failed" d={`M${half - 5} 4l6 6m0-6l-6 6`} />}
    </g>
  );
}

function press(event: KeyboardEvent, place: MarkPlace, page: Page): void {
  if (event.altKey || event.metaKey) return;
  const step = steps[event.key];
  if (step !== undefined) {
    const whole = event.ctrlKey ? ({ laneStart: 'first', laneEnd: 'last' } as const) : undefined;
    page.step(place, whole?.[step as 'laneStart'] ?? step);
  } else if (event.key === 'Enter' || event.key === ' ') page.open(place);
  else return;
  event.preventDefault();
}
