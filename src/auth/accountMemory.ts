import { randomUUID } from 'node:crypto';

/**
 * Like VS Code's `Memento`: `get` returns a value as soon as `update` was called. The promise resolves when it is
 * stored.
 */
export interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const signedOutKey = 'partnerReferrals.signedOut';
const lastSignOutKey = 'partnerReferrals.lastSignOut';

/**
 * Stores the id of the account that the workspace uses, and the sign-outs. A sign-out applies to all windows, since an
 * extension can't end the session of VS Code or of a tool. A sign-in applies only to its workspace. Each sign-out has
 * an id, and each sign-in stores the latest one: a workspace is signed in until there is a newer sign-out.
 */
export class AccountMemory {
  readonly #global: Memento;
  readonly #workspace: Memento;

  constructor(global: Memento, workspace: Memento) {
    this.#global = global;
    this.#workspace = workspace;
  }

  /** Id of the account of this workspace; undefined before the first token. */
  account(method: string): string | undefined {
    return text(this.#workspace.get(accountKey(method)));
  }

  isSignedOut(method: string): boolean {
    const signedInAfter = text(this.#workspace.get(signedInAfterKey(method)));
    if (signedInAfter === undefined && this.account(method) === undefined) {
      // If the user never signed in or out in this workspace, the latest action in any other one applies.
      return this.#global.get(signedOutKey) === true;
    }
    return (signedInAfter ?? '') !== this.#lastSignOut;
  }

  /** Pins the account of a token that was obtained without a sign-in in this workspace. */
  async adopt(method: string, account: string): Promise<void> {
    await this.#writeWorkspace(method, account, this.#lastSignOut);
  }

  async signIn(method: string, account: string | undefined): Promise<void> {
    const lastSignOut = this.#lastSignOut;
    await Promise.all([
      this.#writeWorkspace(method, account, lastSignOut),
      ...(lastSignOut === '' ? [] : [this.#global.update(lastSignOutKey, lastSignOut)]),
      this.#global.update(signedOutKey, undefined),
    ]);
  }

  /** The account stays pinned, so that no other account replaces it when it is removed from VS Code. */
  async signOut(method: string): Promise<void> {
    const used = text(this.#workspace.get(signedInAfterKey(method))) !== undefined;
    const before = this.#lastSignOut;
    await Promise.all([
      ...(used ? [] : [this.#workspace.update(signedInAfterKey(method), before)]),
      this.#global.update(lastSignOutKey, randomUUID()),
      this.#global.update(signedOutKey, true),
    ]);
  }

  get #lastSignOut(): string {
    // Older versions stored only whether the user signed out.
    return text(this.#global.get(lastSignOutKey)) ?? (this.#global.get(signedOutKey) === true ? 'unnamed' : '');
  }

  async #writeWorkspace(method: string, account: string | undefined, signedInAfter: string): Promise<void> {
    await Promise.all([
      this.#workspace.update(accountKey(method), account),
      this.#workspace.update(signedInAfterKey(method), signedInAfter),
    ]);
  }
}

/** The key of the first method has no suffix, for compatibility with versions that had no others. */
function accountKey(method: string): string {
  return `partnerReferrals.account${method === 'vscode' ? '' : `.${method}`}`;
}

function signedInAfterKey(method: string): string {
  return `partnerReferrals.signedInAfter${method === 'vscode' ? '' : `.${method}`}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
