import type * as vscode from 'vscode';
import type { AccessToken, Account, SignIn, SignInRequest, SilentTokens } from '../../auth/tokens.ts';
import { orAborted } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime } from '../../base/lifetime.ts';

export type SessionState =
  /** Nobody has asked yet: activation does not. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'signedIn'; readonly account: string; readonly tenant: string | undefined };

export interface SessionChange {
  readonly state: SessionState;
  /** The account that was in use no longer is: what came through it must go. */
  readonly left: boolean;
  /** Another account than before is in use now, or one after none: what could not be had may be had now. */
  readonly entered: boolean;
  /** The source of tokens said so; it is not that it couldn't be asked. */
  readonly told: boolean;
}

/** A provider that says nothing for this long, in ms, counts as signed out. */
const longestLook = 20_000;

/**
 * Who is signed in to Partner Center, as far as it is known without asking a person. Requests get their tokens through
 * it, so that it knows as soon as they do.
 */
export class Session implements SilentTokens, vscode.Disposable {
  readonly #auth: SilentTokens & SignIn;
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<SessionChange>());
  #account: string | undefined;
  #state: SessionState = { kind: 'unknown' };

  /** The account changed, or it became known. */
  readonly onDidChange = this.#changed.event;

  constructor(auth: SilentTokens & SignIn) {
    this.#auth = auth;
    // Only the provider's name comes with the event: ask again, silently, but not if nobody ever asked.
    this.#lifetime.add(auth.onDidChange(() => void (this.#state.kind === 'unknown' || this.look())));
  }

  get state(): SessionState {
    return this.#state;
  }

  async getToken(signal: AbortSignal): Promise<AccessToken | undefined> {
    const token = await this.#auth.getToken(signal);
    this.#set(token ? signedIn(token) : { kind: 'signedOut' });
    return token;
  }

  async renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined> {
    const token = await this.#auth.renew(refused, signal);
    if (token) this.#set(signedIn(token));
    return token;
  }

  /** Asks silently. */
  async look(): Promise<SessionState> {
    const signal = AbortSignal.timeout(longestLook);
    try {
      const token = await orAborted(this.#auth.getToken(signal), signal);
      return this.#set(token ? signedIn(token) : { kind: 'signedOut' });
    } catch {
      // A source that can't be reached is no sign-out: what came through the account stays, and requests tell the cause.
      return this.#state.kind === 'signedIn' ? this.#state : this.#set({ kind: 'signedOut' }, false);
    }
  }

  /** Prompts; true when the person signed in. */
  async signIn(request: SignInRequest): Promise<boolean> {
    const token = await this.#auth.signIn(request);
    if (!token) return false;
    this.#set(signedIn(token));
    return true;
  }

  async signOut(): Promise<void> {
    await this.#auth.signOut();
    this.#set({ kind: 'signedOut' });
  }

  /** The accounts to choose from, as far as they are known without asking anybody. */
  async accounts(): Promise<readonly Account[]> {
    return orAborted(this.#auth.accounts(), AbortSignal.timeout(longestLook)).catch(() => []);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #set(state: SessionState, told = true): SessionState {
    const before = this.#state;
    this.#state = state;
    const account = state.kind === 'signedIn' ? `${state.account} ${state.tenant ?? ''}` : undefined;
    const other = account !== this.#account;
    const change = {
      state,
      left: other && before.kind === 'signedIn',
      entered: other && before.kind !== 'unknown' && state.kind === 'signedIn',
      told,
    };
    this.#account = account;
    if (JSON.stringify(before) !== JSON.stringify(state)) this.#changed.fire(change);
    return state;
  }
}

function signedIn({ account, tenant }: AccessToken): SessionState {
  return { kind: 'signedIn', account, tenant };
}
