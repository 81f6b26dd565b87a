import { readTokenFacts } from '../../auth/claims.ts';
import { AccountChangedError, TokenUnavailableError, type AccessToken, type SilentTokens } from '../../auth/tokens.ts';
import { orAborted } from '../../base/async.ts';
import { ApiError, type Failure } from '../failure.ts';
import type { HttpRequest, HttpResponse, Policy, Transport } from '../transport.ts';

/** Time limit of a renewal, in ms. */
const longestRenewal = 30_000;
/** Statuses that may be caused by the token. */
const refusals = new Set([400, 401, 403]);

/**
 * Adds the token to requests to one origin. After a 401 the token is renewed silently and, if it changed, the request
 * is sent once more. There is never a prompt. Requests that were sent with the same refused token share the renewal.
 */
export function bearerToken(origin: string, tokens: SilentTokens): Policy {
  const renewed = sharedRenewals(tokens);
  return {
    name: 'token',
    async send(request, next) {
      if (new URL(request.url).origin !== origin) throw new Error('A token must not leave its origin.');
      const renewal = renewed();
      const token = await orUnavailable(tokens.getToken(request.signal), request.signal);
      if (!token) throw new ApiError({ kind: 'signedOut' });
      const response = await sendWith(token, request, next);
      if (response.status !== 401) return withFacts(response, token);
      const newer = await orUnavailable(orAborted(renewal(token), request.signal), request.signal);
      // Somebody else's token must not go on with what this account began.
      if (!newer || newer.value === token.value || newer.account !== token.account) return withFacts(response, token);
      return withFacts(await sendWith(newer, request, next), newer);
    },
  };
}

/**
 * Call the outer function before requesting a token, and its result after a 401. If a renewal has begun in between, its
 * result is returned, even if it has finished: of a hundred requests that are refused together, one renews.
 */
function sharedRenewals(tokens: SilentTokens): () => (refused: AccessToken) => Promise<AccessToken | undefined> {
  let moment = 0;
  let latest: { refused: string; began: number; result: Promise<AccessToken | undefined> } | undefined;
  return () => {
    const asked = ++moment;
    return (refused) => {
      if (latest?.refused !== refused.value || latest.began < asked) {
        // Not a request's signal, since other requests wait for the renewal too.
        const result = tokens.renew(refused, AbortSignal.timeout(longestRenewal));
        latest = { refused: refused.value, began: ++moment, result };
      }
      return latest.result;
    };
  };
}

/**
 * Sends with a token, unless its account is no longer in use. Reading ends when the account changes, also while it waits
 * to be repeated. A write that was sent is not ended, since whether it was applied would stay unknown.
 */
async function sendWith(token: AccessToken, request: HttpRequest, next: Transport['send']): Promise<HttpResponse> {
  const { superseded } = token;
  if (!superseded) return next(authorized(request, token));
  if (superseded.aborted) throw new ApiError({ kind: 'cancelled' });
  if (request.method !== 'GET') return next(authorized(request, token));
  const stop = new AbortController();
  const end = (): void => stop.abort((request.signal.aborted ? request.signal : superseded).reason);
  if (request.signal.aborted) end();
  // By hand: `AbortSignal.any` would keep a reference in `superseded`, which lives as long as the session.
  superseded.addEventListener('abort', end);
  request.signal.addEventListener('abort', end);
  try {
    return await next({ ...authorized(request, token), signal: stop.signal });
  } catch (error) {
    const { aborted } = stop.signal;
    if (aborted && !request.signal.aborted) throw new ApiError({ kind: 'cancelled' }, { cause: error });
    throw error;
  } finally {
    superseded.removeEventListener('abort', end);
    request.signal.removeEventListener('abort', end);
  }
}

/** Errors of the token source as failures; free text is for the log. */
async function orUnavailable<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    signal.throwIfAborted();
    throw new ApiError(failureOf(error), { cause: error });
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof AccountChangedError) return { kind: 'cancelled' };
  const { because, cause } = error instanceof TokenUnavailableError ? error : {};
  if (because?.kind === 'otherAccount') return because;
  const source = because ? (cause ?? error) : error;
  const reason = source instanceof Error ? source.message : String(source);
  return { kind: because ? 'notRenewable' : 'noToken', reason };
}

function authorized(request: HttpRequest, token: AccessToken): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token.value}` } };
}

function withFacts(response: HttpResponse, token: AccessToken): HttpResponse {
  return refusals.has(response.status) ? { ...response, sentWith: readTokenFacts(token.value) } : response;
}
