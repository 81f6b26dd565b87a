import * as vscode from 'vscode';
import type { schemes } from '../names.ts';
import { MemoryDocuments } from './memoryDocuments.ts';

/** Reports in Markdown. They have no data of customers: a window keeps them, so that a preview finds its text again. */
export class Reports implements vscode.Disposable {
  readonly #documents: MemoryDocuments;

  constructor(scheme: typeof schemes.report | typeof schemes.diagnosis) {
    this.#documents = new MemoryDocuments(scheme, { keep: true });
  }

  /** Shows the preview, whose "Show Source" has the text to copy. A newer report replaces the one at the same address. */
  async show(uri: vscode.Uri, markdown: string): Promise<void> {
    const document = await this.#documents.open(uri, markdown);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // VS Code's Markdown extension may be disabled.
      await vscode.window.showTextDocument(document, { preview: false });
    }
  }

  dispose(): void {
    this.#documents.dispose();
  }
}
