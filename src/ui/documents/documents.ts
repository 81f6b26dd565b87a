import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { singleFlight } from '../../base/async.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import { prettyJson } from '../../referral/prettyJson.ts';
import { titleOf } from '../../referral/summary.ts';
import type { Catalog, PendingRequest } from '../../services/catalog/catalog.ts';
import type { BaseVersion } from '../../services/edit/diagnostics.ts';
import type { Draft, Drafts } from '../../services/edit/drafts.ts';
import { ShownVersions } from '../../services/edit/earlierSaves.ts';
import { hasTag } from '../../services/edit/entityTag.ts';
import type { Failures } from '../failures/failures.ts';
import type { Log } from '../log/log.ts';
import { DocumentSaves } from './documentSaves.ts';
import { documentAt, DraftDocuments, unknownTime, type FileVersion } from './draftDocuments.ts';
import { DraftWarnings } from './draftWarnings.ts';
import { hasTab, openDocuments } from './openDocuments.ts';
import { readReferralUri, referralUri } from './referralUri.ts';

const mostGiven = 4;

type ServerText = Pick<FileVersion, 'text' | 'eTag'>;

/**
 * The raw JSON of referrals as files, from the catalog. A referral that the catalog doesn't have, e.g. after a reload of
 * the window, is fetched without prompting. Saving a file sends what was changed.
 *
 * While a document has changes, its file stays the version that they are based on, whatever the catalog has: otherwise
 * VS Code would offer to overwrite the newer one.
 */
export class ReferralDocuments implements vscode.Disposable {
  readonly #catalog: Catalog;
  /** The latest version of each file that VS Code was told of. */
  readonly #versions = new Map<string, FileVersion>();
  /** What VS Code read last, oldest first. */
  readonly #given = new Map<string, readonly FileVersion[]>();
  /** The version that a document shows without changes: the one that its next changes are based on. */
  readonly #shown = new Map<string, FileVersion>();
  /** The versions that each document has shown, since undo brings their texts back; of one account and server. */
  readonly #history = new Map<string, { readonly began: PendingRequest; readonly versions: ShownVersions }>();
  readonly #drafts: DraftDocuments;
  readonly #saves: DocumentSaves;
  readonly #loading = new Map<string, () => Promise<ServerText>>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #listening: vscode.Disposable;

  readonly onDidChangeFile = this.#changed.event;

