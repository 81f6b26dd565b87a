import * as vscode from 'vscode';
import { asHeader, type Challenge } from '../../auth/challenge.ts';
import { claimsOf } from '../../auth/claims.ts';
import {
  SignInError,
  type AccessToken,
  type Account,
  type SignIn,
  type SignInRequest,
  type SilentTokens,
} from '../../auth/tokens.ts';
import { Emitter } from '../../base/event.ts';

const provider = 'microsoft';
const signedOutKey = 'partnerReferrals.signedOut';
const accountKey = 'partnerReferrals.account';

export interface MicrosoftOptions {
  /** GUID of an app registration of the person's own; empty: VS Code's. */
  readonly clientId: string;
  /** GUID or domain; empty: any work account. */
  readonly tenantId: string;
}

export interface MicrosoftMemory {
  /** Signing out counts for all windows: an extension can't end VS Code's session, so we don't use it until "Sign In". */
  readonly everywhere: vscode.Memento;
  /** Which account this workspace works with: its id only, no e-mail address. */
  readonly workspace: vscode.Memento;
}

/**
 * Tokens from VS Code's Microsoft account provider; the only file that touches `vscode.authentication`. VS Code keeps
 * the sessions: we hold none, and ask for one before each request, since the provider alone knows when it expires.
 * The account of a sign-in stays with the workspace: when its session ends, no other account takes its place silently.
 */
export class MicrosoftTokens implements SilentTokens, SignIn, vscode.Disposable {
  readonly #options: () => MicrosoftOptions;
  readonly #memory: MicrosoftMemory;
  readonly #changed = new Emitter<void>();
  readonly #listening: vscode.Disposable;
  #prompt: Promise<AccessToken | undefined> | undefined;
  #known: readonly vscode.AuthenticationSessionAccountInformation[] | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(options: () => MicrosoftOptions, memory: MicrosoftMemory) {
    this.#options = options;
    this.#memory = memory;
    this.#listening = vscode.authentication.onDidChangeSessions((event) => {
      if (event.provider.id !== provider) return;
      this.#known = undefined;
      this.#changed.fire();
    });
  }

  async getToken(): Promise<AccessToken | undefined> {
    if (this.#memory.everywhere.get(signedOutKey) === true) return undefined;
    const pinned = await this.#pinned();
    if (pinned === 'gone') return undefined;
    const options = { silent: true, ...(pinned && { account: pinned }) };
    const session = await vscode.authentication.getSession(provider, this.#scopes(), options);
    // From now on this workspace works with this account, also where nobody ran "Sign In" in it.
    if (session && !pinned) await this.#memory.workspace.update(accountKey, session.account.id);
    return tokenOf(session);
  }

  renew(): Promise<AccessToken | undefined> {
    return this.getToken();
  }

  signIn(request: SignInRequest): Promise<AccessToken | undefined> {
    // However many ask at once, a person sees one prompt.
    return (this.#prompt ??= this.#ask(request).finally(() => (this.#prompt = undefined)));
  }

  async signOut(): Promise<void> {
    await this.#memory.everywhere.update(signedOutKey, true);
    this.#changed.fire();
  }

  async accounts(): Promise<readonly Account[]> {
    return (await this.#accounts()).map(({ id, label }) => ({ id, label }));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #ask(request: SignInRequest): Promise<AccessToken | undefined> {
    try {
      const session = await this.#getSession(request);
      await this.#memory.workspace.update(accountKey, session.account.id);
      await this.#memory.everywhere.update(signedOutKey, undefined);
      this.#known = undefined;
      this.#changed.fire();
      return tokenOf(session);
    } catch (error) {
      // VS Code tells a dismissed prompt by a plain Error only.
      if (error instanceof Error && /did not consent|cancel/i.test(error.message)) return undefined;
      const said = error instanceof Error ? error.message : String(error);
      throw new SignInError('The sign-in did not work.', { cause: error, said });
    }
  }

  async #getSession({ again, challenge, account }: SignInRequest): Promise<vscode.AuthenticationSession> {
    const detail = vscode.l10n.t('Partner Referrals reads referrals from Partner Center.');
    const wasOut = this.#memory.everywhere.get(signedOutKey) === true;
    const kept = wasOut ? undefined : await this.#pinned();
    const pinned = account === 'other' ? undefined : (account ?? kept);
    const as = pinned === 'gone' || pinned === undefined ? {} : { account: pinned };
    if (challenge) {
      const answered = await this.#answer(challenge, { createIfNone: { detail }, ...as });
      if (answered) return answered;
    }
    const choose = account === 'other' || (wasOut && account === undefined) || pinned === 'gone';
    if (again)
      return vscode.authentication.getSession(provider, this.#scopes(), { forceNewSession: { detail }, ...as });
    const options = { createIfNone: { detail }, clearSessionPreference: choose, ...as };
    return vscode.authentication.getSession(provider, this.#scopes(), options);
  }

  /** Undefined when the provider can't take challenges: then a fresh sign-in has to do. Nothing was shown so far. */
  async #answer(
    challenge: Challenge,
    options: { createIfNone: { detail: string }; account?: Account },
  ): Promise<vscode.AuthenticationSession | undefined> {
    try {
      const request = { wwwAuthenticate: asHeader(challenge), fallbackScopes: this.#scopes() };
      return await vscode.authentication.getSession(provider, request, options);
    } catch (error) {
      if (error instanceof Error && /does not support .*challenges/i.test(error.message)) return undefined;
      throw error;
    }
  }

  /** The account of this workspace; undefined when there was no sign-in yet, `gone` when VS Code has it no more. */
  async #pinned(): Promise<vscode.AuthenticationSessionAccountInformation | 'gone' | undefined> {
    const id = this.#memory.workspace.get(accountKey);
    if (typeof id !== 'string') return undefined;
    return (await this.#accounts()).find((account) => account.id === id) ?? 'gone';
  }

  /** Kept until something about the sessions changes: requests must not ask twice each. */
  async #accounts(): Promise<readonly vscode.AuthenticationSessionAccountInformation[]> {
    return (this.#known ??= await vscode.authentication.getAccounts(provider));
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

function tokenOf(session: vscode.AuthenticationSession | undefined): AccessToken | undefined {
  if (!session) return undefined;
  const { accessToken, account } = session;
  return { value: accessToken, account: account.label, tenant: claimsOf(accessToken).tenant };
}
