import * as vscode from 'vscode';
import { prettyJson } from '../../referral/prettyJson.ts';
import { schemes } from '../names.ts';

/** The server's text, or that of another window, as a read-only document, for comparing it with a person's. In memory while it is open. */
export class TheirsDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #listening = vscode.Disposable.from(
    this.#changed,
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    vscode.workspace.registerTextDocumentContentProvider(schemes.theirs, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()),
    }),
  );

  /**
   * @param document the address of the referral's document
   * @param query tells texts of the same referral apart
   */
  show(document: vscode.Uri, text: string, query = ''): vscode.Uri {
    const uri = document.with({ scheme: schemes.theirs, query });
    this.#texts.set(uri.toString(), prettyJson(text));
    this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
