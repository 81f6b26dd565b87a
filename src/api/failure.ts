import type { Challenge } from '../auth/challenge.ts';
import type { TokenFacts } from '../auth/claims.ts';
import type { ParseProblem } from '../referral/parseReferral.ts';

/** The parts of an error response that may be shown: identifiers of letters and digits. */
export interface ServerFacts {
  readonly status: number;
  /** The deepest code of the body's error, e.g. `itemNotFound` or `900421`. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Free text for developers, from the server: for the log and the panel, never for a notification. */
  readonly message: string | undefined;
  /** For 401 and 403: the claims of the token that was sent, used to explain the error. */
  readonly token?: TokenFacts | undefined;
}

/** All failures of a request. They are classified once, in this layer; other layers don't read status codes. */
export type Failure =
  | { readonly kind: 'signedOut' }
  /** The sign-in method failed to determine whether there is a token. `reason` is its message, for the log. */
  | { readonly kind: 'noToken'; readonly reason: string }
  /** There is an account, but its token has expired and can't be renewed now. `reason` is as above. */
  | { readonly kind: 'notRenewable'; readonly reason: string }
  /** The command-line tool `tool` is signed in as an account other than the one in use. */
  | { readonly kind: 'otherAccount'; readonly tool: string | undefined; readonly account: string }
  | { readonly kind: 'unauthenticated'; readonly facts: ServerFacts }
  | { readonly kind: 'mfaRequired'; readonly facts: ServerFacts }
  /** The token lacks something that a new sign-in can add. Without `challenge` the server didn't specify it. */
  | { readonly kind: 'claimsChallenge'; readonly facts: ServerFacts; readonly challenge: Challenge | undefined }
  | { readonly kind: 'appOnlyToken'; readonly facts: ServerFacts }
  | { readonly kind: 'forbidden'; readonly facts: ServerFacts }
  /** `collection`: the list itself was not found, not a single referral. */
  | { readonly kind: 'notFound'; readonly facts: ServerFacts; readonly of?: 'collection' }
  /** `unsent`: nothing was sent, since the time that the server named for an earlier request is not over. */
  | {
      readonly kind: 'throttled';
      readonly facts: ServerFacts;
      readonly retryAfterMs: number | undefined;
      readonly unsent?: true;
    }
  | { readonly kind: 'invalidRequest'; readonly facts: ServerFacts }
  | { readonly kind: 'conflict'; readonly facts: ServerFacts }
  /** `retryAfterMs`: the server asks to wait, for example a 503 with `Retry-After`. `unsent` is as above. */
  | {
      readonly kind: 'serverError';
      readonly facts: ServerFacts;
      readonly retryAfterMs?: number;
      readonly unsent?: true;
    }
  | { readonly kind: 'redirected'; readonly facts: ServerFacts }
  | { readonly kind: 'unexpectedStatus'; readonly facts: ServerFacts }
  /** The status is 2xx but the body can't be read. `answer` is the whole body. */
  | {
      readonly kind: 'unreadable';
      readonly problem: ParseProblem;
      readonly answer: string;
      readonly requestId: string | undefined;
    }
  /** The response is another referral than the requested one. */
  | { readonly kind: 'otherReferral'; readonly answer: string; readonly requestId: string | undefined }
  | { readonly kind: 'tooLarge'; readonly limit: number }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** `code` and `syscall` as in `TransportProblem`. */
  | {
      readonly kind: 'unreachable';
      readonly code: string;
      readonly syscall?: string | undefined;
      readonly host: string;
    }
  /** The sandbox could not be started or used. `reason` is a message of this extension. */
  | { readonly kind: 'sandbox'; readonly reason: string }
  /** The id can't be part of a URL. */
  | { readonly kind: 'impossibleId' }
  /** `wasSent`: it was a write that was on its way already, so it may have been carried out. */
  | { readonly kind: 'cancelled'; readonly wasSent?: true };

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.kind, options);
    this.failure = failure;
  }
}
