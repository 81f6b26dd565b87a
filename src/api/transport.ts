import type { TokenFacts } from '../auth/claims.ts';

/** An HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Absolute. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** Called with the waiting time in ms when the request is delayed, e.g. because of throttling. */
  readonly onWait?: ((ms: number) => void) | undefined;
  /** Called each time that it is handed to the transport: from then on it may reach the server. */
  readonly onSend?: (() => void) | undefined;
  /** That of the token with which it is sent. It is another one for each account and session. */
  readonly superseded?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Undefined when absent; names are case-insensitive. */
  header(name: string): string | undefined;
  readonly body: string;
  /** For 401 and 403: the claims of the token that was sent, if it has any. */
  readonly sentWith?: TokenFacts | undefined;
  /** The response to an earlier request, which asked to wait; this request was not sent. */
  readonly unsent?: true;
}

/**
 * Sends requests. Resolves for any status and doesn't follow redirects. Rejects with a `TransportError`, or with the
 * signal's reason when it aborts.
 */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
}

export type TransportProblem =
  /**
   * No response. `code` is the one of Node.js, e.g. ECONNREFUSED, ENOTFOUND, ECONNRESET or that of a certificate error;
   * `syscall` what failed, e.g. connect or read, if Node.js says it.
   */
  | { readonly kind: 'unreachable'; readonly code: string; readonly syscall?: string | undefined }
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

/** A step around the transport. It may change or repeat the request, or read the response. */
export interface Policy {
  readonly name: string;
  send(request: HttpRequest, next: Transport['send']): Promise<HttpResponse>;
}

/** Applies policies to a transport; the first one is the outermost. */
export function withPolicies(transport: Transport, policies: readonly Policy[]): Transport {
  return policies.reduceRight<Transport>(
    (inner, policy) => ({ send: (request) => policy.send(request, (changed) => inner.send(changed)) }),
    transport,
  );
}
