import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { Catalog, PendingRequest } from '../../services/catalog/catalog.ts';
import { documentAt } from './draftDocuments.ts';
import { readReferralUri } from './referralUri.ts';

/**
 * For each document with changes, a request of the catalog that tells which account and server its text was made with: the
 * same address may be that of a sandbox that was restarted.
 */
export class DocumentOrigins implements vscode.Disposable {
  readonly #catalog: Pick<Catalog, 'of'>;
  readonly #begun = new Map<string, PendingRequest>();
  readonly #listening: vscode.Disposable;

  constructor(catalog: Pick<Catalog, 'of'>) {
    this.#catalog = catalog;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#begun.delete(uri.toString())),
    );
  }

  /** Of a text that was typed before a restart of the extension host, nothing is known: it counts as begun now. */
  of(uri: vscode.Uri, connection: ConnectionId): PendingRequest {
    return this.#begun.get(uri.toString()) ?? this.#catalog.of(connection).request();
  }

  /** The text is based on the answer to a later request from now on. Its changes may have been given up meanwhile. */
  set(uri: vscode.Uri, began: PendingRequest): void {
    if (documentAt(uri)?.isDirty) this.#begun.set(uri.toString(), began);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #changed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const named = readReferralUri(document.uri);
    if (!document.isDirty) this.#begun.delete(key);
    else if (named && !this.#begun.has(key)) this.#begun.set(key, this.#catalog.of(named.connection).request());
  }
}
