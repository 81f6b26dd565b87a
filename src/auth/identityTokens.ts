import { t } from '../base/l10n.ts';
import { orAborted, singleFlight } from '../base/async.ts';
import { Emitter } from '../base/event.ts';
import { accountIdOf, claimsOf } from './claims.ts';
import { createCredential, type IdentityOptions } from './credentials.ts';
import type { TokenCredential } from './identityCredentials.ts';
import { isNobodySignedIn, isTool, toolChallenged, toolFailure, toolName } from './tools.ts';
import {
  isSameSignIn,
  SignInError,
  TokenUnavailableError,
  type AccessToken,
  type Account,
  type SignInRequest,
  type TokenSource,
} from './tokens.ts';

export const scope = 'https://api.partner.microsoft.com/.default';
/** A token that expires in less than this time, in ms, is renewed before use. */
const renewalMargin = 2 * 60_000;

/** Time limit in ms of a silent request for a token, which may hang e.g. if the connection was lost during sleep. */
const requestTimeout = 40_000;

/**
 * Gets tokens from @azure/identity and keeps them only in memory. The command-line tools never prompt, so they can
 * always be asked silently. The other two methods have no token until the user has signed in.
 */
export class IdentityTokens implements TokenSource {
  readonly #options: IdentityOptions;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #requestSilently = singleFlight(() => this.#request());
  #credential: TokenCredential | undefined;
  #token: { token: AccessToken; expiresAt: number } | undefined;
  #signingIn:
    | {
        readonly request: SignInRequest;
        readonly result: Promise<AccessToken | undefined>;
        readonly stop: AbortController;
      }
    | undefined;
  /**
   * Errors that the identity provider or the network reported since the request began. The errors of @azure/identity
   * omit them.
   */
  readonly #errors: string[] = [];
  /** Shows the device code of the current sign-in again. */
  #showAgain: (() => void) | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
  }

  get method(): string {
    return this.#options.method;
  }

  async getToken(signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined> {
    const current = this.#token;
    if (current && current.expiresAt - renewalMargin > Date.now() && isOf(current.token, pinned)) return current.token;
    let token: AccessToken | undefined;
    try {
      token = await orAborted(this.#requestSilently(), signal);
    } catch (error) {
      if (!(error instanceof ToolFailedError)) throw error;
      if (pinned === undefined) return undefined;
      // The account may still be signed in although the tool failed.
      if (/AADSTS\d/.test(error.message)) throw error;
      throw new TokenUnavailableError({ kind: 'notRenewable' }, { cause: error });
    }
    if (!token || isOf(token, pinned)) return token;
    throw new TokenUnavailableError({ kind: 'otherAccount', tool: this.#name, account: token.account });
  }

  renew(refused: AccessToken, signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined> {
    if (this.#token?.token.value === refused.value) this.#token = undefined;
    return this.getToken(signal, pinned);
  }

  signIn(request: SignInRequest): Promise<AccessToken | undefined> {
    if (this.#signingIn && isSameSignIn(this.#signingIn.request, request)) {
      // The user may have closed the message with the code.
      this.#showAgain?.();
      return this.#signingIn.result;
    }
    this.cancelSignIn();
    const stop = new AbortController();
    const result = this.#prompt(request, stop.signal).finally(() => {
      if (this.#signingIn?.result !== result) return;
      this.#signingIn = undefined;
      this.#showAgain = undefined;
    });
    this.#signingIn = { request, result, stop };
    return result;
  }

  /** Ends the current sign-in as if the user had dismissed the prompt. With `result`, only if it is that sign-in. */
  cancelSignIn(result = this.#signingIn?.result): void {
    if (this.#signingIn?.result === result) this.#signingIn?.stop.abort(new Cancelled());
  }

  signOut(): Promise<void> {
    this.cancelSignIn();
    this.#token = undefined;
    this.#credential = undefined;
    this.#changed.fire();
    return Promise.resolve();
  }

  accounts(): Promise<readonly Account[]> {
    return Promise.resolve([]);
  }

  async #prompt({ challenge }: SignInRequest, signal: AbortSignal): Promise<AccessToken | undefined> {
    const { method } = this.#options;
    if (challenge && isTool(method)) throw toolChallenged(method);
    this.#errors.length = 0;
    try {
      // A credential that has an account would return its cached token. Only a challenge needs that account.
      const credential = (challenge && this.#credential) ?? (await this.#create());
      if ('authenticate' in credential && typeof credential.authenticate === 'function') {
        const authenticating = (credential.authenticate as Authenticate).call(credential, scope, {
          abortSignal: signal,
          ...(challenge && { claims: challenge.claims }),
        });
        await orAborted(authenticating, signal);
      }
      const answer = await orAborted(ask(credential), signal);
      signal.throwIfAborted();
      this.#credential = credential;
      const token = this.#store(answer);
      this.#changed.fire();
      return token;
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) return undefined;
      if (error instanceof SignInError) throw error;
      const said = `${error instanceof Error ? error.message : String(error)} ${this.#errors.at(-1) ?? ''}`.trim();
      if (isTool(method)) throw toolFailure(method, said, error);
      throw new SignInError(t('The sign-in did not work.'), { cause: error, said });
    }
  }

  async #request(): Promise<AccessToken | undefined> {
    const { method } = this.#options;
    if (!isTool(method) && this.#credential === undefined) return undefined;
    this.#errors.length = 0;
    let credential: TokenCredential | undefined;
    try {
      credential = this.#credential ??= await this.#create();
      const answer = await orAborted(ask(credential), AbortSignal.timeout(requestTimeout));
      // The user signed in or out in the meantime.
      if (this.#credential !== credential) return this.#token?.token;
      return this.#store(answer);
    } catch (error) {
      if (credential !== undefined && this.#credential !== credential) return this.#token?.token;
      // Tokens are renewed well before they expire, so the current one may still be valid.
      if (this.#token && this.#token.expiresAt > Date.now()) return this.#token.token;
      if (error instanceof SignInError) return undefined;
      // A refusal or a lost connection doesn't mean that the user is signed out.
      const reported = this.#errors.at(-1);
      if (reported !== undefined) throw new Error(reported, { cause: error });
      if (!(error instanceof Error)) throw error;
      if (isTool(method)) {
        if (isNobodySignedIn(method, error.message)) return undefined;
        throw new ToolFailedError(error.message, { cause: error });
      }
      if (/^(AuthenticationRequired|CredentialUnavailable)Error$/.test(error.name)) return undefined;
      throw error;
    }
  }

  get #name(): string {
    const { method } = this.#options;
    return isTool(method) ? toolName(method) : method;
  }

  #create(): Promise<TokenCredential> {
    return createCredential({
      ...this.#options,
      onError: (said) => this.#errors.push(said),
      showDeviceCode: (code) => {
        const show = (): void => this.#options.showDeviceCode(code);
        this.#showAgain = show;
        show();
      },
    });
  }

  #store(answer: Answer): AccessToken {
    const { account = this.#options.method, tenant } = claimsOf(answer.token);
    // The other methods only have the account of their own sign-in.
    const accountId = isTool(this.#options.method) ? accountIdOf(answer.token) : undefined;
    const token = { value: answer.token, account, tenant, accountId };
    this.#token = { token, expiresAt: answer.expiresOnTimestamp };
    return token;
  }
}

class Cancelled extends Error {}

/** A command-line tool returned no token, for another reason than that nobody is signed in to it. */
class ToolFailedError extends Error {}

function isOf(token: AccessToken, pinned: string | undefined): boolean {
  return pinned === undefined || token.accountId === pinned;
}

interface Answer {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}
type Authenticate = (
  this: TokenCredential,
  scope: string,
  options: { abortSignal: AbortSignal; claims?: string },
) => Promise<unknown>;

async function ask(credential: TokenCredential): Promise<Answer> {
  const answer = await credential.getToken(scope);
  if (!answer?.token) throw new Error('No token came back.');
  return answer;
}
