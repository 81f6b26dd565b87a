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
  /** Nothing was asked yet: activation does not. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signedOut' }
  /** There is an account, but it has no token now and has had none since the window opened. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'signedIn'; readonly account: string; readonly tenant: string | undefined };

export interface SessionChange {
  readonly state: SessionState;
  /** The account that was in use no longer is: what was loaded through it must be removed. */
  readonly removed: boolean;
  /** An account is in use that wasn't before: what failed may succeed now. */
  readonly added: boolean;
  /** The person signed out or the account was removed, so what is stored must be deleted; it isn't merely unreachable. */
  readonly signOutConfirmed: boolean;
}

/** A source that doesn't answer a silent check in this time, in ms, counts as failed. */
const longestCheck = 20_000;

/**
 * Which account is in use for Partner Center. Requests get their tokens here, so that the state is up to date as soon
 * as they know. docs/sessions.md has the states and events as a table.
 */
export class Session implements SilentTokens, Disposable {
  readonly #source: TokenSource;
  readonly #memory: AccountMemory;
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<SessionChange>());
  #state: SessionState = { kind: 'unknown' };
  #signOutConfirmed = false;
  /** Number of the latest sign-in or sign-out that the person began; an earlier one that ends later has no effect. */
  #latestChoice = 0;
  #signingIn: { readonly request: SignInRequest; readonly choice: number } | undefined;
  /** Its signal aborts when the account in use changes: the generation of tokens and of silent requests for them. */
  #generation = new AbortController();
  #asks = 0;
  /** The latest `#asks` number whose answer is in the state. */
  #answered = 0;
  /** VS Code may for a moment restore an older value of the shared memory, so a sign-out here doesn't rely on it. */
  #signedOutHere = false;

  readonly onDidChange = this.#changed.event;

  constructor(source: TokenSource, memory: AccountMemory) {
    this.#source = source;
    this.#memory = memory;
    // The event doesn't say what changed: ask again, silently, but not if nobody ever asked.
    this.#lifetime.add(source.onDidChange(() => void (this.#state.kind === 'unknown' || this.check())));
  }

  get state(): SessionState {
    return this.#state;
  }

  /**
   * Id of the account that this workspace uses, known without asking; empty if the source tells none. Undefined after a
   * sign-out.
   */
  get accountId(): string | undefined {
    return this.#isSignedOut() ? undefined : (this.#memory.account(this.#source.method) ?? '');
  }

  getToken(signal: AbortSignal): Promise<AccessToken | undefined> {
    return this.#ask((pinned) => this.#source.getToken(signal, pinned));
  }

  renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined> {
    return this.#ask((pinned) => this.#source.renew(refused, signal, pinned));
  }

  /** Asks silently which account is in use. */
  async check(): Promise<SessionState> {
    const signal = AbortSignal.timeout(longestCheck);
    try {
      await orAborted(this.getToken(signal), signal);
    } catch {
      // A source that fails is no sign-out: requests report the cause.
      if (this.#state.kind === 'unknown') this.#set({ kind: 'signedOut' });
    }
    return this.#state;
  }

  /** Prompts; true when the person signed in and did not choose something else meanwhile. */
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
    // Everything up to the event happens at once: no request may see half of it.
    const stored = this.#memory.signIn(method, token.accountId);
    this.#signedOutHere = false;
    this.#answered = ++this.#asks;
    // Requests that began while no account was in use ask again, too.
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

  /** The accounts to choose from, as far as they are known without a prompt. */
  async accounts(): Promise<readonly Account[]> {
    return orAborted(this.#source.accounts(), AbortSignal.timeout(longestCheck)).catch(() => []);
  }

  /** What is under way afterwards changes nothing. */
  dispose(): void {
    this.#latestChoice++;
    this.#lifetime.dispose();
  }

  /** Asks again when the answer is about something that was true before the person chose, or before a newer answer. */
  async #ask(from: (pinned: string | undefined) => Promise<AccessToken | undefined>): Promise<AccessToken | undefined> {
    const askedAs = keyOf(this.#state);
    for (;;) {
      if (this.#isSignedOut()) return this.#endSession();
      const ask = ++this.#asks;
      const generation = this.#generation;
      const { method } = this.#source;
      const pinned = this.#memory.account(method);
      const { token, error } = await settled(from(pinned));
      if (this.#lifetime.ended) throw new AccountChangedError();
      // Another window may have signed out meanwhile, too.
      if (this.#isSignedOut()) return this.#endSession();
      if (askedAs !== undefined && keyOf(this.#state) !== askedAs) {
        if (this.#state.kind !== 'signedIn') return undefined;
        throw new AccountChangedError();
      }
      const now = this.#memory.account(method);
      if (generation !== this.#generation || method !== this.#source.method) continue;
      if (error !== undefined) throw this.#noted(error);
      if (!token) {
        if (ask < this.#answered || pinned !== now) continue;
        this.#answered = ask;
        return this.#endSession({ confirmed: pinned !== undefined || this.#state.kind === 'signedIn' });
      }
      if (now !== undefined && token.accountId !== now) {
        if (pinned !== now) continue;
        const { account } = token;
        throw this.#noted(new TokenUnavailableError({ kind: 'otherAccount', tool: undefined, account }));
      }
      if (now === undefined && token.accountId !== undefined) {
        // The workspace uses this account from now on. That it couldn't be stored is no reason to fail the request.
        this.#memory.adopt(method, token.accountId).catch(() => undefined);
      }
      this.#answered = Math.max(ask, this.#answered);
      this.#set(signedIn(token));
      return { ...token, superseded: this.#generation.signal };
    }
  }

  /** An account that has no token now stays in use. */
  #noted(error: Error): Error {
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

/** Tells accounts apart; undefined while none is in use. */
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
