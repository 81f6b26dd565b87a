import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { draftPrefix } from './draftKeys.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** A person's unsaved text of a referral. */
export interface Draft {
  readonly connection: ConnectionId;
  /** The account that it was written with; it is never sent with another. Empty where there are no accounts. */
  readonly account: string;
  /** In lower case. */
  readonly id: string;
  /** The server's text that the person's was made from. */
  readonly base: string;
  readonly text: string;
  /** True after a save without an answer: it may have been carried out. */
  readonly isUnsure: boolean;
  /** What VS Code was told about the file when it read it, so that it doesn't think the file has changed below. */
  readonly mtime: number;
  readonly size: number;
  /** ms since 1970. */
  readonly changedAt: number;
}

/** As VS Code's secret storage, which is encrypted: drafts hold customers' data. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  keys(): PromiseLike<readonly string[]>;
}

/**
 * The drafts of all accounts, kept over restarts. Only those of the account in use can be seen. What is written here is in
 * memory at once; storing it follows.
 */
export class Drafts implements Disposable {
  readonly #secrets: SecretStore;
  readonly #accountOf: (connection: ConnectionId) => string | undefined;
  readonly #drafts = new Map<string, Draft>();
  readonly #changed = new Emitter<void>();
  /** The end of what is being stored. */
  #storing: Promise<void> = Promise.resolve();
  #loading: Promise<void> | undefined;

  readonly onDidChange = this.#changed.event;

  /** @param accountOf the account in use; undefined while there is none */
  constructor(secrets: SecretStore, accountOf: (connection: ConnectionId) => string | undefined) {
    this.#secrets = secrets;
    this.#accountOf = accountOf;
  }

  /** Reads what was stored, once. What can't be read is left out. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  account(connection: ConnectionId): string | undefined {
    return this.#accountOf(connection);
  }

  /** Of the account in use. */
  find(connection: ConnectionId, id: string): Draft | undefined {
    const account = this.#accountOf(connection);
    return account === undefined ? undefined : this.#drafts.get(keyOf(connection, account, id));
  }

  /** Of the accounts in use, the latest first. */
  all(): readonly Draft[] {
    return [...this.#drafts.values()]
      .filter(({ connection, account }) => this.#accountOf(connection) === account)
      .sort((left, right) => right.changedAt - left.changedAt);
  }

  /** Resolves when it is stored. */
  put(draft: Draft): Promise<void> {
    const key = keyOf(draft.connection, draft.account, draft.id);
    this.#drafts.set(key, draft);
    this.#changed.fire();
    return this.#inTurn(async () => {
      const latest = this.#drafts.get(key);
      if (latest) await this.#secrets.store(key, JSON.stringify(latest));
    });
  }

  /** Removes one of the account in use. */
  async remove(connection: ConnectionId, id: string): Promise<void> {
    const account = this.#accountOf(connection);
    if (account !== undefined) await this.#remove(keyOf(connection, account, id));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #remove(key: string): Promise<void> {
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
}

function keyOf(connection: ConnectionId, account: string, id: string): string {
  return `${draftPrefix}${JSON.stringify([connection, account, id.toLowerCase()])}`;
}

/** Written by this code only, so one look at its shape is enough. */
function readDraft(stored: string | undefined): Draft | undefined {
  const draft = parse(stored);
  const isDraft =
    typeof draft === 'object' && draft !== null && 'base' in draft && 'text' in draft && 'account' in draft;
  return isDraft ? (draft as Draft) : undefined;
}

function parse(stored: string | undefined): unknown {
  try {
    return JSON.parse(stored ?? 'null');
  } catch {
    return undefined;
  }
}
