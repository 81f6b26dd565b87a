import { readTokenFacts } from '../../auth/claims.ts';
import { AccountChangedError, TokenUnavailableError, type AccessToken, type SilentTokens } from '../../auth/tokens.ts';
import { orAborted } from '../../base/async.ts';
import { ApiError, type Failure } from '../failure.ts';
import type { HttpRequest, HttpResponse, Policy, Transport } from '../transport.ts';

/** Time limit of a renewal, in ms. */
const renewalTimeout = 30_000;
/** Statuses that the token may cause. */
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
      // A request must not continue with the token of another account.
      if (!newer || newer.value === token.value || newer.account !== token.account) return withFacts(response, token);
      return withFacts(await sendWith(newer, request, next), newer);
    },
  };
}

/**
 * Call the outer function before requesting a token, and the function that it returns after a 401. If another renewal
 * began in between, its result is returned, even if it has finished. So if a hundred requests are refused together,
 * there is one renewal.
 */
function sharedRenewals(tokens: SilentTokens): () => (refused: AccessToken) => Promise<AccessToken | undefined> {
  let count = 0;
  let latest: { refused: string; began: number; result: Promise<AccessToken | undefined> } | undefined;
  return () => {
    const requested = ++count;
    return (refused) => {
      if (latest?.refused !== refused.value || latest.began < requested) {
        // Doesn't use the signal of one request, since other requests wait for the renewal too.
        const result = tokens.renew(refused, AbortSignal.timeout(renewalTimeout));
        latest = { refused: refused.value, began: ++count, result };
      }
      return latest.result;
    };
  };
}

/**
 * Sends a request with a token, unless its account is no longer in use. A read is aborted when the account changes,
 * also while it waits for a retry. A write that was sent is not aborted, since it would be unknown whether it was
 * applied.
 */
async function sendWith(token: AccessToken, request: HttpRequest, next: Transport['send']): Promise<HttpResponse> {
  const { superseded } = token;
  if (!superseded) return next(authorized(request, token));
  if (superseded.aborted) throw new ApiError({ kind: 'cancelled' });
  if (request.method !== 'GET') return next(authorized(request, token));
  const stop = new AbortController();
  const end = (): void => stop.abort((request.signal.aborted ? request.signal : superseded).reason);
  if (request.signal.aborted) end();
  // `AbortSignal.any` would keep a reference in `superseded`, which exists as long as the session.
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

/** Converts errors of the token source to failures. Their text is only for the log. */
async function orUnavailable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await promise;
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
  const headers = { ...request.headers, authorization: `Bearer ${token.value}` };
  return { ...request, headers, superseded: token.superseded };
}

function withFacts(response: HttpResponse, token: AccessToken): HttpResponse {
  return refusals.has(response.status) ? { ...response, sentWith: readTokenFacts(token.value) } : response;
}
