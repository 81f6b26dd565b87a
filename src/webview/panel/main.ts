import type { ToPanel } from '../../protocol/panel.ts';
import { readRoot } from '../host/readRoot.ts';
import { connectHost, type Received } from './host.ts';
import { startPanel } from './panel.tsx';
import { revealField } from './reveal.ts';

const root = document.getElementById('root');
if (root) {
  const first = readRoot(root) as ToPanel | undefined;
  const host = connectHost({ state: (received: Received) => show(received), reveal: revealField }, first);
  const show = startPanel(root, host);
}
