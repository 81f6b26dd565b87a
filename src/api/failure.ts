import type { Challenge } from '../auth/challenge.ts';
import type { TokenFacts } from '../auth/claims.ts';
import type { ParseProblem } from '../referral/parseReferral.ts';

/** What the server said about a failed exchange, as far as it may be shown: plain words of letters and digits. */
export interface ServerFacts {
  readonly status: number;
  /** The deepest code of the body's error, e.g. `itemNotFound` or `900421`. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Free text for developers, from the server: for the log and the panel, never for a notification. */
  readonly message: string | undefined;
  /** On a refusal: what the token that was sent says about itself. For explaining, never shown whole. */
  readonly token?: TokenFacts | undefined;
}

/** Every way in which asking the API can end badly. Classified once, where it enters; nobody above reads a status. */
export type Failure =
  | { readonly kind: 'signedOut' }
  /** The sign-in method could not say whether there is a token; `reason` is its free text, for the log. */
  | { readonly kind: 'noToken'; readonly reason: string }
  | { readonly kind: 'unauthenticated'; readonly facts: ServerFacts }
  | { readonly kind: 'mfaRequired'; readonly facts: ServerFacts }
  /** The token lacks something that a sign-in can add; without `challenge` the server did not say what. */
  | { readonly kind: 'claimsChallenge'; readonly facts: ServerFacts; readonly challenge: Challenge | undefined }
  | { readonly kind: 'appOnlyToken'; readonly facts: ServerFacts }
  | { readonly kind: 'forbidden'; readonly facts: ServerFacts }
  /** `collection`: not one referral, but the list itself is not there. */
  | { readonly kind: 'notFound'; readonly facts: ServerFacts; readonly of?: 'collection' }
  | { readonly kind: 'throttled'; readonly facts: ServerFacts; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'invalidRequest'; readonly facts: ServerFacts }
  | { readonly kind: 'conflict'; readonly facts: ServerFacts }
  | { readonly kind: 'serverError'; readonly facts: ServerFacts }
  | { readonly kind: 'redirected'; readonly facts: ServerFacts }
  | { readonly kind: 'unexpectedStatus'; readonly facts: ServerFacts }
  /** The answer came with a good status but can't be read; `answer` is its whole text. */
  | {
      readonly kind: 'unreadable';
      readonly problem: ParseProblem;
      readonly answer: string;
      readonly requestId: string | undefined;
    }
  /** The answer is a referral, but another one than was asked for. */
  | { readonly kind: 'otherReferral'; readonly answer: string; readonly requestId: string | undefined }
  | { readonly kind: 'tooLarge'; readonly limit: number }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  | { readonly kind: 'unreachable'; readonly code: string; readonly host: string }
  /** The sandbox could not be started or used; `reason` is our own sentence. */
  | { readonly kind: 'sandbox'; readonly reason: string }
  /** The id can't be put into an address. */
  | { readonly kind: 'impossibleId' }
  | { readonly kind: 'cancelled' };

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.kind, options);
    this.failure = failure;
  }
}
