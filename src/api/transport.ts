import type { TokenFacts } from '../auth/claims.ts';

/** One HTTP exchange as we ask for it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Absolute. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** Told when the exchange is held back on purpose, e.g. throttled: for how long, in ms. */
  readonly onWait?: ((ms: number) => void) | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Undefined when absent; names are case-insensitive. */
  header(name: string): string | undefined;
  readonly body: string;
  /** On a refusal: what the token that was sent says about itself, where it says something. */
  readonly sentWith?: TokenFacts | undefined;
}

/**
 * The seam to the network. Answers whatever the status is and follows no redirect. Rejects with a `TransportError`, or
 * with the signal's reason when that aborts.
 */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
}

export type TransportProblem =
  /** No answer: `code` is node's, e.g. ECONNREFUSED, ENOTFOUND, ECONNRESET or a certificate's problem. */
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'tooLarge'; readonly limit: number }
  | { readonly kind: 'timeout'; readonly afterMs: number };

export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly problem: TransportProblem;

  constructor(problem: TransportProblem, options?: ErrorOptions) {
    super(problem.kind, options);
    this.problem = problem;
  }
}

/** A step around the transport: may change the request, repeat it, or look at the answer. */
export interface Policy {
  readonly name: string;
  send(request: HttpRequest, next: Transport['send']): Promise<HttpResponse>;
}

/** Folds policies over a transport; the first one is the outermost. */
export function withPolicies(transport: Transport, policies: readonly Policy[]): Transport {
  return policies.reduceRight<Transport>(
    (inner, policy) => ({ send: (request) => policy.send(request, (changed) => inner.send(changed)) }),
    transport,
  );
}
