import * as vscode from 'vscode';

const scheme = 'partner-referral-answer';

/** Answers of the server that could not be read, shown as they came: read-only documents, gone with the window. */
export class Answers implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => this.#texts.get(uri.path),
  });

  /** `at` counts from 1 and is where the mistake is. */
  async show(text: string, at: { line: number; column: number } | undefined): Promise<void> {
    const path = `/answer-${String(this.#texts.size + 1)}.json`;
    this.#texts.set(path, text);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path }));
    const editor = await vscode.window.showTextDocument(document);
    if (!at) return;
    const position = new vscode.Position(at.line - 1, at.column - 1);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
  }

  dispose(): void {
    this.#provider.dispose();
  }
}
