import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';

/** What every panel's page is made of: our own script and style. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

export async function readPageParts(extension: vscode.Uri): Promise<PageParts> {
  const read = (...path: string[]): Promise<string> => readFile(vscode.Uri.joinPath(extension, ...path).fsPath, 'utf8');
  const [script, style] = await Promise.all([read('dist', 'panel.js'), read('dist', 'panel.css')]);
  return { script, style };
}

/**
 * The page of a referral's panel: no content of its own, so nothing from a server can get into it. Script and style stand
 * in it, which is quicker than two files through VS Code's resource loader, and lets the page load nothing from anywhere.
 */
export function panelPage({ script, style }: PageParts): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  const { language } = vscode.env;
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
    <div id="root"></div>
    <script nonce="${nonce}">${script}</script>
  </body>
</html>`;
}
