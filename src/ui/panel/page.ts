import { randomBytes } from 'node:crypto';
import type { StateMessage } from '../../protocol/panel.ts';

/** Larger states are posted instead: the page's text goes through two parsers before its script runs. */
const longestFirst = 200_000;

/** What every panel's page is made of: our own script and style. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/**
 * The page of a referral's panel. Script and style stand in it, which is quicker than two files through VS Code's
 * resource loader, and lets the page load nothing from anywhere. So does the first state, if there is one: posting it
 * would take another way there and back. It is an attribute's value and nothing else, whatever a server put into it.
 */
export function panelPage({ script, style }: PageParts, language: string, first?: StateMessage): string {
  const state = first === undefined ? '' : JSON.stringify(first);
  const attribute = state === '' || state.length > longestFirst ? '' : ` data-first="${asAttribute(state)}"`;
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${/^[\w-]+$/.test(language) ? language : 'en'}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Referral</title>
    <style nonce="${nonce}">${style}</style>
  </head>
  <body>
    <div id="root"${attribute}></div>
    <script nonce="${nonce}">${script}</script>
  </body>
</html>`;
}

/** Text as an attribute's value between double quotes. */
function asAttribute(text: string): string {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
