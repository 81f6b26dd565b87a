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

/** A provider that says nothing for this long, in ms, counts as signed out. */
const longestLook = 20_000;

/** Who is signed in to Partner Center, as far as it is known without asking a person. */
export class Session implements vscode.Disposable {
  readonly #auth: SilentTokens & SignIn;
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<SessionState>());
  #state: SessionState = { kind: 'unknown' };

  readonly #left = this.#lifetime.add(new Emitter<void>());

  /** The account changed, or it became known. */
  readonly onDidChange = this.#changed.event;
  /** The account that was signed in no longer is: it signed out, or another took its place. Comes before `onDidChange`. */
  readonly onDidLeave = this.#left.event;

  constructor(auth: SilentTokens & SignIn) {
    this.#auth = auth;
    // Only the provider's name comes with the event: ask again, silently, but not if nobody ever asked.
    this.#lifetime.add(auth.onDidChange(() => void (this.#state.kind === 'unknown' || this.look())));
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Asks silently. */
  async look(): Promise<SessionState> {
    const signal = AbortSignal.timeout(longestLook);
    const token = await orAborted(this.#auth.getToken(signal), signal).catch(() => undefined);
    return this.#set(token ? signedIn(token) : { kind: 'signedOut' });
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

  #set(state: SessionState): SessionState {
    const before = this.#state;
    this.#state = state;
    if (JSON.stringify(before) === JSON.stringify(state)) return state;
    // Before anybody asked there may have been requests already, with a token of whoever it was.
    if (before.kind === 'signedIn' || state.kind === 'signedOut') this.#left.fire();
    this.#changed.fire(state);
    return state;
  }
}

function signedIn({ account, tenant }: AccessToken): SessionState {
  return { kind: 'signedIn', account, tenant };
}
