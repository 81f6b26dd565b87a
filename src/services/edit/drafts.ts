import { Emitter, type Event } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { draftPrefix } from './draftKeys.ts';
import type { ConnectionId } from '../connection/connection.ts';
import type { EarlierSave } from './saveOutcome.ts';

/** A person's unsaved text of a referral. */
export interface Draft {
  readonly connection: ConnectionId;
  /** The account that it was written with; it is never sent with another. Empty where there are no accounts. */
  readonly account: string;
  /** In lower case. */
  readonly id: string;
  /**
   * The server's text that the person's was made from. Undefined if it isn't known: the extension host crashed before the
   * draft was stored, and VS Code has kept the person's text alone.
   */
  readonly base?: string | undefined;
  /** The entity tag that came with the base; counts where the base's text has none. */
  readonly eTag?: string | undefined;
  readonly text: string;
  /** Earlier texts with the same base that were sent and whose change may have been carried out, oldest first. */
  readonly sent?: readonly string[] | undefined;
  /** The saves since the base that the text doesn't show, oldest first. */
  readonly saves?: readonly EarlierSave[] | undefined;
  /** What VS Code was told about the file when it read it, so that it doesn't think the file has changed below. */
  readonly mtime: number;
  readonly size: number;
  /** ms since 1970. */
  readonly changedAt: number;
  /** The draft of another window that this one began as. */
  readonly continues?: { readonly key: string; readonly text: string };
}

/** A draft and its key in the storage. */
export interface KeptDraft {
  readonly key: string;
  readonly draft: Draft;
}

/** As VS Code's secret storage, which is encrypted: drafts hold customers' data. All windows share it. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  keys(): PromiseLike<readonly string[]>;
  /** Tells the key when something was stored or deleted, by any window. */
  readonly onDidChange?: Event<string>;
}

/**
 * The drafts of all accounts, kept over restarts. Only those of the account in use can be seen. What is written here is in
 * memory at once; storing it follows.
 *
 * Each window has its own draft of a referral and writes no other, so that two windows don't overwrite each other's text.
 */
export class Drafts implements Disposable {
  readonly #secrets: SecretStore;
  readonly #accountOf: (connection: ConnectionId) => string | undefined;
  readonly #window: string;
  readonly #drafts = new Map<string, Draft>();
  /** By key: what this window stored last. */
  readonly #stored = new Map<string, Draft>();
  readonly #changed = new Emitter<void>();
  readonly #listening: Disposable | undefined;
  /** The end of what is being stored. */
  #storing: Promise<void> = Promise.resolve();
  #loading: Promise<void> | undefined;

  readonly onDidChange = this.#changed.event;

  /**
   * @param accountOf the account in use; undefined while there is none
   * @param window tells this window from others that are open, and is the same after it was loaded again
   */
  constructor(secrets: SecretStore, accountOf: (connection: ConnectionId) => string | undefined, window: string) {
    this.#secrets = secrets;
    this.#accountOf = accountOf;
    this.#window = window;
    this.#listening = secrets.onDidChange?.((key) => void this.#inTurn(() => this.#changedOutside(key)));
  }

  /** Reads what was stored, once. What isn't a draft is left out. Rejects if the storage can't be read. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load().catch((error: unknown) => {
      // The storage may be locked for a moment only.
      this.#loading = undefined;
      throw error;
    }));
  }

  account(connection: ConnectionId): string | undefined {
    return this.#accountOf(connection);
  }

  /** This window's draft, of the account in use. */
  own(connection: ConnectionId, id: string): Draft | undefined {
    const account = this.#accountOf(connection);
    return account === undefined ? undefined : this.#drafts.get(this.#keyOf({ connection, account, id }));
  }

