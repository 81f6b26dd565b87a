import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { MemoryDocuments } from '../documents/memoryDocuments.ts';
import { schemes } from '../names.ts';

/** Documents with responses of the server that could not be read. `closeDocuments` closes the tabs of a connection. */
export class Answers implements vscode.Disposable {
  readonly #documents = new MemoryDocuments(schemes.answer);
  #shown = 0;

  /** `at` is the position of the error, counted from 1. */
  async show(connection: ConnectionId, text: string, at?: { line: number; column: number }): Promise<void> {
    const path = `/answer-${String(++this.#shown)}.json`;
    const uri = vscode.Uri.from({ scheme: schemes.answer, authority: connection, path });
    const editor = await vscode.window.showTextDocument(await this.#documents.open(uri, text));
    if (!at) return;
    const position = new vscode.Position(at.line - 1, at.column - 1);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
  }

  dispose(): void {
    this.#documents.dispose();
  }
}
