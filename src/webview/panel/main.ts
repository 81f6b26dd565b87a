import { useTranslations, type Translations } from '../../base/l10n.ts';
import type { ToPanel } from '../../protocol/panel.ts';
import { connectHost, type Received } from './host.ts';
import { startPanel } from './panel.tsx';
import { revealField } from './reveal.ts';

const root = document.getElementById('root');
if (root) {
  const { first, texts } = root.dataset;
  if (texts !== undefined) useTranslations(JSON.parse(texts) as Translations);
  // The attribute contains customer data and is no longer needed.
  delete root.dataset['first'];
  const host = connectHost(
    { state: (received: Received) => show(received), reveal: revealField },
    first === undefined ? undefined : (JSON.parse(first) as ToPanel),
  );
  const show = startPanel(root, host);
}
