import type * as vscode from 'vscode';
import { prettyJson } from '../../referral/prettyJson.ts';
import { schemes } from '../names.ts';
import { MemoryDocuments } from './memoryDocuments.ts';

/** The server's text, or that of another window, for comparing it with a person's. */
export class TheirsDocuments implements vscode.Disposable {
  readonly #documents = new MemoryDocuments(schemes.theirs);

  /**
   * @param document the address of the referral's document
   * @param query tells texts of the same referral apart
   */
  show(document: vscode.Uri, text: string, query = ''): vscode.Uri {
    const uri = document.with({ scheme: schemes.theirs, query });
    this.#documents.set(uri, prettyJson(text));
    return uri;
  }

  dispose(): void {
    this.#documents.dispose();
  }
}
