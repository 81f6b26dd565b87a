import type { Event } from '../base/event.ts';

export interface AccessToken {
  /** The bearer token. Never logged, never shown. */
  readonly value: string;
  /** Whose it is, as people know the account, e.g. an e-mail address. */
  readonly account: string;
  /** GUID of its tenant, when the token tells. */
  readonly tenant?: string | undefined;
}

/** Tokens that can be had without showing anything. All that requests, hovers, refresh and restore may ever see. */
export interface SilentTokens {
  /** Undefined when only a person's sign-in could yield one. */
  getToken(signal: AbortSignal): Promise<AccessToken | undefined>;
  /** A newer token than the refused one, which may turn out to be the same. */
  renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined>;
}

/** Held by commands only: may show a prompt, since a person just asked for it. */
export interface SignIn {
  /** Undefined when the person dismissed the prompt. `again` asks even though there is a session: it was refused. */
  signIn(options: { again: boolean }): Promise<AccessToken | undefined>;
  signOut(): Promise<void>;
  /** Something about the sessions changed: ask again, silently. */
  readonly onDidChange: Event<void>;
}

/** A sign-in that could not be carried out; its text tells the next step and may be shown. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}
