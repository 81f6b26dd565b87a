import * as vscode from 'vscode';

/** Returns the text of all hovers at a text in a document; `offset` is the position in that text. */
export async function hoverAt(document: vscode.TextDocument, text: string, offset = 5): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(text) + offset);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : (content as vscode.MarkdownString).value))
    .join('\n');
}
