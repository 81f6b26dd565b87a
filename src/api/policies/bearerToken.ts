import type { AccessToken, SilentTokens } from '../../auth/tokens.ts';
import { ApiError } from '../failure.ts';
import type { HttpRequest, Policy } from '../transport.ts';

/**
 * Adds the token, for one origin and no other. A 401 is answered by one silent renewal and, if that yields another
 * token, one repeat; never by a prompt.
 */
export function bearerToken(origin: string, tokens: SilentTokens): Policy {
  return {
    name: 'token',
    async send(request, next) {
      if (new URL(request.url).origin !== origin) throw new Error('A token must not leave its origin.');
      const token = await orUnavailable(tokens.getToken(request.signal), request.signal);
      if (!token) throw new ApiError({ kind: 'signedOut' });
      const response = await next(authorized(request, token));
      if (response.status !== 401) return response;
      const renewed = await orUnavailable(tokens.renew(token, request.signal), request.signal);
      if (!renewed || renewed.value === token.value) return response;
      return next(authorized(request, renewed));
    },
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
