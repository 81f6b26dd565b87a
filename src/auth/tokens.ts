import type { Event } from '../base/event.ts';
import type { Challenge } from './challenge.ts';

export interface AccessToken {
  /** The bearer token. Never logged, never shown. */
  readonly value: string;
  /** Whose it is, as people know the account, e.g. an e-mail address. */
  readonly account: string;
  /** GUID of its tenant, when the token tells. */
  readonly tenant?: string | undefined;
}

/** An account that may be signed in with. */
export interface Account {
  /** The provider's own; may be written down, unlike the label. */
  readonly id: string;
  /** As people know it, e.g. an e-mail address. */
  readonly label: string;
}

/** Tokens that can be had without showing anything. All that requests, hovers, refresh and restore may ever see. */
export interface SilentTokens {
  /** Undefined when only a person's sign-in could yield one. Rejects when that could not be found out, e.g. offline. */
  getToken(signal: AbortSignal): Promise<AccessToken | undefined>;
  /** A newer token than the refused one, which may turn out to be the same. */
  renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined>;
}

/** What a person asked for by signing in. */
export interface SignInRequest {
  /** Asks even though there is a session: it was refused. */
  readonly again: boolean;
  /** What the refusal asked the next token to carry. */
  readonly challenge?: Challenge | undefined;
  /** The account to use, one of `accounts()`; `other` lets the person choose. Without it the one in use stays. */
  readonly account?: Account | 'other' | undefined;
}

/** Held by commands only: may show a prompt, since a person just asked for it. */
export interface SignIn {
  /**
   * Undefined when the person dismissed the prompt. However many ask at once, there is one prompt. Rejects with a
   * `SignInError`.
   */
  signIn(request: SignInRequest): Promise<AccessToken | undefined>;
  signOut(): Promise<void>;
  /** The accounts to choose from, as far as they are known without asking anybody; empty where the method has no choice. */
  accounts(): Promise<readonly Account[]>;
  /** Something about the sessions changed: ask again, silently. */
  readonly onDidChange: Event<void>;
}

/** A sign-in that could not be carried out. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  /**
   * What the identity provider or its tool said, free text: to be matched and for the log, never for a notification.
   * Undefined when the message, our own sentence with the next step, says it all.
   */
  readonly said: string | undefined;

  constructor(message: string, options: ErrorOptions & { said?: string } = {}) {
    super(message, options);
    this.said = options.said;
  }
}
