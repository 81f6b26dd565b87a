import { orAborted, singleFlight } from '../base/async.ts';
import { Emitter } from '../base/event.ts';
import { claimsOf } from './claims.ts';
import { createCredential, type IdentityOptions } from './credentials.ts';
import type { TokenCredential } from './identityCredentials.ts';
import { isTool, toolChallenged, toolFailure } from './tools.ts';
import {
  SignInError,
  type AccessToken,
  type Account,
  type SignIn,
  type SignInRequest,
  type SilentTokens,
} from './tokens.ts';

export const scope = 'https://api.partner.microsoft.com/.default';
/** A token with less than this left, in ms, is renewed before use. */
const margin = 2 * 60_000;

/** A silent ask that hangs, say on a connection that sleep has cut, is given up after this, in ms. */
const longestAsk = 40_000;

/**
 * Tokens from @azure/identity, kept in memory only. The command-line tools can be asked silently, since they never
 * prompt; the other two yield nothing until a person signed in.
 */
export class IdentityTokens implements SilentTokens, SignIn {
  readonly #options: IdentityOptions;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #silently = singleFlight(() => this.#look());
  #credential: TokenCredential | undefined;
  #token: { token: AccessToken; expiresAt: number } | undefined;
  #signedOut = false;
  #signingIn: { result: Promise<AccessToken | undefined>; stop: AbortController } | undefined;
  /** Why exchanges with the identity provider failed, since the latest start; @azure/identity's errors don't tell. */
  readonly #troubles: string[] = [];
  /** Shows the code of the sign-in under way once more. */
  #showAgain: (() => void) | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
  }

  async getToken(signal: AbortSignal): Promise<AccessToken | undefined> {
    if (this.#signedOut) return undefined;
    if (this.#token && this.#token.expiresAt - margin > Date.now()) return this.#token.token;
    return orAborted(this.#silently(), signal);
  }

  renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined> {
    if (this.#token?.token.value === refused.value) this.#token = undefined;
    return this.getToken(signal);
  }

  signIn(request: SignInRequest): Promise<AccessToken | undefined> {
    if (this.#signingIn) {
      // The message with the code may have been closed meanwhile.
      this.#showAgain?.();
      return this.#signingIn.result;
    }
    const stop = new AbortController();
    const result = this.#prompt(request, stop.signal).finally(() => {
      this.#signingIn = undefined;
      this.#showAgain = undefined;
    });
    this.#signingIn = { result, stop };
    return result;
  }

  /** Ends the sign-in under way, as dismissing a prompt does. */
  cancelSignIn(): void {
    this.#signingIn?.stop.abort(new Cancelled());
  }

  signOut(): Promise<void> {
    this.cancelSignIn();
    this.#signedOut = true;
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
    this.#troubles.length = 0;
    try {
      // A credential that has an account answers from its memory; only a challenge is about that account.
      const credential = (challenge && this.#credential) ?? (await this.#create());
      if ('authenticate' in credential && typeof credential.authenticate === 'function') {
        const asked = (credential.authenticate as Authenticate).call(credential, scope, {
          abortSignal: signal,
          ...(challenge && { claims: challenge.claims }),
        });
        await orAborted(asked, signal);
      }
      const answer = await orAborted(ask(credential), signal);
      this.#credential = credential;
      this.#signedOut = false;
      const token = this.#keep(answer);
      this.#changed.fire();
      return token;
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) return undefined;
      if (error instanceof SignInError) throw error;
      const said = `${error instanceof Error ? error.message : String(error)} ${this.#troubles.at(-1) ?? ''}`.trim();
      if (isTool(method)) throw toolFailure(method, said, error);
      throw new SignInError('The sign-in did not work.', { cause: error, said });
    }
  }

  async #look(): Promise<AccessToken | undefined> {
    if (!isTool(this.#options.method) && this.#credential === undefined) return undefined;
    this.#troubles.length = 0;
    try {
      const credential = (this.#credential ??= await this.#create());
      const answer = await orAborted(ask(credential), AbortSignal.timeout(longestAsk));
      // Somebody signed out, or in as somebody else, meanwhile.
      if (this.#credential !== credential) return undefined;
      return this.#keep(answer);
    } catch (error) {
      // It is renewed well before its end; until then it does.
      if (this.#token && this.#token.expiresAt > Date.now()) return this.#token.token;
      if (error instanceof SignInError) return undefined;
      // "Sign in first." A refusal or a lost connection must not pass for being signed out.
      const trouble = this.#troubles.at(-1);
      if (trouble !== undefined) throw new Error(trouble, { cause: error });
      if (error instanceof Error && /^(AuthenticationRequired|CredentialUnavailable)Error$/.test(error.name)) {
        return undefined;
      }
      throw error;
    }
  }

  #create(): Promise<TokenCredential> {
    return createCredential({
      ...this.#options,
      onTrouble: (said) => this.#troubles.push(said),
      showDeviceCode: (code) => {
        const show = (): void => this.#options.showDeviceCode(code);
        this.#showAgain = show;
        show();
      },
    });
  }

  #keep(answer: Answer): AccessToken {
    const { account = this.#options.method, tenant } = claimsOf(answer.token);
    const token = { value: answer.token, account, tenant };
    this.#token = { token, expiresAt: answer.expiresOnTimestamp };
    return token;
  }
}

class Cancelled extends Error {}

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
