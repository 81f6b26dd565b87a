import * as vscode from 'vscode';

/**
 * Read-only documents of a scheme, which ask for nothing when they are closed. They may contain customers' data: a text
 * is in memory only until VS Code closes its document, unless it is kept.
 */
export class MemoryDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registered: vscode.Disposable;

  /** @param keep keeps the texts of documents that are closed: a preview, e.g. of Markdown, doesn't hold its document. */
  constructor(scheme: string, { keep = false }: { readonly keep?: boolean } = {}) {
    this.#registered = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (!keep) this.#texts.delete(uri.toString());
      }),
    );
  }

  /** Sets the text of a document, also of an open one. */
  set(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }

  async open(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
    this.set(uri, text);
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      // E.g. the text is too large for VS Code. There is no close event then.
      this.#texts.delete(uri.toString());
      throw error;
    }
  }

  dispose(): void {
    this.#registered.dispose();
    this.#texts.clear();
  }
}
