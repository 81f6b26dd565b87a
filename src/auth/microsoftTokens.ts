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
  /** GUID of an app registration of the person's own; empty: VS Code's. */
  readonly clientId: string;
  /** GUID or domain; empty: any work account. */
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
  /** None: undefined when there is no session. */
  | { readonly kind: 'silent' }
  /** Only when there is no session; `choose` ignores which account was used before. */
  | { readonly kind: 'ifNeeded'; readonly choose: boolean }
  | { readonly kind: 'always' };

/** VS Code's Microsoft account provider, as `vscode.authentication` offers it. */
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
 * Tokens from VS Code's Microsoft account provider. VS Code keeps the sessions; none is kept here, and the provider is
 * asked before each request, since only it knows when a token expires.
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
    // VS Code answers the same for an expired token that can't be renewed offline and for no session at all.
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

  /** VS Code's session is not ours to end. A prompt that is shown can't be closed; its session is not used. */
  signOut(): Promise<void> {
    this.#signingIn = undefined;
    return Promise.resolve();
  }

  async accounts(): Promise<readonly Account[]> {
    return (await this.#listed()).map(({ id, label }) => ({ id, label }));
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
      // VS Code reports a dismissed prompt as a plain Error only.
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
      const answered = await this.#answer(challenge, account);
      if (answered) return answered;
    }
    const choose = wanted === 'other' || (signedOut && wanted === undefined) || wasRemoved;
    return this.#provider.getSession(
      this.#scopes(),
      again ? { kind: 'always' } : { kind: 'ifNeeded', choose },
      account,
    );
  }

  /** Undefined when the provider doesn't support challenges, before any prompt: then a new sign-in has to do. */
  async #answer(challenge: Challenge, account: Account | undefined): Promise<MicrosoftSession | undefined> {
    try {
      const request = { wwwAuthenticate: asHeader(challenge), fallbackScopes: this.#scopes() };
      return await this.#provider.getSession(request, { kind: 'ifNeeded', choose: false }, account);
    } catch (error) {
      if (error instanceof Error && /does not support .*challenges/i.test(error.message)) return undefined;
      throw error;
    }
  }

  async #find(id: string): Promise<Account | undefined> {
    return (await this.#listed()).find((account) => account.id === id);
  }

  /** Kept until the sessions change, so that a request doesn't ask VS Code twice. */
  #listed(): Promise<readonly Account[]> {
    if (this.#accounts) return this.#accounts;
    const asked = this.#provider.getAccounts();
    this.#accounts = asked;
    asked.catch(() => {
      if (this.#accounts === asked) this.#accounts = undefined;
    });
    return asked;
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
