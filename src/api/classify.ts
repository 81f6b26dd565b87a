import { readChallenge } from '../auth/challenge.ts';
import type { Failure, ServerFacts } from './failure.ts';
import type { HttpResponse } from './transport.ts';

/** Classifies a response with an error status. */
export function classifyResponse(response: HttpResponse, now: number): Failure {
  const body = readErrorBody(response.body);
  const facts: ServerFacts = {
    status: response.status,
    code: body.code,
    requestId: requestIdOf(response),
    message: body.message,
    token: response.sentWith,
  };
  const { unsent } = response;
  if (facts.status >= 300 && facts.status < 400) return { kind: 'redirected', facts };
  switch (facts.status) {
    case 400:
    case 422:
      // The response to an app-only token is a 400 with a message and no specific code (docs/api.md, Refusals and their
      // causes).
      return { kind: /missing user information/i.test(body.message ?? '') ? 'appOnlyToken' : 'invalidRequest', facts };
    case 401:
      if (facts.code === '900421' || /MFA required/i.test(body.message ?? '')) return { kind: 'mfaRequired', facts };
      return challenged(response, facts) ?? { kind: 'unauthenticated', facts };
    case 403:
      if (facts.code === '900329' || /does not support application-only/i.test(body.message ?? '')) {
        return { kind: 'appOnlyToken', facts };
      }
      return challenged(response, facts) ?? { kind: 'forbidden', facts };
    case 404:
    case 410:
      return { kind: 'notFound', facts };
    case 409:
    case 412:
      return { kind: 'conflict', facts };
    case 429:
      return { kind: 'throttled', facts, retryAfterMs: retryAfterOf(response, now), ...(unsent && { unsent }) };
    default: {
      if (facts.status < 500) return { kind: 'unexpectedStatus', facts };
      const retryAfterMs = retryAfterOf(response, now);
      const wait = retryAfterMs !== undefined && { retryAfterMs };
      return { kind: 'serverError', facts, ...wait, ...(unsent && { unsent }) };
    }
  }
}

/**
 * Returns a failure if Conditional Access requires more than the token has (docs/api.md, Errors; the official pages
 * misspell the code).
 */
function challenged(response: HttpResponse, facts: ServerFacts): Failure | undefined {
  const header = response.header('www-authenticate');
  const challenge = readChallenge(header);
  const named = /insufficient_?claims|insufficent_?claims/i.test(`${facts.code ?? ''} ${header ?? ''}`);
  return challenge || named ? { kind: 'claimsChallenge', facts, challenge } : undefined;
}

/** Later times, in ms, can't be told apart from nonsense, and a date may not be able to express them. */
const longestRetryAfter = 365 * 24 * 3_600_000;

/**
 * `Retry-After` in ms from now, at most a year: seconds or an HTTP date. A date is compared with the server's own time in
 * `Date`, since the clock of this machine may be wrong.
 */
export function retryAfterOf(response: HttpResponse, now: number): number | undefined {
  const value = response.header('retry-after')?.trim() ?? '';
  // If the header is sent twice, Node.js joins the values with a comma; the first one is used. A date also contains a
  // comma, after the name of the day.
  const seconds = /^(\d+(?:\.\d+)?)(?:\s*,.*)?$/.exec(value)?.[1];
  if (seconds !== undefined) return Math.min(Number(seconds) * 1000, longestRetryAfter);
  const at = /^[A-Z]/i.test(value) ? Date.parse(value) : NaN;
  const sentAt = Date.parse(response.header('date') ?? '');
  return Number.isNaN(at)
    ? undefined
    : Math.min(Math.max(0, at - (Number.isNaN(sentAt) ? now : sentAt)), longestRetryAfter);
}

/** The request ID of the server. Undefined if it has an unexpected format, since it is shown to users. */
export function requestIdOf(response: HttpResponse): string | undefined {
  const value = response.header('request-id') ?? response.header('ms-requestid');
  return value !== undefined && /^[\w.-]{1,80}$/.test(value) ? value : undefined;
}

const knownCodes = new Set(
  [
    ...['unauthenticated', 'unAuthorized', 'accessDenied', 'invalidRequest', 'itemNotFound', 'preconditionFailed'],
    ...[
      'resourceModified',
      'serviceNotAvailable',
      'generalException',
      'insufficient_claims',
      '900421',
      '900329',
      '900309',
    ],
  ].map((code) => code.toLowerCase()),
);

/**
 * Reads the error formats (docs/api.md, Errors): this API's nested `error`, the sibling API's and the gateway's. Uses
 * the deepest code that is known, else the outermost one. A body of HTML, plain text or nothing is also common.
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
