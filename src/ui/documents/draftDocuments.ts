import * as vscode from 'vscode';
import { prettyJson } from '../../referral/prettyJson.ts';
import type { Draft, Drafts } from '../../services/edit/drafts.ts';
import { openDocuments, type OpenDocument } from './openDocuments.ts';
import { readReferralUri } from './referralUri.ts';

/** What VS Code was last told about a file. */
export interface FileVersion {
  /** The server's text. */
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly mtime: number;
  readonly size: number;
}

/** Typing is stored after a pause of this length, in ms. VS Code's own backup has the text before. */
const pause = 400;

/**
 * Keeps a draft of each changed document with the version that it is based on, and shows a draft again when its document
 * opens.
 */
export class DraftDocuments implements vscode.Disposable {
  readonly #drafts: Drafts;
  readonly #versionOf: (uri: vscode.Uri) => FileVersion | undefined;
  readonly #onClean: (uri: vscode.Uri) => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listening: vscode.Disposable;

  /**
   * @param versionOf the version that a document was read from
   * @param onClean called when a document has no changes any more
   */
  constructor(
    drafts: Drafts,
    versionOf: (uri: vscode.Uri) => FileVersion | undefined,
    onClean: (uri: vscode.Uri) => void,
  ) {
    this.#drafts = drafts;
    this.#versionOf = versionOf;
    this.#onClean = onClean;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onDidOpenTextDocument((document) => void this.#opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
    );
    // After a restart of the extension host, documents are open already.
    for (const document of vscode.workspace.textDocuments) void this.#opened(document);
  }

  /** The draft of the account in use. */
  async find(uri: vscode.Uri): Promise<Draft | undefined> {
    const named = readReferralUri(uri);
    if (!named) return undefined;
    await this.#drafts.load();
    return this.#drafts.find(named.connection, named.id);
  }

  /** The version that VS Code has to see while there is a draft: the file has not changed below it. */
  async baseOf(uri: vscode.Uri): Promise<FileVersion | undefined> {
    const draft = await this.find(uri);
    if (!draft) return undefined;
    const { base, mtime, size } = draft;
    return { text: base, bytes: new TextEncoder().encode(prettyJson(base)), mtime, size };
  }

  /** Stores what was typed, for example before a document is closed. */
  async flush(document: vscode.TextDocument, changes: Partial<Draft> = {}): Promise<Draft | undefined> {
    const { uri } = document;
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
    const named = readReferralUri(uri);
    const account = named && this.#drafts.account(named.connection);
    const known = named && this.#drafts.find(named.connection, named.id);
    const version = this.#versionOf(uri);
    const base = known?.base ?? version?.text;
    if (!named || account === undefined || base === undefined) return undefined;
    const draft: Draft = {
      ...named,
      account,
      base,
      text: document.getText(),
      isUnsure: known?.isUnsure ?? false,
      mtime: known?.mtime ?? version?.mtime ?? 0,
      size: known?.size ?? version?.size ?? 0,
      changedAt: Date.now(),
      ...changes,
    };
    await this.#drafts.put(draft);
    return draft;
  }

  async remove(uri: vscode.Uri): Promise<void> {
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
    const named = readReferralUri(uri);
    if (named) await this.#drafts.remove(named.connection, named.id);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#listening.dispose();
  }

  #changed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!readReferralUri(document.uri)) return;
    if (!document.isDirty) {
      void this.#cleaned(document.uri);
      return;
    }
    // The first change at once, since it fixes the version that the draft is based on.
    const isFirst = !this.#timers.has(key);
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.flush(document), pause),
    );
    if (isFirst)
      void this.find(document.uri).then((draft) => (draft || !document.isDirty ? undefined : this.flush(document)));
  }

  async #cleaned(uri: vscode.Uri): Promise<void> {
    await this.remove(uri);
    this.#onClean(uri);
  }

  async #opened(document: vscode.TextDocument): Promise<void> {
    const draft = await this.find(document.uri);
    if (!draft || document.isDirty || document.isClosed || document.getText() === draft.text) return;
    await replaceText(document, draft.text);
  }

  /** After a window's end nothing is told, so a document that closes without changes is one the person gave up. */
  #closed(document: vscode.TextDocument): void {
    if (readReferralUri(document.uri) && !document.isDirty) void this.#cleaned(document.uri);
  }
}

/** Replaces the whole text, as one step of undo. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  edit.replace(document.uri, all, text);
  await vscode.workspace.applyEdit(edit);
}

/** The changed documents of a connection. */
export function dirtyDocuments(connection: string): OpenDocument[] {
  return openDocuments().filter(({ uri, named }) => named.connection === connection && documentAt(uri)?.isDirty);
}

export function documentAt(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