  /** The draft that a document shows: this window's, else the latest of other windows; of the account in use. */
  find(connection: ConnectionId, id: string): KeptDraft | undefined {
    const wanted = id.toLowerCase();
    const found = this.#visible().filter(({ draft }) => draft.connection === connection && draft.id === wanted);
    return found.find(({ key, draft }) => key === this.#keyOf(draft)) ?? found[0];
  }

  /** As `find`; one of another window as the beginning of this window's own. */
  continued(connection: ConnectionId, id: string): Draft | undefined {
    const kept = this.find(connection, id);
    if (!kept || kept.key === this.#keyOf(kept.draft)) return kept?.draft;
    return { ...kept.draft, continues: { key: kept.key, text: kept.draft.text } };
  }

  /** The drafts that documents show, of the accounts in use, the latest first. */
  all(): readonly Draft[] {
    return this.#visible()
      .filter((kept) => this.#isFirst(kept))
      .map(({ draft }) => draft);
  }

  /** Further drafts of the same referrals, of a connection's account in use, the latest first. */
  others(connection: ConnectionId): readonly KeptDraft[] {
    return this.#visible().filter((kept) => kept.draft.connection === connection && !this.#isFirst(kept));
  }

  /** The draft of a key, if it is one of the account in use. */
  at(key: string): Draft | undefined {
    return this.#visible().find((kept) => kept.key === key)?.draft;
  }

  /** Keeps it as this window's draft of the referral. Resolves when it is stored. */
  put(draft: Draft): Promise<void> {
    const stored = this.keep(draft);
    this.#changed.fire();
    return stored;
  }

  /** As `put`, without an event: for text while it is typed. Text that follows while one is being stored is stored once. */
  keep(draft: Draft): Promise<void> {
    const key = this.#keyOf(draft);
    this.#drafts.set(key, draft);
    return this.#inTurn(async () => {
      const latest = this.#drafts.get(key);
      if (!latest || this.#stored.get(key) === latest) return;
      await this.#secrets.store(key, JSON.stringify(latest));
      this.#stored.set(key, latest);
    });
  }

  /** Removes this window's draft, of the account in use. */
  async remove(connection: ConnectionId, id: string): Promise<void> {
    const account = this.#accountOf(connection);
    if (account !== undefined) await this.#remove(this.#keyOf({ connection, account, id }));
  }

  /** Removes this window's draft, since it was saved, and the one that it continued if that is still as it was then. */
  async saved(connection: ConnectionId, id: string): Promise<void> {
    const continued = this.own(connection, id)?.continues;
    await this.remove(connection, id);
    if (!continued) return;
    await this.#inTurn(() => this.#read(continued.key));
    if (this.at(continued.key)?.text === continued.text) await this.#remove(continued.key);
  }

  /** Throws a draft of the account in use away, whichever window wrote it. */
  async discard(key: string): Promise<void> {
    if (this.at(key)) await this.#remove(key);
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#changed.dispose();
  }

  /** Of the accounts in use, the latest first. */
  #visible(): readonly KeptDraft[] {
    return Array.from(this.#drafts, ([key, draft]) => ({ key, draft }))
      .filter(({ draft }) => this.#accountOf(draft.connection) === draft.account)
      .sort((left, right) => right.draft.changedAt - left.draft.changedAt);
  }

  #isFirst({ key, draft }: KeptDraft): boolean {
    return this.find(draft.connection, draft.id)?.key === key;
  }

  /** Of this window's draft. */
  #keyOf({ connection, account, id }: Pick<Draft, 'connection' | 'account' | 'id'>): string {
    return `${draftPrefix}${JSON.stringify([connection, account, id.toLowerCase(), this.#window])}`;
  }

  async #remove(key: string): Promise<void> {
    this.#stored.delete(key);
    if (!this.#drafts.delete(key)) return;
    this.#changed.fire();
    await this.#inTurn(async () => {
      if (!this.#drafts.has(key)) await this.#secrets.delete(key);
    });
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#storing.then(task);
    this.#storing = done.catch(() => undefined);
    return done;
  }

  async #load(): Promise<void> {
    for (const key of await this.#secrets.keys()) {
      if (!key.startsWith(draftPrefix)) continue;
      const draft = readDraft(await this.#secrets.get(key));
      // What was written meanwhile is newer.
      if (draft && !this.#drafts.has(key)) this.#drafts.set(key, draft);
    }
    if (this.#drafts.size > 0) this.#changed.fire();
  }

  /** Another window wrote a draft of its own, or removed one. */
  async #changedOutside(key: string): Promise<void> {
    const isOwn = key.endsWith(`,${JSON.stringify(this.#window)}]`);
    if (this.#loading && key.startsWith(draftPrefix) && !isOwn) await this.#read(key);
  }

  /** Takes over what another window has stored. */
  async #read(key: string): Promise<void> {
    const draft = readDraft(await this.#secrets.get(key));
    const isNews = this.#drafts.get(key)?.text !== draft?.text;
    if (draft) this.#drafts.set(key, draft);
    else this.#drafts.delete(key);
    if (isNews) this.#changed.fire();
  }
}

/** Written by this code only, so one look at its shape is enough. */
function readDraft(stored: string | undefined): Draft | undefined {
  const draft = parse(stored);
  const isDraft = typeof draft === 'object' && draft !== null && 'text' in draft && 'account' in draft;
  return isDraft ? (draft as Draft) : undefined;
}

function parse(stored: string | undefined): unknown {
  try {
    return JSON.parse(stored ?? 'null');
  } catch {
    return undefined;
  }
}
