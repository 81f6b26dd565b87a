import { randomUUID } from 'node:crypto';

/** Like VS Code's `Memento`: a value is readable as soon as `update` was called; the promise is about storing it. */
export interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const signedOutKey = 'partnerReferrals.signedOut';
const lastSignOutKey = 'partnerReferrals.lastSignOut';

/**
 * Which account the workspace uses, by its id, and who signed out. Signing out counts for all windows, since an
 * extension can't end VS Code's session or the tool's; signing in counts for its workspace only. Each sign-out has an
 * id, and each sign-in records the latest one: a workspace is signed in while no sign-out came after its sign-in.
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
      // Nobody signed in or out here yet: the workspace follows what was last done in any other.
      return this.#global.get(signedOutKey) === true;
    }
    return (signedInAfter ?? '') !== this.#lastSignOut;
  }

  /** Pins the account of a token that came without a sign-in in this workspace. */
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

  /** The account stays pinned: its removal from VS Code must not let another one take its place. */
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
    // Older versions stored only that somebody signed out.
    return text(this.#global.get(lastSignOutKey)) ?? (this.#global.get(signedOutKey) === true ? 'unnamed' : '');
  }

  async #writeWorkspace(method: string, account: string | undefined, signedInAfter: string): Promise<void> {
    await Promise.all([
      this.#workspace.update(accountKey(method), account),
      this.#workspace.update(signedInAfterKey(method), signedInAfter),
    ]);
  }
}

/** The first method had no suffix before there were others. */
function accountKey(method: string): string {
  return `partnerReferrals.account${method === 'vscode' ? '' : `.${method}`}`;
}

function signedInAfterKey(method: string): string {
  return `partnerReferrals.signedInAfter${method === 'vscode' ? '' : `.${method}`}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
