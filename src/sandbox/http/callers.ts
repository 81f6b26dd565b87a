import { requestRefusal, RequestRefusal } from './requestRefusal.ts';
import type { StoredReferral } from '../store/store.ts';

/**
 * The caller, identified by a fixed token of the sandbox. A Referrals user sees only deals with their e-mail in `team`.
 */
export type Caller = { readonly role: 'admin' } | { readonly role: 'user'; readonly email: string };

/** The sandbox's bearer tokens with their meaning, as shown on the page at `/`. */
export const tokens: readonly (readonly [token: string, meaning: string])[] = [
  ['sandbox-admin', 'Referrals admin: sees all'],
  ['sandbox-user:<e-mail>', 'Referrals user: sees the deals that have this e-mail in team'],
  ['sandbox-app', 'app-only: 400, token missing user information'],
  ['sandbox-no-mfa', '401 with code 900421'],
  ['sandbox-no-role', '403 accessDenied'],
];

const userPrefix = 'sandbox-user:';

/** @throws RequestRefusal if the token is refused, as by the service (docs/api.md, Authentication) */
export function identify(authorization: string | null): Caller {
  const token = bearer(authorization);
  if (token === 'sandbox-admin') return { role: 'admin' };
  if (token?.startsWith(userPrefix) && token.length > userPrefix.length) {
    return { role: 'user', email: token.slice(userPrefix.length).toLowerCase() };
  }
  if (token === 'sandbox-app') {
    throw requestRefusal(400, 'invalidRequest', 'Authorization header token missing user information.');
  }
  if (token === 'sandbox-no-mfa') throw mfaRequired();
  if (token === 'sandbox-no-role') {
    throw requestRefusal(403, 'accessDenied', 'Access denied. The caller has no role that allows this action.');
  }
  const message = token === undefined ? 'The request carries no bearer token.' : 'The token is not valid.';
  const challenge = token === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
  throw requestRefusal(401, 'unauthenticated', message, { headers: { 'WWW-Authenticate': challenge } });
}

/** A Referrals user sees and edits deals only when on the team (docs/api.md, Authentication). */
export function isVisible(referral: StoredReferral, caller: Caller): boolean {
  return caller.role === 'admin' || referral.emails.includes(caller.email);
}

/** A short name of the caller for the list of calls, never the token. */
export function nameCaller(authorization: string | null): string {
  const token = bearer(authorization);
  if (token === undefined) return 'anonymous';
  if (token.startsWith(userPrefix)) return `user ${token.slice(userPrefix.length)}`;
  return knownNames.get(token) ?? 'unknown token';
}

const knownNames = new Map([
  ['sandbox-admin', 'admin'],
  ['sandbox-app', 'app'],
  ['sandbox-no-mfa', 'no-mfa'],
  ['sandbox-no-role', 'no-role'],
]);

function bearer(authorization: string | null): string | undefined {
  const [scheme, token, ...rest] = (authorization ?? '').trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'bearer') return undefined;
  // Text after the token makes it invalid.
  return rest.length > 0 ? '' : token;
}

/** The sibling API's body; that this host answers the same is not confirmed (docs/api.md, Authentication). */
function mfaRequired(): RequestRefusal {
  const description = 'MFA required for the request. The token carries no evidence of multi-factor authentication.';
  const headers = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
  return new RequestRefusal(401, { code: 900421, description, data: [], source: 'PartnerApi' }, description, headers);
}
