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
/** A token with less than this left, in ms, is renewed before use. */
const margin = 2 * 60_000;

/** A silent request for a token that hangs, e.g. on a connection lost during sleep, fails after this time, in ms. */
const longestRequest = 40_000;

/**
 * Tokens from @azure/identity, kept in memory only. The command-line tools can be asked silently, since they never
 * prompt; the other two methods have no token until a person signed in.
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
  /** What the identity provider or the network reported since the request began; @azure/identity's errors omit it. */
  readonly #errors: string[] = [];
  /** Shows the code of the sign-in under way once more. */
  #showAgain: (() => void) | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
  }

  get method(): string {
    return this.#options.method;
  }

  async getToken(signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined> {
    const current = this.#token;
    if (current && current.expiresAt - margin > Date.now() && isOf(current.token, pinned)) return current.token;
    let token: AccessToken | undefined;
    try {
      token = await orAborted(this.#requestSilently(), signal);
    } catch (error) {
      if (!(error instanceof ToolFailedError)) throw error;
      if (pinned === undefined) return undefined;
      // An account was in use: that the tool fails now doesn't mean that it was signed out.
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
      // The message with the code may have been closed meanwhile.
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

  /** Ends the sign-in under way as if the prompt was dismissed; with `result`, only if it is that one. */
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
      // A credential that has an account would answer from its cache; only a challenge is for that account.
      const credential = (challenge && this.#credential) ?? (await this.#create());
      if ('authenticate' in credential && typeof credential.authenticate === 'function') {
        const asked = (credential.authenticate as Authenticate).call(credential, scope, {
          abortSignal: signal,
          ...(challenge && { claims: challenge.claims }),
        });
        await orAborted(asked, signal);
      }
      const answer = await orAborted(ask(credential), signal);
      signal.throwIfAborted();
      this.#credential = credential;
      const token = this.#keep(answer);
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
      const answer = await orAborted(ask(credential), AbortSignal.timeout(longestRequest));
      // Somebody signed in or out meanwhile.
      if (this.#credential !== credential) return this.#token?.token;
      return this.#keep(answer);
    } catch (error) {
      if (credential !== undefined && this.#credential !== credential) return this.#token?.token;
      // Tokens are renewed well before they expire: the current one is still valid.
      if (this.#token && this.#token.expiresAt > Date.now()) return this.#token.token;
      if (error instanceof SignInError) return undefined;
      // A refusal or a lost connection is not the same as being signed out.
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

  #keep(answer: Answer): AccessToken {
    const { account = this.#options.method, tenant } = claimsOf(answer.token);
    // The other methods yield the account of their own sign-in only.
    const accountId = isTool(this.#options.method) ? accountIdOf(answer.token) : undefined;
    const token = { value: answer.token, account, tenant, accountId };
    this.#token = { token, expiresAt: answer.expiresOnTimestamp };
    return token;
  }
}

class Cancelled extends Error {}

/** A command-line tool gave no token, and not because nobody is signed in to it. */
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
