import * as vscode from 'vscode';
import type { Draft, Drafts } from '../../services/edit/drafts.ts';
import { spelledTag } from '../../services/edit/earlierSaves.ts';
import { lengthOf, type EarlierSave } from '../../services/edit/saveOutcome.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { DraftWarnings } from './draftWarnings.ts';
import { openDocuments } from './openDocuments.ts';
import { readReferralUri } from './referralUri.ts';

/** What VS Code was last told about a file. */
export interface FileVersion {
  /** The server's text. */
  readonly text: string;
  /** The entity tag that came with the text. */
  readonly eTag: string | undefined;
  readonly mtime: number;
  readonly size: number;
  /** As those of a draft that is made from it. */
  readonly saves?: readonly EarlierSave[] | undefined;
}

/**
 * The time of a file for a text whose base is not known, in ms: no later than what VS Code knows of the file, so that
 * it doesn't offer to overwrite a newer one when the text is saved.
 */
export const unknownTime = 1;

/** After a pause in typing of this length, in ms, a longer text is stored, and views show that the draft changed. */
const pause = 400;
/** Shorter texts are stored at each change, in characters: VS Code's own backup may come too late for a reload. */
const longText = 500_000;

/**
 * Keeps a draft of each changed document with the version that it is based on, and shows a draft again when its document
 * opens.
 */
export class DraftDocuments implements vscode.Disposable {
  readonly #drafts: Drafts;
  readonly #versionOf: (uri: vscode.Uri) => FileVersion | undefined;
  readonly #onClean: (uri: vscode.Uri) => void;
  readonly #warnings: DraftWarnings;
  /** The drafts of the documents that have changes, by address. */
  readonly #changed = new Map<string, Draft>();
  /** Documents whose save has ended here, but not yet in VS Code. */
  readonly #ending = new Set<string>();
  /** Drafts of other windows that are just being shown, each as the beginning of this window's. */
  readonly #continued = new Map<string, Draft>();
  /** The drafts of documents that are just being closed, each with the version to show without changes. */
  readonly #released = new Map<string, Draft>();
  /** Documents whose draft is just being shown. */
  readonly #showing = new Set<string>();
  /** The documents whose first change is not stored yet. */
  readonly #beginning = new Set<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listening: vscode.Disposable;

