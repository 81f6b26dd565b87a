import { Emitter, type Event } from '../base/event.ts';
import { t } from '../base/l10n.ts';
import type { Disposable } from '../base/lifetime.ts';
import { asHeader, type Challenge } from './challenge.ts';
import { claimsOf } from './claims.ts';
import {
  isSameSignIn,
  SignInError,
  TokenUnavailableError,
  type AccessToken,
  type Account,
  type SignInContext,
  type SignInRequest,
  type TokenSource,
} from './tokens.ts';

export interface MicrosoftOptions {
  /** GUID of the user's app registration. Empty for VS Code's own. */
  readonly clientId: string;
  /** GUID or domain. Empty for any work account. */
  readonly tenantId: string;
}

export interface MicrosoftSession {
  readonly accessToken: string;
  readonly account: Account;
}

/** The scopes, or a claims challenge for them. */
export type ScopesOrChallenge =
  readonly string[] | { readonly wwwAuthenticate: string; readonly fallbackScopes: readonly string[] };

export type SessionPrompt =
  /** Never prompts. Returns undefined if there is no session. */
  | { readonly kind: 'silent' }
  /** Prompts only if there is no session. `choose` lets the user choose the account. */
  | { readonly kind: 'ifNeeded'; readonly choose: boolean }
  | { readonly kind: 'always' };

/** VS Code's Microsoft authentication provider, through `vscode.authentication`. */
export interface MicrosoftProvider {
  getAccounts(): Promise<readonly Account[]>;
  getSession(
    request: ScopesOrChallenge,
    prompt: SessionPrompt,
    account: Account | undefined,
  ): Promise<MicrosoftSession | undefined>;
  readonly onDidChangeSessions: Event<void>;
}

/**
 * Gets tokens from VS Code's Microsoft authentication provider. VS Code stores the sessions. The provider is asked
 * before each request, since only it knows when a token expires.
 */
export class MicrosoftTokens implements TokenSource, Disposable {
  readonly method = 'vscode';
  readonly #provider: MicrosoftProvider;
  readonly #options: () => MicrosoftOptions;
  readonly #changed = new Emitter<void>();
  readonly #listening: Disposable;
  #signingIn: { readonly request: SignInRequest; readonly result: Promise<AccessToken | undefined> } | undefined;
  #accounts: Promise<readonly Account[]> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(provider: MicrosoftProvider, options: () => MicrosoftOptions) {
    this.#provider = provider;
    this.#options = options;
    this.#listening = provider.onDidChangeSessions(() => {
      this.#accounts = undefined;
      this.#changed.fire();
    });
  }

  async getToken(_signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined> {
    const account = pinned === undefined ? undefined : await this.#find(pinned);
    if (pinned !== undefined && !account) return undefined;
    const session = await this.#provider.getSession(this.#scopes(), { kind: 'silent' }, account);
    if (session) return tokenOf(session);
    // VS Code returns the same for no session and for an expired token that can't be renewed offline.
    if (account && (await this.#find(account.id))) throw new TokenUnavailableError({ kind: 'notRenewable' });
    return undefined;
  }

  renew(_refused: AccessToken, signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined> {
    return this.getToken(signal, pinned);
  }

  signIn(request: SignInRequest, context: SignInContext = noContext): Promise<AccessToken | undefined> {
    if (this.#signingIn && isSameSignIn(this.#signingIn.request, request)) return this.#signingIn.result;
    const result = this.#prompt(request, context).finally(() => {
      if (this.#signingIn?.result === result) this.#signingIn = undefined;
    });
    this.#signingIn = { request, result };
    return result;
  }

  /** An extension can't end VS Code's session. A prompt that is shown can't be closed, but its session is not used. */
  signOut(): Promise<void> {
    this.#signingIn = undefined;
    return Promise.resolve();
  }

  async accounts(): Promise<readonly Account[]> {
    return (await this.#cachedAccounts()).map(({ id, label }) => ({ id, label }));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #prompt(request: SignInRequest, context: SignInContext): Promise<AccessToken | undefined> {
    try {
      const session = await this.#getSession(request, context);
      this.#accounts = undefined;
      return session && tokenOf(session);
    } catch (error) {
      // VS Code reports a dismissed prompt as an Error without a code.
      if (error instanceof Error && /did not consent|cancel/i.test(error.message)) return undefined;
      const said = error instanceof Error ? error.message : String(error);
      throw new SignInError(t('The sign-in did not work.'), { cause: error, said });
    }
  }

  async #getSession(
    { again, challenge, account: wanted }: SignInRequest,
    { pinned, signedOut }: SignInContext,
  ): Promise<MicrosoftSession | undefined> {
    const kept = wanted === undefined && pinned !== undefined ? await this.#find(pinned) : undefined;
    const account = wanted === 'other' ? undefined : (wanted ?? kept);
    const wasRemoved = pinned !== undefined && wanted === undefined && !kept;
    if (challenge) {
      const answered = await this.#answerChallenge(challenge, account);
      if (answered) return answered;
    }
    const choose = wanted === 'other' || (signedOut && wanted === undefined) || wasRemoved;
    return this.#provider.getSession(
      this.#scopes(),
      again ? { kind: 'always' } : { kind: 'ifNeeded', choose },
      account,
    );
  }

  /**
   * Returns undefined if the provider doesn't support challenges. It reports this before any prompt, so the caller
   * prompts for a new sign-in instead.
   */
  async #answerChallenge(challenge: Challenge, account: Account | undefined): Promise<MicrosoftSession | undefined> {
    try {
      const request = { wwwAuthenticate: asHeader(challenge), fallbackScopes: this.#scopes() };
      return await this.#provider.getSession(request, { kind: 'ifNeeded', choose: false }, account);
    } catch (error) {
      if (error instanceof Error && /does not support .*challenges/i.test(error.message)) return undefined;
      throw error;
    }
  }

  async #find(id: string): Promise<Account | undefined> {
    return (await this.#cachedAccounts()).find((account) => account.id === id);
  }

  /** Cached until the sessions change, so that a request doesn't ask VS Code twice. */
  #cachedAccounts(): Promise<readonly Account[]> {
    if (this.#accounts) return this.#accounts;
    const accounts = this.#provider.getAccounts();
    this.#accounts = accounts;
    accounts.catch(() => {
      if (this.#accounts === accounts) this.#accounts = undefined;
    });
    return accounts;
  }

  #scopes(): string[] {
    const { clientId, tenantId } = this.#options();
    return [
      ...(clientId === '' ? [] : [`VSCODE_CLIENT_ID:${clientId}`]),
      ...(tenantId === '' ? [] : [`VSCODE_TENANT:${tenantId}`]),
      'https://api.partner.microsoft.com/.default',
      'offline_access',
    ];
  }
}

const noContext: SignInContext = { pinned: undefined, signedOut: false };

function tokenOf({ accessToken, account }: MicrosoftSession): AccessToken {
  return { value: accessToken, account: account.label, accountId: account.id, tenant: claimsOf(accessToken).tenant };
}
