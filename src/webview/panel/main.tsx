import { render } from 'preact';
import { connectHost } from './host.ts';
import { afterPaint } from './painted.ts';
import { App } from './view/app.tsx';

const root = document.getElementById('root');
if (root !== null) {
  const host = connectHost(({ revision, locale, state }) => {
    document.documentElement.lang = locale;
    render(<App state={state} locale={locale} ask={host.ask} />, root);
    afterPaint(() => host.rendered(revision));
  });
}
