import * as vscode from 'vscode';
import { claimsOf } from '../../auth/claims.ts';
import { SignInError, type AccessToken, type SignIn, type SilentTokens } from '../../auth/tokens.ts';
import { singleFlight } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';

const provider = 'microsoft';
const signedOutKey = 'partnerReferrals.signedOut';

export interface MicrosoftOptions {
  /** GUID of an app registration of the person's own; empty: VS Code's. */
  readonly clientId: string;
  /** GUID or domain; empty: any work account. */
  readonly tenantId: string;
}

/**
 * Tokens from VS Code's Microsoft account provider; the only file that touches `vscode.authentication`. VS Code keeps
 * the sessions: we hold none, and ask for one before each request, since the provider alone knows when it expires.
 */
export class MicrosoftTokens implements SilentTokens, SignIn, vscode.Disposable {
  readonly #options: () => MicrosoftOptions;
  /** An extension can't end VS Code's session; signing out means that we don't use it until the person signs in. */
  readonly #memory: vscode.Memento;
  readonly #changed = new Emitter<void>();
  readonly #listening: vscode.Disposable;
  readonly #prompt = new Map<boolean, () => Promise<AccessToken | undefined>>();

  readonly onDidChange = this.#changed.event;

  constructor(options: () => MicrosoftOptions, memory: vscode.Memento) {
    this.#options = options;
    this.#memory = memory;
    this.#listening = vscode.authentication.onDidChangeSessions((event) => {
      if (event.provider.id === provider) this.#changed.fire();
    });
  }

  async getToken(): Promise<AccessToken | undefined> {
    if (this.#memory.get(signedOutKey) === true) return undefined;
    return tokenOf(await vscode.authentication.getSession(provider, this.#scopes(), { silent: true }));
  }

  renew(): Promise<AccessToken | undefined> {
    return this.getToken();
  }

  signIn(options: { again: boolean }): Promise<AccessToken | undefined> {
    // However many ask at once, a person sees one prompt.
    let prompt = this.#prompt.get(options.again);
    if (!prompt) {
      prompt = singleFlight(() => this.#ask(options.again));
      this.#prompt.set(options.again, prompt);
    }
    return prompt();
  }

  async signOut(): Promise<void> {
    await this.#memory.update(signedOutKey, true);
    this.#changed.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #ask(again: boolean): Promise<AccessToken | undefined> {
    const detail = vscode.l10n.t('Partner Referrals reads referrals from Partner Center.');
    const wasOut = this.#memory.get(signedOutKey) === true;
    try {
      const session = await vscode.authentication.getSession(
        provider,
        this.#scopes(),
        again ? { forceNewSession: { detail } } : { createIfNone: { detail }, clearSessionPreference: wasOut },
      );
      await this.#memory.update(signedOutKey, undefined);
      this.#changed.fire();
      return tokenOf(session);
    } catch (error) {
      // VS Code tells a dismissed prompt by a plain Error only.
      if (error instanceof Error && /did not consent|cancel/i.test(error.message)) return undefined;
      const reason = error instanceof Error ? error.message : String(error);
      throw new SignInError(vscode.l10n.t('The sign-in did not work: {0}', reason), { cause: error });
    }
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
