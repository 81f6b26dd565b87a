import { connectHost, type Received } from './host.ts';
import { startPanel } from './panel.tsx';

const root = document.getElementById('root');
if (root !== null) {
  const host = connectHost((received: Received) => show(received));
  const show = startPanel(root, host);
}
