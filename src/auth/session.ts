import { orAborted } from '../base/async.ts';
import { Emitter } from '../base/event.ts';
import { Lifetime, type Disposable } from '../base/lifetime.ts';
import type { AccountMemory } from './accountMemory.ts';
import {
  AccountChangedError,
  isSameSignIn,
  TokenUnavailableError,
  type AccessToken,
  type Account,
  type SignInRequest,
  type SilentTokens,
  type TokenSource,
} from './tokens.ts';

export type SessionState =
  /** The token source wasn't asked yet. Activation doesn't ask it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signedOut' }
  /** There is an account, but it has no token now and has had none since the window was opened. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'signedIn'; readonly account: string; readonly tenant: string | undefined };

export interface SessionChange {
  readonly state: SessionState;
  /** The account is no longer in use, so everything loaded through it must be removed. */
  readonly removed: boolean;
  /** A new account is in use, so requests that failed may succeed now. */
  readonly added: boolean;
  /**
   * The user signed out or the account was removed, so stored data must be deleted. False if the account is only
   * unreachable.
   */
  readonly signOutConfirmed: boolean;
}

/** Time limit of a silent check, in ms. Then it counts as failed. */
const checkTimeout = 20_000;

/**
 * Manages the account for Partner Center. Requests get their tokens here, so the state changes as soon as a request
 * finds out. docs/sessions.md has a table of states and events.
 */
