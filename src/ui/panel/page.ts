import { randomBytes } from 'node:crypto';
import type { Translations } from '../../base/l10n.ts';
import type { StateMessage } from '../../protocol/panel.ts';
import type { TimelineStateMessage } from '../../protocol/timeline.ts';

/** In UTF-16 code units. A larger state is posted, since the page's text is parsed twice before its script runs. */
const maxInlineState = 200_000;

/** The extension's own script and style sheet. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** The document's title, which assistive technology names the page by. Default: that of a referral's panel. */
  readonly title?: string;
}

/**
 * Returns the HTML of a referral panel or a timeline. The script and the style sheet are inline, which is faster than two requests to
 * VS Code's resource loader and allows a content security policy that forbids all loading. The first state, if there is
 * one, and the translations, unless they are English, are inline too, which saves a round trip. Both are escaped as
 * attribute values, whatever the server sent.
 */
export function panelPage(
  { script, style, title = 'Referral' }: PageParts,
  language: string,
  first?: StateMessage | TimelineStateMessage,
  translations?: Translations,
): string {
  const state = first === undefined ? '' : JSON.stringify(first);
  const attribute = state === '' || state.length > maxInlineState ? '' : ` data-first="${asAttribute(state)}"`;
  const texts = translations === undefined ? '' : ` data-texts="${asAttribute(JSON.stringify(translations))}"`;
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${/^[\w-]+$/.test(language) ? language : 'en'}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${asAttribute(title)}</title>
    <style nonce="${nonce}">${style}</style>
  </head>
  <body>
    <div id="root"${attribute}${texts}></div>
    <script nonce="${nonce}">${script}</script>
  </body>
</html>`;
}

/** Escapes text for an attribute's value in double quotes. */
function asAttribute(text: string): string {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
