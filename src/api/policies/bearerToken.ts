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
      const token = await tokens.getToken(request.signal);
      if (!token) throw new ApiError({ kind: 'signedOut' });
      const response = await next(authorized(request, token));
      if (response.status !== 401) return response;
      const renewed = await tokens.renew(token, request.signal);
      if (!renewed || renewed.value === token.value) return response;
      return next(authorized(request, renewed));
    },
  };
}

function authorized(request: HttpRequest, token: AccessToken): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token.value}` } };
}
