import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page of a referral's panel: no content of its own, so nothing from a server can get into it. */
export function panelPage(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'panel.js'));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'media', 'panel.css'));
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource};`;
  return `<!doctype html>
<html lang="${/^[\w-]+$/.test(vscode.env.language) ? vscode.env.language : 'en'}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${style.toString()}" />
    <title>Referral</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${script.toString()}"></script>
  </body>
</html>`;
}

/** Only these folders may be loaded from. */
export function panelRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist'), vscode.Uri.joinPath(extension, 'media')];
}
