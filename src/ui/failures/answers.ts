import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { schemes } from '../names.ts';

/**
 * Read-only documents with responses of the server that could not be read. They may contain customers' data: a text is
 * dropped when VS Code closes its document, and `closeDocuments` closes the tabs of a connection.
 */
export class Answers implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registered = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(schemes.answer, {
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()),
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
  );
  #shown = 0;

  /** `at` is the position of the error, counted from 1. */
  async show(connection: ConnectionId, text: string, at?: { line: number; column: number }): Promise<void> {
    const path = `/answer-${String(++this.#shown)}.json`;
    const uri = vscode.Uri.from({ scheme: schemes.answer, authority: connection, path });
    this.#texts.set(uri.toString(), text);
    const document = await this.#open(uri);
    const editor = await vscode.window.showTextDocument(document);
    if (!at) return;
    const position = new vscode.Position(at.line - 1, at.column - 1);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
  }

  dispose(): void {
    this.#registered.dispose();
    this.#texts.clear();
  }

  async #open(uri: vscode.Uri): Promise<vscode.TextDocument> {
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      // E.g. the text is too large for VS Code. There is no close event then.
      this.#texts.delete(uri.toString());
      throw error;
    }
  }
}
