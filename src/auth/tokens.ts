import type { Event } from '../base/event.ts';
import { t } from '../base/l10n.ts';
import type { Challenge } from './challenge.ts';

export interface AccessToken {
  /** The bearer token. Never logged, never shown. */
  readonly value: string;
  /** The account's name as people know it, e.g. an e-mail address. */
  readonly account: string;
  /** GUID of its tenant, when the token has it. */
  readonly tenant?: string | undefined;
  /**
   * Identifies the account and may be stored, unlike its name. Undefined where the token source can only yield the
   * account of its own sign-in, so that there is nothing to compare.
   */
  readonly accountId?: string | undefined;
  /** Aborts when the account is no longer the one in use: the token must not be sent after that. */
  readonly superseded?: AbortSignal;
}

/** An account that may be signed in with. */
export interface Account {
  /** The provider's identifier; may be stored, unlike the label. */
  readonly id: string;
  /** As people know it, e.g. an e-mail address. */
  readonly label: string;
}

/** Tokens that can be had without showing anything. All that requests, hovers, refresh and restore may ever see. */
export interface SilentTokens {
  /** Undefined when only a person's sign-in could yield one. Rejects when that can't be determined, e.g. offline. */
  getToken(signal: AbortSignal): Promise<AccessToken | undefined>;
  /** A newer token than the refused one, which may turn out to be the same. */
  renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined>;
}

/** What a person asked for by signing in. */
export interface SignInRequest {
  /** Prompts even though there is a session: it was refused. */
  readonly again: boolean;
  /** What the refusal requires of the next token. */
  readonly challenge?: Challenge | undefined;
  /** The account to use, one of `accounts()`; `other` lets the person choose. Without it the one in use stays. */
  readonly account?: Account | 'other' | undefined;
}

/** What the workspace has been using so far, for a sign-in. */
export interface SignInContext {
  /** The account to keep, by its id; undefined when there is none or the person signed out. */
  readonly pinned: string | undefined;
  /** The person signed out: let them choose the account. */
  readonly signedOut: boolean;
}

/**
 * Where tokens come from. A source knows neither which account the workspace uses nor whether the person signed out:
 * `Session` remembers both and passes them in.
 */
export interface TokenSource {
  /** The setting `auth.method`, under which the account is remembered. */
  readonly method: string;
  /**
   * Never prompts. With `pinned`, the id of an account: a token of that account, undefined when the account was
   * removed or signed out, and a `TokenUnavailableError` when it has no token now. Without: undefined when nobody is
   * signed in.
   */
  getToken(signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined>;
  renew(refused: AccessToken, signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined>;
  /**
   * May prompt, so only commands may call it. Undefined when the person dismissed the prompt. The same request while a
   * prompt is shown shares that prompt. Rejects with a `SignInError`.
   */
  signIn(request: SignInRequest, context?: SignInContext): Promise<AccessToken | undefined>;
  /** Drops the tokens in memory and ends a sign-in that is under way. */
  signOut(): Promise<void>;
  /** The accounts to choose from, found without a prompt; empty where the method has no choice. */
  accounts(): Promise<readonly Account[]>;
  /** Something about the sessions or the settings changed: ask again, silently. */
  readonly onDidChange: Event<void>;
}

/** Whether one prompt answers both. */
export function isSameSignIn(a: SignInRequest, b: SignInRequest): boolean {
  const key = ({ again, challenge, account }: SignInRequest): string =>
    JSON.stringify([again, challenge?.claims, typeof account === 'object' ? account.id : account === 'other']);
  return key(a) === key(b);
}

/** A sign-in that could not be carried out. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  /**
   * What the identity provider or its tool said, free text: to be matched and for the log, never for a notification.
   * Undefined when the message is our own sentence with the next step.
   */
  readonly said: string | undefined;

  constructor(message: string, options: ErrorOptions & { said?: string } = {}) {
    super(message, options);
    this.said = options.said;
  }
}

export type Unavailability =
  /** The account is still there, but its token has expired and can't be renewed now, e.g. offline. */
  | { readonly kind: 'notRenewable' }
  /** The tool, if the method is one, is signed in as an account that the person didn't choose here. */
  | { readonly kind: 'otherAccount'; readonly tool: string | undefined; readonly account: string };

/** The account in use has no token at the moment. It is not signed out. */
export class TokenUnavailableError extends Error {
  override readonly name = 'TokenUnavailableError';
  readonly because: Unavailability;

  constructor(because: Unavailability, options?: ErrorOptions) {
    super(
      because.kind === 'notRenewable'
        ? t('The sign-in can’t be renewed now.')
        : because.tool === undefined
          ? t('The sign-in method is now signed in as another account.')
          : t('{0} is now signed in as another account.', because.tool),
      options,
    );
    this.because = because;
  }
}

/** The account in use changed while a request waited for a token: the request belongs to the former account. */
export class AccountChangedError extends Error {
  override readonly name = 'AccountChangedError';

  constructor() {
    super(t('The account changed.'));
  }
}