  /**
   * @param versionOf the version that a document's text was made from
   * @param onClean called when a document has no changes any more
   */
  constructor(
    drafts: Drafts,
    versionOf: (uri: vscode.Uri) => FileVersion | undefined,
    onClean: (uri: vscode.Uri) => void,
    warnings: DraftWarnings,
  ) {
    this.#drafts = drafts;
    this.#versionOf = versionOf;
    this.#onClean = onClean;
    this.#warnings = warnings;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#edited(document)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#ending.delete(uri.toString())),
      vscode.workspace.onDidOpenTextDocument((document) => void this.#opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      // VS Code holds documents for a while after their tab was closed, and doesn't tell when they get one again.
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) void this.#shownAgain(document);
      }),
    );
    // After a restart of the extension host, documents are open already.
    for (const document of vscode.workspace.textDocuments) void this.#opened(document);
  }

  /** The draft of a document: of this window and the account in use. */
  async find(uri: vscode.Uri): Promise<Draft | undefined> {
    const named = readReferralUri(uri);
    if (!named) return undefined;
    await this.#drafts.load();
    const key = uri.toString();
    return this.#released.get(key) ?? this.#changed.get(key) ?? this.#drafts.own(named.connection, named.id);
  }

  /**
   * Changes what is kept beside the text, for example the version that it is based on. Resolves also if that can't be
   * stored: it counts in this window anyway, and storage that is full must not keep a person from saving. Of a document
   * without changes, which the person may have given up meanwhile, nothing is kept.
   */
  async update(document: vscode.TextDocument, changes: Partial<Draft>): Promise<void> {
    const { uri } = document;
    const known = (await this.find(uri)) ?? this.#begin(document);
    // What is stored of a document that is let go of is its last text.
    if (!known || this.#released.has(uri.toString()) || !this.#hasChanges(document)) return;
    await this.#put(uri, { ...known, text: document.getText(), ...changes });
  }

  /** True while a document has changes, also where VS Code says otherwise. */
  isChanged(uri: vscode.Uri): boolean {
    return this.#changed.has(uri.toString());
  }

  /** Of a connection, the account whose drafts can be seen. */
  account(connection: ConnectionId): string | undefined {
    return this.#drafts.account(connection);
  }

  /**
   * Forgets the draft that was saved. What was typed meanwhile is a draft with the same base that knows of the save.
   * @param file the written file, as what is typed meanwhile is made from
   * @param begun the version of the document when its save began. VS Code calls a document with another one changed, also
   * if its text is the same again.
   */
  async saved(uri: vscode.Uri, written: string, file: FileVersion, begun: number | undefined): Promise<void> {
    const { text: base, eTag, mtime, size, saves } = file;
    const document = documentAt(uri);
    const named = readReferralUri(uri);
    const hasChanges = document !== undefined && this.#hasChanges(document);
    if (hasChanges && begun !== undefined) this.#ending.add(uri.toString());
    if (hasChanges && (document.getText() !== written || document.version !== begun)) {
      const version = { base, eTag, mtime, size, saves, sent: undefined };
      await this.update(document, { ...version, changedAt: Date.now() });
    } else if (named) {
      this.#forget(uri);
      await this.#removing(this.#drafts.saved(named.connection, named.id));
    }
  }

  /**
   * Stores the drafts of a connection and has their documents closed. They are shown again when their account opens them. A
   * document whose text could not be stored is not among them.
   * @param close closes the documents. Giving up their changes shows what they are based on, whoever is signed in then:
   * VS Code may hold them and show the same text later.
   */
  async release(
    connection: string,
    close: (documents: readonly vscode.TextDocument[]) => Promise<void>,
  ): Promise<void> {
    const changed = openDocuments().flatMap(({ uri, named }) => {
      const document = documentAt(uri);
      return named.connection === connection && document && this.#hasChanges(document) ? [document] : [];
    });
    const released = changed.map(async (document) => {
      const draft = this.#changed.get(document.uri.toString());
      if (!draft) return [];
      try {
        await this.#drafts.put({ ...draft, text: document.getText(), changedAt: Date.now() });
      } catch (error) {
        this.#warnings.notStored(document.uri, error);
        return [];
      }
      this.#forget(document.uri);
      this.#released.set(document.uri.toString(), { ...draft, base: draft.base ?? '{}' });
      return [document];
    });
    const documents = (await Promise.all(released)).flat();
    try {
      await close(documents);
    } finally {
      for (const { uri } of documents) this.#released.delete(uri.toString());
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#listening.dispose();
  }

  #edited(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!readReferralUri(document.uri) || this.#released.has(key)) return;
    if (!document.isDirty) {
      // At the end of a save, VS Code calls a document clean that was typed in meanwhile.
      if (this.#changed.has(key) && !this.#ending.has(key)) void this.#cleaned(document.uri);
      return;
    }
    const known = this.#changed.get(key);
    if (!known) return void this.#first(document);
    this.#keepText(document, this.#madeFrom(document, known));
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.update(document, { changedAt: Date.now() }), pause),
    );
  }

  #hasChanges({ isDirty, uri }: vscode.TextDocument): boolean {
    return isDirty || this.isChanged(uri);
  }

  /** Undo may bring back the text of another version, with its tag. */
  #madeFrom(document: vscode.TextDocument, known: Draft): Draft {
    const tag = spelledTag(document.getText());
    const isOther = tag !== undefined && known.base !== undefined && !known.sent && spelledTag(known.base) !== tag;
    const version = isOther ? this.#versionOf(document.uri) : undefined;
    if (!version || spelledTag(version.text) !== tag) return known;
    const draft = { ...known, base: version.text, eTag: version.eTag, saves: version.saves };
    this.#changed.set(document.uri.toString(), draft);
    return draft;
  }

  #keepText(document: vscode.TextDocument, known: Draft): void {
    const text = document.getText();
    if (text.length + lengthOf(known.saves) > longText || this.#beginning.has(document.uri.toString())) return;
    const draft = { ...known, text, changedAt: Date.now() };
    this.#changed.set(document.uri.toString(), draft);
    this.#drafts.keep(draft).then(
      () => this.#warnings.clear(document.uri),
      // It is tried again after the pause, which tells if that fails, too.
      () => undefined,
    );
  }

  /** The first change counts at once, since it fixes the account and the version that the draft is based on. */
  async #first(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    this.#beginning.add(key);
    try {
      await this.#begun(document);
    } finally {
      this.#beginning.delete(key);
    }
    // What was typed while the first change was being stored.
    const known = this.#changed.get(key);
    if (known && document.isDirty && document.getText() !== known.text) this.#keepText(document, known);
  }

  async #begun(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    const named = readReferralUri(uri);
    const begun = this.#begin(document);
    if (begun) this.#changed.set(uri.toString(), begun);
    await this.#drafts.load();
    // It was saved, given up or let go of meanwhile.
    if (!named || !document.isDirty || this.#changed.get(uri.toString()) !== begun) return;
    const draft = this.#drafts.own(named.connection, named.id) ?? this.#continued.get(uri.toString()) ?? begun;
    if (draft) await this.#put(uri, { ...draft, text: document.getText() });
  }

  #begin(document: vscode.TextDocument): Draft | undefined {
    const named = readReferralUri(document.uri);
    const account = named && this.#drafts.account(named.connection);
    if (!named || account === undefined) return undefined;
    const version = this.#versionOf(document.uri);
    return {
      ...named,
      account,
      base: version?.text,
      eTag: version?.eTag,
      saves: version?.saves,
      mtime: version?.mtime ?? unknownTime,
      size: version?.size ?? 0,
      text: document.getText(),
      changedAt: Date.now(),
    };
  }

  async #put(uri: vscode.Uri, draft: Draft): Promise<void> {
    this.#changed.set(uri.toString(), draft);
    try {
      await this.#drafts.put(draft);
      this.#warnings.clear(uri);
    } catch (error) {
      // If it was saved or given up meanwhile, nothing can be lost.
      if (this.isChanged(uri)) this.#warnings.notStored(uri, error);
    }
  }

  /** What stays stored is shown after a restart, and a save of it then finds that nothing is left to send. */
  async #removing(removed: Promise<void>): Promise<void> {
    try {
      await removed;
    } catch (error) {
      this.#warnings.notRemoved(error);
    }
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#changed.delete(key);
    this.#warnings.clear(uri);
  }

  /** The person gave the changes up. */
  async #cleaned(uri: vscode.Uri): Promise<void> {
    this.#forget(uri);
    const named = readReferralUri(uri);
    if (named) await this.#removing(this.#drafts.remove(named.connection, named.id));
    this.#onClean(uri);
  }

  async #opened(document: vscode.TextDocument): Promise<void> {
    const named = readReferralUri(document.uri);
    const wasDirty = document.isDirty;
    const own = await this.#shownAgain(document);
    if (!named || own || document.isClosed || this.#isKnown(document.uri)) return;
    if (document.isDirty) {
      // Without a draft, it was typed in before this extension host was there.
      const begun = wasDirty ? this.#begin(document) : undefined;
      if (begun) await this.#put(document.uri, begun);
      return;
    }
    const continued = this.#drafts.continued(named.connection, named.id);
    if (continued) await this.#show(document, continued);
  }

  /** Shows this window's draft in a document that has a tab, and returns it. */
  async #shownAgain(document: vscode.TextDocument): Promise<Draft | undefined> {
    const { uri } = document;
    const draft = await this.find(uri);
    if (!draft || document.isClosed || this.#isKnown(uri)) return draft;
    if (document.isDirty) await this.#put(uri, { ...draft, text: document.getText() });
    else await this.#show(document, draft);
    return draft;
  }

  /** True if the document's draft is followed already, or let go of. */
  #isKnown(uri: vscode.Uri): boolean {
    const key = uri.toString();
    return this.#changed.has(key) || this.#released.has(key);
  }

  async #show(document: vscode.TextDocument, draft: Draft): Promise<void> {
    const key = document.uri.toString();
    if (document.getText() === draft.text || this.#showing.has(key)) return;
    this.#showing.add(key);
    if (draft.continues) {
      const { mtime, size } = this.#versionOf(document.uri) ?? draft;
      this.#continued.set(key, { ...draft, mtime, size });
    }
    try {
      await replaceText(document, draft.text);
    } finally {
      this.#continued.delete(key);
      this.#showing.delete(key);
    }
  }

  /** Nothing is told when a window ends, so a document that closes without changes is one the person gave up. */
  #closed(document: vscode.TextDocument): void {
    this.#ending.delete(document.uri.toString());
    if (!document.isDirty && this.#changed.has(document.uri.toString())) void this.#cleaned(document.uri);
  }
}

/** Replaces the whole text, as one step of undo. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  if (document.getText() === text) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
  await vscode.workspace.applyEdit(edit);
}

export function documentAt(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
