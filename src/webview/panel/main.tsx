import { render } from 'preact';
import type { ToPanel } from '../../protocol/panel.ts';
import { connectHost } from './host.ts';
import { afterPaint } from './painted.ts';
import { App } from './view/app.tsx';

const root = document.getElementById('root');
if (root !== null) {
  const first = root.dataset['first'];
  // It is customers' data, and of no use any more.
  delete root.dataset['first'];
  const host = connectHost(
    ({ revision, locale, state }) => {
      document.documentElement.lang = locale;
      render(<App state={state} locale={locale} ask={host.ask} />, root);
      afterPaint(() => host.rendered(revision));
    },
    first === undefined ? undefined : (JSON.parse(first) as ToPanel),
  );
}
