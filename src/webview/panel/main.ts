import { connectHost, type Received } from './host.ts';
import { Format } from './model/format.ts';
import { startPanel } from './panel.tsx';

const root = document.getElementById('root');
if (root !== null) {
  const host = connectHost((received: Received) => show(received));
  const show = startPanel(root, host);
  // While the host prepares its answer to the panel's first word there is nothing to do here.
  setTimeout(() => new Format(document.documentElement.lang).warmUp());
}
