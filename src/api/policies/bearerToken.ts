import { readTokenFacts } from '../../auth/claims.ts';
import type { AccessToken, SilentTokens } from '../../auth/tokens.ts';
import { orAborted } from '../../base/async.ts';
import { ApiError } from '../failure.ts';
import type { HttpRequest, HttpResponse, Policy } from '../transport.ts';

/** A renewal that takes longer, in ms, is given up. */
const longestRenewal = 30_000;
/** What a token may be the reason of. */
const refusals = new Set([400, 401, 403]);

/**
 * Adds the token, for one origin and no other. A 401 is answered by one silent renewal and, if that yields another
 * token, one repeat; never by a prompt. Requests that were sent with the refused token share that one renewal.
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
      const response = await next(authorized(request, token));
      if (response.status !== 401) return withFacts(response, token);
      const newer = await orUnavailable(orAborted(renewal(token), request.signal), request.signal);
      // Somebody else's token must not go on with what this account began.
      if (!newer || newer.value === token.value || newer.account !== token.account) return withFacts(response, token);
      return withFacts(await next(authorized(request, newer)), newer);
    },
  };
}

/**
 * Call the outer function before a token is asked for, the inner one when that token was refused. A renewal that began
 * in between answers for it, also when it is over: of a hundred requests that are refused together, one renews.
 */
function sharedRenewals(tokens: SilentTokens): () => (refused: AccessToken) => Promise<AccessToken | undefined> {
  let moment = 0;
  let latest: { refused: string; began: number; result: Promise<AccessToken | undefined> } | undefined;
  return () => {
    const asked = ++moment;
    return (refused) => {
      if (latest?.refused !== refused.value || latest.began < asked) {
        // Not one request's signal: the others still want it.
        const result = tokens.renew(refused, AbortSignal.timeout(longestRenewal));
        latest = { refused: refused.value, began: ++moment, result };
      }
      return latest.result;
    };
  };
}

/** A source that fails is told as what it is; how it failed is for the log. */
async function orUnavailable<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiError({ kind: 'noToken', reason }, { cause: error });
  }
}

function authorized(request: HttpRequest, token: AccessToken): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token.value}` } };
}

function withFacts(response: HttpResponse, token: AccessToken): HttpResponse {
  return refusals.has(response.status) ? { ...response, sentWith: readTokenFacts(token.value) } : response;
}