export class Session implements SilentTokens, Disposable {
  readonly #source: TokenSource;
  readonly #memory: AccountMemory;
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<SessionChange>());
  #state: SessionState = { kind: 'unknown' };
  #signOutConfirmed = false;
  /** Number of the latest sign-in or sign-out that the user began. An earlier one that ends later has no effect. */
  #latestChoice = 0;
  #signingIn: { readonly request: SignInRequest; readonly choice: number } | undefined;
  /** Aborted when the account in use changes, to invalidate its tokens and the silent requests for them. */
  #generation = new AbortController();
  #lastRequest = 0;
  /** The number of the latest request whose result is in the state. */
  #lastResult = 0;
  /** Set after a sign-out in this window, since VS Code may briefly restore an older value of the shared memory. */
  #signedOutHere = false;

  readonly onDidChange = this.#changed.event;

  constructor(source: TokenSource, memory: AccountMemory) {
    this.#source = source;
    this.#memory = memory;
    // The event doesn't say what changed, so the source is asked silently, unless it was never asked before.
    this.#lifetime.add(source.onDidChange(() => void (this.#state.kind === 'unknown' || this.check())));
  }

  get state(): SessionState {
    return this.#state;
  }

  /**
   * Id of the account that this workspace uses, without a request. Empty if the source has no ids. Undefined after a
   * sign-out.
   */
  get accountId(): string | undefined {
    return this.#isSignedOut() ? undefined : (this.#memory.account(this.#source.method) ?? '');
  }

  getToken(signal: AbortSignal): Promise<AccessToken | undefined> {
    return this.#requestToken((pinned) => this.#source.getToken(signal, pinned));
  }

  renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined> {
    return this.#requestToken((pinned) => this.#source.renew(refused, signal, pinned));
  }

  /** Determines silently which account is in use. */
  async check(): Promise<SessionState> {
    const signal = AbortSignal.timeout(checkTimeout);
    try {
      await orAborted(this.getToken(signal), signal);
    } catch {
      // A failing source doesn't sign the user out. Requests report the cause.
      if (this.#state.kind === 'unknown') this.#set({ kind: 'signedOut' });
    }
    return this.#state;
  }

  /**
   * Prompts the user. Returns true if the user signed in and didn't begin another sign-in or sign-out in the meantime.
   */
  async signIn(request: SignInRequest): Promise<boolean> {
    const joined = this.#signingIn && isSameSignIn(this.#signingIn.request, request) ? this.#signingIn : undefined;
    const current = joined ?? { request, choice: ++this.#latestChoice };
    const { choice } = current;
    this.#signingIn = current;
    const { method } = this.#source;
    const isLatest = (): boolean => choice === this.#latestChoice && method === this.#source.method;
    let token: AccessToken | undefined;
    try {
      const signedOut = this.#isSignedOut();
      const pinned = signedOut ? undefined : this.#memory.account(method);
      token = await this.#source.signIn(request, { pinned, signedOut });
    } catch (error) {
      if (!isLatest()) return false;
      throw error;
    } finally {
      if (this.#signingIn === current) this.#signingIn = undefined;
    }
    if (!token || !isLatest()) return false;
    // Everything up to the event runs synchronously, so that no request sees an intermediate state.
    const stored = this.#memory.signIn(method, token.accountId);
    this.#signedOutHere = false;
    this.#lastResult = ++this.#lastRequest;
    // Requests that began while no account was in use ask for a token again.
    if (this.#state.kind !== 'signedIn') this.#supersede();
    this.#set(signedIn(token));
    await stored;
    return isLatest();
  }

  async signOut(): Promise<void> {
    this.#latestChoice++;
    this.#signingIn = undefined;
    this.#signedOutHere = true;
    const stored = this.#memory.signOut(this.#source.method);
    this.#set({ kind: 'signedOut' }, { confirmed: true });
    await Promise.all([stored, this.#source.signOut()]);
  }

  /** Returns the accounts to choose from that are known without a prompt. */
  async accounts(): Promise<readonly Account[]> {
    return orAborted(this.#source.accounts(), AbortSignal.timeout(checkTimeout)).catch(() => []);
  }

  /** Sign-ins and requests that are still running have no effect afterwards. */
  dispose(): void {
    this.#latestChoice++;
    this.#lifetime.dispose();
  }

  /** Gets a token. Repeats this if the result is older than the user's latest choice or than a newer result. */
  async #requestToken(
    from: (pinned: string | undefined) => Promise<AccessToken | undefined>,
  ): Promise<AccessToken | undefined> {
    const accountBefore = keyOf(this.#state);
    for (;;) {
      if (this.#isSignedOut()) return this.#endSession();
      const request = ++this.#lastRequest;
      const generation = this.#generation;
      const { method } = this.#source;
      const pinned = this.#memory.account(method);
      const { token, error } = await settled(from(pinned));
      if (this.#lifetime.ended) throw new AccountChangedError();
      // The user may have signed out in another window in the meantime.
      if (this.#isSignedOut()) return this.#endSession();
      if (accountBefore !== undefined && keyOf(this.#state) !== accountBefore) {
        if (this.#state.kind !== 'signedIn') return undefined;
        throw new AccountChangedError();
      }
      const now = this.#memory.account(method);
      if (generation !== this.#generation || method !== this.#source.method) continue;
      if (error !== undefined) throw this.#withError(error);
      if (!token) {
        if (request < this.#lastResult || pinned !== now) continue;
        this.#lastResult = request;
        return this.#endSession({ confirmed: pinned !== undefined || this.#state.kind === 'signedIn' });
      }
      if (now !== undefined && token.accountId !== now) {
        if (pinned !== now) continue;
        const { account } = token;
        throw this.#withError(new TokenUnavailableError({ kind: 'otherAccount', tool: undefined, account }));
      }
      if (now === undefined && token.accountId !== undefined) {
        // The workspace uses this account from now on. The request doesn't fail if that can't be stored.
        this.#memory.adopt(method, token.accountId).catch(() => undefined);
      }
      this.#lastResult = Math.max(request, this.#lastResult);
      this.#set(signedIn(token));
      return { ...token, superseded: this.#generation.signal };
    }
  }

  /** Updates the state after an error. An account that has no token now stays in use. */
  #withError(error: Error): Error {
    const isKnown = this.#state.kind === 'signedIn';
    if (error instanceof TokenUnavailableError && !isKnown) this.#set({ kind: 'unavailable' });
    return error;
  }

  #isSignedOut(): boolean {
    return this.#signedOutHere || this.#memory.isSignedOut(this.#source.method);
  }

  #endSession({ confirmed }: { confirmed: boolean } = { confirmed: true }): undefined {
    this.#set({ kind: 'signedOut' }, { confirmed });
  }

  #supersede(): void {
    const former = this.#generation;
    this.#generation = new AbortController();
    former.abort();
  }

  #set(state: SessionState, { confirmed }: { confirmed: boolean } = { confirmed: false }): void {
    const before = this.#state;
    const changesAccount = keyOf(before) !== keyOf(state);
    const removed = changesAccount && before.kind === 'signedIn';
    const added = changesAccount && before.kind !== 'unknown' && state.kind === 'signedIn';
    const isNews = JSON.stringify(before) !== JSON.stringify(state) || (confirmed && !this.#signOutConfirmed);
    this.#state = state;
    this.#signOutConfirmed = state.kind === 'signedOut' && (confirmed || (this.#signOutConfirmed && !isNews));
    if (removed) this.#supersede();
    if (isNews) this.#changed.fire({ state, removed, added, signOutConfirmed: confirmed });
  }
}

function signedIn({ account, tenant }: AccessToken): SessionState & { kind: 'signedIn' } {
  return { kind: 'signedIn', account, tenant };
}

/** Identifies the account. Undefined if none is in use. */
function keyOf(state: SessionState): string | undefined {
  return state.kind === 'signedIn' ? `${state.account} ${state.tenant ?? ''}` : undefined;
}

async function settled(
  promise: Promise<AccessToken | undefined>,
): Promise<{ token?: AccessToken | undefined; error?: Error }> {
  try {
    return { token: await promise };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
