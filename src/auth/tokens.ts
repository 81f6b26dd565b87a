import type { Event } from '../base/event.ts';
import { t } from '../base/l10n.ts';
import type { Challenge } from './challenge.ts';

export interface AccessToken {
  /** The bearer token. It must never be logged or shown. */
  readonly value: string;
  /** The name of the account, e.g. an e-mail address. */
  readonly account: string;
  /** GUID of the tenant, if the token has it. */
  readonly tenant?: string | undefined;
  /**
   * Id of the account, which may be stored, unlike its name. Undefined if the token source only has the account of its
   * own sign-in, so that there is nothing to compare.
   */
  readonly accountId?: string | undefined;
  /** Aborted when the account is no longer in use. The token must not be sent after that. */
  readonly superseded?: AbortSignal;
}

/** An account that the user can sign in with. */
export interface Account {
  /** The provider's id. It may be stored, unlike the label. */
  readonly id: string;
  /** The name of the account, e.g. an e-mail address. */
  readonly label: string;
}

/**
 * Provides tokens without showing anything. Code other than sign-in commands, such as requests and hovers, only gets
 * this interface.
 */
export interface SilentTokens {
  /** Returns undefined if the user must sign in first. Rejects if that can't be determined, e.g. offline. */
  getToken(signal: AbortSignal): Promise<AccessToken | undefined>;
  /** Returns a newer token than the refused one. It may be the same token. */
  renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined>;
}

/** Options of a sign-in. */
export interface SignInRequest {
  /** Prompts even if there is a session, because it was refused. */
  readonly again: boolean;
  /** What the server requires of the next token. */
  readonly challenge?: Challenge | undefined;
  /** The account to use, one of `accounts()`. `other` lets the user choose. Undefined keeps the current account. */
  readonly account?: Account | 'other' | undefined;
}

/** The workspace's state before a sign-in. */
export interface SignInContext {
  /** Id of the account to keep. Undefined if there is none or the user signed out. */
  readonly pinned: string | undefined;
  /** The user signed out, and so must be able to choose the account. */
  readonly signedOut: boolean;
}

/**
 * Provides tokens. A source doesn't know which account the workspace uses or whether the user signed out. `Session`
 * stores both and passes them in.
 */
export interface TokenSource {
  /** Value of the setting `auth.method`, used as key for the stored account. */
  readonly method: string;
  /**
   * Returns a token without a prompt.
   * @param pinned id of an account. Returns undefined if that account was removed or signed out, and rejects with a
   * `TokenUnavailableError` if it has no token now. Without it, returns undefined if nobody is signed in.
   */
  getToken(signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined>;
  renew(refused: AccessToken, signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined>;
  /**
   * Signs in, possibly with a prompt, so only commands may call it. Returns undefined if the user dismissed the prompt.
   * The same request shares a prompt that is already shown. Rejects with a `SignInError`.
   */
  signIn(request: SignInRequest, context?: SignInContext): Promise<AccessToken | undefined>;
  /** Deletes the tokens in memory and ends a running sign-in. */
  signOut(): Promise<void>;
  /** Returns the accounts to choose from, without a prompt. Empty if the method offers no choice. */
  accounts(): Promise<readonly Account[]>;
  /** Fired when sessions or settings changed, so the source should be asked silently. */
  readonly onDidChange: Event<void>;
}

/** True if one prompt is enough for both requests. */
export function isSameSignIn(a: SignInRequest, b: SignInRequest): boolean {
  const key = ({ again, challenge, account }: SignInRequest): string =>
    JSON.stringify([again, challenge?.claims, typeof account === 'object' ? account.id : account === 'other']);
  return key(a) === key(b);
}

/** A failed sign-in. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  /**
   * Free text from the identity provider or its tool. It may be matched and logged, but must not be part of a
   * notification. Undefined if the message is one of this extension and contains the next step.
   */
  readonly said: string | undefined;

  constructor(message: string, options: ErrorOptions & { said?: string } = {}) {
    super(message, options);
    this.said = options.said;
  }
}

export type Unavailability =
  /** The account still exists, but its token has expired and can't be renewed now, e.g. offline. */
  | { readonly kind: 'notRenewable' }
  /** The tool, if the method uses one, is signed in as another account than the user chose here. */
  | { readonly kind: 'otherAccount'; readonly tool: string | undefined; readonly account: string };

/** The account in use has no token now, but is not signed out. */
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

/** The account changed while a request waited for a token. The request belongs to the former account. */
export class AccountChangedError extends Error {
  override readonly name = 'AccountChangedError';

  constructor() {
    super(t('The account changed.'));
  }
}