  constructor(catalog: Catalog, drafts: Drafts, failures: Failures, log: Log) {
    this.#catalog = catalog;
    this.#drafts = new DraftDocuments(
      drafts,
      (uri) => this.#shownBy(uri),
      (uri) => this.#showLatest(uri),
      new DraftWarnings((uri) => this.#nameOf(uri), log),
    );
    this.#noteOpenBefore();
    this.#saves = new DocumentSaves(catalog, this.#drafts, failures, (uri, save) => this.#historyOf(uri).saved(save));
    this.#listening = vscode.Disposable.from(
      this.#drafts,
      this.#saves,
      // Customers' data is not kept longer than necessary. The catalog has it or can fetch it.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#versions.delete(uri.toString());
        this.#given.delete(uri.toString());
        this.#shown.delete(uri.toString());
        this.#history.delete(uri.toString());
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.#noteShown(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#noteShown(document)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#showLatest(uri)),
      catalog.onDidChange(({ connection, ids }) => {
        const stale = openDocuments().filter(
          ({ uri, named }) => named.connection === connection && ids.has(named.id) && this.#isStale(uri),
        );
        if (stale.length === 0) return;
        this.#changed.fire(stale.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
      }),
    );
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { mtime, size } = await this.#readAsFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const version = await this.#readAsFile(uri);
    this.#given.set(uri.toString(), [...(this.#given.get(uri.toString()) ?? []), version].slice(-mostGiven));
    return new TextEncoder().encode(prettyJson(version.text));
  }

  /** @throws FileSystemError when the change could not be sent; the document keeps the person's text */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const text = decode(content);
    // Another extension may write the file, which VS Code tells nothing of afterwards.
    const begun = this.#saves.isSavedByPerson(uri) ? documentAt(uri)?.version : undefined;
    await this.#saves.inTurn(uri, () => this.#send(uri, text, content.byteLength, begun));
  }

  /** Stores the changes of a connection's documents, and has these closed. */
  release(
    connection: ConnectionId,
    close: (documents: readonly vscode.TextDocument[]) => Promise<void>,
  ): Promise<void> {
    return this.#drafts.release(connection, close);
  }

  /** The version that a document's text is based on. */
  async baseOf(uri: vscode.Uri): Promise<Pick<BaseVersion, 'text' | 'saves'> | undefined> {
    const draft = await this.#drafts.find(uri);
    const version = draft ? { ...draft, text: draft.base } : this.#shown.get(uri.toString());
    return version?.text === undefined ? undefined : { text: version.text, saves: version.saves };
  }

  /** Shows the text of another window beside the referral's document. */
  async compareWithOther({ connection, id, text }: Draft): Promise<void> {
    const title = vscode.l10n.t('Another Window ↔ Yours');
    await this.#saves.compare(referralUri(connection, id), text, title, 'window');
  }

  /** Shows two texts of a referral beside each other, to read only. */
  async compareTexts(connection: ConnectionId, id: string, theirs: string, mine: string): Promise<void> {
    await this.#saves.compareTexts(referralUri(connection, id), theirs, mine);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  /** @param begun the version of the document with this text; undefined if it is no save of the document */
  async #send(uri: vscode.Uri, text: string, size: number, begun: number | undefined): Promise<void> {
    const version = await this.#readToSave(uri, text);
    const { server, madeFrom } = await this.#saves.save(uri, text, version);
    // Until the save has ended, the file is what was written. Then the server's text is shown. What is typed meanwhile is
    // made from what was typed before, not from the server's text, which may have changes of others.
    const file = { mtime: nextTime(version), size };
    this.#versions.set(uri.toString(), { ...server, ...file });
    this.#shown.set(uri.toString(), { ...madeFrom, ...file });
    await this.#drafts.saved(uri, text, { ...madeFrom, ...file }, begun);
  }

  async #readAsFile(uri: vscode.Uri): Promise<FileVersion> {
    try {
      return await this.#read(uri);
    } catch (error) {
      throw await asFileError(error, uri);
    }
  }

  async #readToSave(uri: vscode.Uri, text: string): Promise<FileVersion> {
    try {
      return await this.#read(uri);
    } catch (error) {
      if (error instanceof ApiError) return this.#saves.failToLook(uri, text, error.failure);
      throw error;
    }
  }

  /** @throws ApiError if the version is not known and can't be loaded */
  async #read(uri: vscode.Uri): Promise<FileVersion> {
    const draft = await this.#drafts.find(uri);
    if (draft?.base !== undefined) {
      // Given up, the document shows what the server has after the saves that the text doesn't show.
      const save = draft.saves?.at(-1);
      const { text, eTag } = save ? { text: save.server, eTag: save.eTag } : { text: draft.base, eTag: draft.eTag };
      return { text, eTag, mtime: draft.mtime, size: draft.size };
    }
    const key = uri.toString();
    const { text, eTag } = await this.#latest(uri, key);
    if (draft || (documentAt(uri)?.isDirty && !this.#shownBy(uri))) {
      return { text, eTag, mtime: unknownTime, size: sizeOf(text) };
    }
    const known = this.#versions.get(key);
    if (known?.text !== text) return this.#setVersion(key, { text, eTag }, known);
    // The same text is the same file: with an unchanged mtime, VS Code doesn't reload the editor.
    const version = { ...known, eTag };
    this.#versions.set(key, version);
    return version;
  }

  #setVersion(key: string, { text, eTag }: ServerText, before: FileVersion | undefined): FileVersion {
    const version = { text, eTag, mtime: nextTime(before), size: sizeOf(text) };
    this.#versions.set(key, version);
    return version;
  }

  /**
   * After a restart of the extension host, documents are open already. One without changes shows a version of the server,
   * and VS Code tells nothing if it reads the same text again.
   */
  #noteOpenBefore(): void {
    for (const { uri } of openDocuments()) {
      const document = documentAt(uri);
      const text = document?.getText() ?? '';
      if (!document || document.isDirty || !hasTag(text)) continue;
      this.#shown.set(uri.toString(), { text, eTag: undefined, mtime: unknownTime, size: sizeOf(text) });
    }
  }

  /** The version that a changed document showed before it was changed, if that is known. */
  #shownBy(uri: vscode.Uri): FileVersion | undefined {
    const key = uri.toString();
    const shown = this.#shown.get(key);
    const document = documentAt(uri);
    // VS Code opens what it has a backup of a moment before it calls it changed: that is no version of the server.
    if (shown?.mtime === unknownTime && document?.isDirty && document.getText() === shown.text) this.#shown.delete(key);
    const latest = this.#shown.get(key);
    const older = latest && document?.isDirty ? this.#historyOf(uri).baseOf(document.getText()) : undefined;
    if (!latest || !older) return latest;
    return { ...latest, text: older.base, eTag: older.eTag, saves: older.saves };
  }

  #historyOf(uri: vscode.Uri): ShownVersions {
    const key = uri.toString();
    const known = this.#history.get(key);
    const named = readReferralUri(uri);
    const store = named && this.#catalog.of(named.connection);
    if (known && store?.isCurrent(known.began)) return known.versions;
    const versions = new ShownVersions();
    if (store) this.#history.set(key, { began: store.request(), versions });
    return versions;
  }

  /**
   * Reading a file and showing it are two steps, and a person may type in between: which version a document shows is told
   * by its text.
   */
  #noteShown(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const given = this.#given.get(key);
    if (!given || document.isDirty) return;
    const text = document.getText();
    const index = given.findLastIndex((version) => prettyJson(version.text) === text);
    const shown = given[index];
    if (!shown) return;
    this.#shown.set(key, shown);
    this.#historyOf(document.uri).shown(shown);
    // Typing may arrive at the text of an earlier version, and VS Code tells of it before it calls the document dirty.
    this.#given.set(key, given.slice(index));
  }

  /** A document without changes shows the latest text, for example after it was saved or given up. */
  #showLatest(uri: vscode.Uri): void {
    const key = uri.toString();
    const version = this.#versions.get(key);
    const named = readReferralUri(uri);
    const document = documentAt(uri);
    if (!version || !named || !document || document.isDirty || this.#drafts.isChanged(uri)) return;
    const latest = this.#catalog.find(named.connection, named.id)?.fetched ?? version;
    // A text that was based on the server's version shows that when it is given up, while VS Code still knows another file.
    if (document.getText() === prettyJson(latest.text) && version.text === latest.text) return;
    this.#setVersion(key, latest, version);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  #nameOf(uri: vscode.Uri): string {
    const named = readReferralUri(uri);
    const summary = named && this.#catalog.find(named.connection, named.id)?.summary;
    return summary ? titleOf(summary) : (named?.id ?? uri.path);
  }

  async #latest(uri: vscode.Uri, key: string): Promise<ServerText> {
    const named = readReferralUri(uri);
    if (!named) throw vscode.FileSystemError.FileNotFound(uri);
    const known = this.#catalog.find(named.connection, named.id)?.fetched;
    if (known) return known;
    let load = this.#loading.get(key);
    if (!load) {
      load = singleFlight(async () => {
        const ask = { signal: new AbortController().signal };
        return (await this.#catalog.open(named.connection, named.id, ask)).fetched;
      });
      this.#loading.set(key, load);
    }
    return load();
  }

  #isStale(uri: vscode.Uri): boolean {
    if (documentAt(uri)?.isDirty || this.#drafts.isChanged(uri)) return false;
    const version = this.#versions.get(uri.toString());
    const named = readReferralUri(uri);
    const fetched = named && this.#catalog.find(named.connection, named.id)?.fetched;
    if (!named || version?.text === fetched?.text) return false;
    // A forgotten one counts as stale, but reading it again is a request. VS Code holds documents for minutes after their
    // tab was closed: for those, nobody would see the answer.
    return fetched !== undefined || hasTab(uri);
  }
}

/** @throws FileSystemError for another encoding: characters that were replaced must not be sent */
function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw vscode.FileSystemError.Unavailable(
      vscode.l10n.t('Its encoding is not UTF-8. Nothing was sent. "Change File Encoding" can save it with UTF-8.'),
    );
  }
}

/** Of the file, in bytes. */
function sizeOf(text: string): number {
  return new TextEncoder().encode(prettyJson(text)).byteLength;
}

function nextTime(before: FileVersion | undefined): number {
  return Math.max(Date.now(), (before?.mtime ?? 0) + 1);
}

async function asFileError(error: unknown, uri: vscode.Uri): Promise<unknown> {
  const named = readReferralUri(uri);
  if (!(error instanceof ApiError) || !named) return error;
  const { explain, inOneLine } = await import('../../services/connection/explain/explanation.ts');
  const text = inOneLine(explain(error.failure, named.connection));
  switch (error.failure.kind) {
    case 'notFound':
      return vscode.FileSystemError.FileNotFound(text);
    case 'signedOut':
    case 'unauthenticated':
    case 'forbidden':
      return vscode.FileSystemError.NoPermissions(text);
    default:
      return vscode.FileSystemError.Unavailable(text);
  }
}
