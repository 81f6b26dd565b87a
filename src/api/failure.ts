import type { ParseProblem } from '../referral/parseReferral.ts';
import type { HttpResponse } from './transport.ts';

/** What the server said about a failed exchange, as far as it may be shown: plain words of letters and digits. */
export interface ServerFacts {
  readonly status: number;
  /** The deepest code of the body's error, e.g. `itemNotFound` or `900421`. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Free text for developers, from the server: for the log and the panel, never for a notification. */
  readonly message: string | undefined;
}

/** Every way in which asking the API can end badly. Classified once, where it enters; nobody above reads a status. */
export type Failure =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'unauthenticated'; readonly facts: ServerFacts }
  | { readonly kind: 'mfaRequired'; readonly facts: ServerFacts }
  | { readonly kind: 'appOnlyToken'; readonly facts: ServerFacts }
  | { readonly kind: 'forbidden'; readonly facts: ServerFacts }
  | { readonly kind: 'notFound'; readonly facts: ServerFacts }
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
  | { readonly kind: 'cancelled' };

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.kind, options);
    this.failure = failure;
  }
}

/** Reads an answer whose status is no success. */
export function classifyResponse(response: HttpResponse, now: number): Failure {
  const body = readErrorBody(response.body);
  const facts: ServerFacts = {
    status: response.status,
    code: body.code,
    requestId: requestIdOf(response),
    message: body.message,
  };
  if (facts.status >= 300 && facts.status < 400) return { kind: 'redirected', facts };
  switch (facts.status) {
    case 400:
    case 422:
      // An app-only token is answered 400 with a sentence and no code of its own (reference §9.3, §12).
      return { kind: /missing user information/i.test(body.message ?? '') ? 'appOnlyToken' : 'invalidRequest', facts };
    case 401:
      return { kind: facts.code === '900421' ? 'mfaRequired' : 'unauthenticated', facts };
    case 403:
      return { kind: facts.code === '900329' ? 'appOnlyToken' : 'forbidden', facts };
    case 404:
    case 410:
      return { kind: 'notFound', facts };
    case 409:
    case 412:
      return { kind: 'conflict', facts };
    case 429:
      return { kind: 'throttled', facts, retryAfterMs: retryAfterOf(response, now) };
    default:
      return { kind: facts.status >= 500 ? 'serverError' : 'unexpectedStatus', facts };
  }
}

/** `Retry-After` in ms from now: seconds or an HTTP date. */
export function retryAfterOf(response: HttpResponse, now: number): number | undefined {
  const value = response.header('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** The server's id of an exchange, when it looks like one: it is shown to people and must not carry anything else. */
export function requestIdOf(response: HttpResponse): string | undefined {
  const value = response.header('request-id') ?? response.header('ms-requestid');
  return value !== undefined && /^[\w.-]{1,80}$/.test(value) ? value : undefined;
}

const knownCodes = new Set(
  [
    ...['unauthenticated', 'unAuthorized', 'accessDenied', 'invalidRequest', 'itemNotFound', 'preconditionFailed'],
    ...['resourceModified', 'serviceNotAvailable', 'generalException', 'insufficient_claims', '900421', '900329', '900309'],
  ].map((code) => code.toLowerCase()),
);

/**
 * Reads the error shapes of reference §9.1: this API's nested `error`, the sibling API's and the gateway's. The deepest
 * code that is known wins, else the outermost one there is. HTML, text and nothing at all are normal.
 */
function readErrorBody(body: string): { code: string | undefined; message: string | undefined } {
  const outer = parsed(body);
  let level = objectOf(outer['error']) ?? outer;
  let code: string | undefined;
  let message: string | undefined;
  for (let depth = 0; depth < 20; depth++) {
    const here = codeOf(level['code']);
    if (here !== undefined && (code === undefined || knownCodes.has(here.toLowerCase()))) code = here;
    message ??= textOf(level['message']) ?? textOf(level['description']) ?? textOf(level['error_description']);
    const inner = objectOf(level['innerError']) ?? objectOf(level['innererror']);
    if (inner === undefined) break;
    level = inner;
  }
  return { code: code ?? codeOf(outer['error']), message };
}

type JsonObject = Readonly<Record<string, unknown>>;

function parsed(body: string): JsonObject {
  try {
    return objectOf(JSON.parse(body) as unknown) ?? {};
  } catch {
    return {};
  }
}

function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function codeOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 1024) : undefined;
}
