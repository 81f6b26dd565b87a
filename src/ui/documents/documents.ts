import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { singleFlight } from '../../base/async.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import { hasTab, openDocuments } from './openDocuments.ts';
import { readReferralUri } from './referralUri.ts';

interface Version {
  /** The server's text that `bytes` are made from. */
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

/**
 * The raw JSON of referrals as files, from the catalog. A referral that the catalog doesn't have, e.g. after a reload of
 * the window, is fetched without prompting.
 */
export class ReferralDocuments implements vscode.Disposable {
  readonly #catalog: Catalog;
  readonly #versions = new Map<string, Version>();
  readonly #loading = new Map<string, () => Promise<string>>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #listening: vscode.Disposable;

  readonly onDidChangeFile = this.#changed.event;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#listening = vscode.Disposable.from(
      // Customers' data is not kept longer than necessary. The catalog has it or can fetch it.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#versions.delete(uri.toString())),
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
    const { mtime, bytes } = await this.#read(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime,
      size: bytes.byteLength,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#read(uri)).bytes;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #read(uri: vscode.Uri): Promise<Version> {
    const key = uri.toString();
    const text = await this.#text(uri, key);
    const known = this.#versions.get(key);
    // The same text is the same version: with an unchanged mtime, VS Code doesn't reload the editor.
    if (known?.text === text) return known;
    const { prettyJson } = await import('../../referral/prettyJson.ts');
    const version = {
      text,
      bytes: new TextEncoder().encode(prettyJson(text)),
      mtime: Math.max(Date.now(), (known?.mtime ?? 0) + 1),
    };
    this.#versions.set(key, version);
    return version;
  }

  async #text(uri: vscode.Uri, key: string): Promise<string> {
    const named = readReferralUri(uri);
    if (!named) throw vscode.FileSystemError.FileNotFound(uri);
    const known = this.#catalog.find(named.connection, named.id)?.fetched;
    if (known) return known.text;
    let load = this.#loading.get(key);
    if (!load) {
      load = singleFlight(async () => {
        const ask = { signal: new AbortController().signal };
        return (await this.#catalog.open(named.connection, named.id, ask)).fetched.text;
      });
      this.#loading.set(key, load);
    }
    try {
      return await load();
    } catch (error) {
      throw await asFileError(error, named.connection);
    }
  }

  #isStale(uri: vscode.Uri): boolean {
    const version = this.#versions.get(uri.toString());
    const named = readReferralUri(uri);
    const fetched = named && this.#catalog.find(named.connection, named.id)?.fetched;
    if (!named || version?.text === fetched?.text) return false;
    // A forgotten one counts as stale, but reading it again is a request. VS Code holds documents for minutes after their
    // tab was closed: for those, nobody would see the answer.
    return fetched !== undefined || hasTab(uri);
  }
}

async function asFileError(error: unknown, connection: ConnectionId): Promise<unknown> {
  if (!(error instanceof ApiError)) return error;
  const { explain, inOneLine } = await import('../../services/connection/explain/explanation.ts');
  const text = inOneLine(explain(error.failure, connection));
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
