import type { TokenCredential } from '@azure/identity';
import { Emitter } from '../base/event.ts';
import { claimsOf } from './claims.ts';
import { SignInError, type AccessToken, type SignIn, type SilentTokens } from './tokens.ts';

/** Sign-in methods that go through @azure/identity; the names are those of the setting `auth.method`. */
export type IdentityMethod = 'azureCli' | 'azureDeveloperCli' | 'deviceCode' | 'browser';

export interface IdentityOptions {
  readonly method: IdentityMethod;
  /** GUID of an app registration of the person's own; needed for `deviceCode` and `browser`. */
  readonly clientId: string;
  /** GUID or domain; empty: the account's home tenant. */
  readonly tenantId: string;
  /** Shows a device code to the person who asked to sign in. */
  readonly showDeviceCode: (code: { userCode: string; verificationUri: string }) => void;
}

const scope = 'https://api.partner.microsoft.com/.default';
/** A token with less than this left, in ms, is renewed before use. */
const margin = 2 * 60_000;

/**
 * Tokens from @azure/identity, kept in memory only. The command-line tools can be asked silently, since they never
 * prompt; the other two yield nothing until a person signed in.
 */
export class IdentityTokens implements SilentTokens, SignIn {
  readonly #options: IdentityOptions;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #credential: Promise<TokenCredential> | undefined;
  #token: { token: AccessToken; expiresAt: number } | undefined;
  #signedOut = false;

  constructor(options: IdentityOptions) {
    this.#options = options;
  }

  async getToken(signal: AbortSignal): Promise<AccessToken | undefined> {
    if (this.#signedOut) return undefined;
    if (this.#token && this.#token.expiresAt - margin > Date.now()) return this.#token.token;
    return this.#silently(signal);
  }

  renew(_refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined> {
    this.#token = undefined;
    return this.#silently(signal);
  }

  async signIn(): Promise<AccessToken | undefined> {
    this.#signedOut = false;
    this.#token = undefined;
    const credential = await this.#get();
    try {
      if ('authenticate' in credential && typeof credential.authenticate === 'function') {
        await (credential.authenticate as (scope: string) => Promise<unknown>)(scope);
      }
      const token = await this.#ask(credential);
      this.#changed.fire();
      return token;
    } catch (error) {
      throw new SignInError(error instanceof Error ? error.message : 'The sign-in failed.', { cause: error });
    }
  }

  signOut(): Promise<void> {
    this.#signedOut = true;
    this.#token = undefined;
    this.#credential = undefined;
    this.#changed.fire();
    return Promise.resolve();
  }

  async #silently(signal: AbortSignal): Promise<AccessToken | undefined> {
    const cli = this.#options.method === 'azureCli' || this.#options.method === 'azureDeveloperCli';
    if (!cli && this.#credential === undefined) return undefined;
    try {
      return await this.#ask(await this.#get(), signal);
    } catch {
      // "Sign in first", in many forms. The gesture of signing in shows which.
      signal.throwIfAborted();
      return undefined;
    }
  }

  async #ask(credential: TokenCredential, abortSignal?: AbortSignal): Promise<AccessToken> {
    const answer = await credential.getToken(scope, abortSignal ? { abortSignal } : {});
    if (!answer) throw new Error('No token came back.');
    const { account = this.#options.method, tenant } = claimsOf(answer.token);
    const token = { value: answer.token, account, tenant };
    this.#token = { token, expiresAt: answer.expiresOnTimestamp };
    return token;
  }

  #get(): Promise<TokenCredential> {
    if (this.#credential) return this.#credential;
    const made = create(this.#options);
    this.#credential = made;
    made.catch(() => (this.#credential = undefined));
    return made;
  }
}

async function create(options: IdentityOptions): Promise<TokenCredential> {
  const { method, clientId, showDeviceCode } = options;
  const tenant = options.tenantId === '' ? {} : { tenantId: options.tenantId };
  const identity = await import('./identityCredentials.ts');
  switch (method) {
    case 'azureCli':
      return new identity.AzureCliCredential(tenant);
    case 'azureDeveloperCli':
      return new identity.AzureDeveloperCliCredential(tenant);
    case 'deviceCode':
    case 'browser': {
      // Without this they would sign in as the Azure CLI, which is not admitted to the Partner API.
      if (clientId === '') {
        throw new SignInError(
          'This sign-in method needs an app registration: set partnerReferrals.auth.clientId to its ID.',
        );
      }
      const own = { ...tenant, clientId, disableAutomaticAuthentication: true };
      return method === 'browser'
        ? new identity.InteractiveBrowserCredential(own)
        : new identity.DeviceCodeCredential({ ...own, userPromptCallback: showDeviceCode });
    }
  }
}
