import { invalidRequest, refuse, RequestRefusal } from './requestRefusal.ts';
import { misspeltName } from '../../referral/rules/closestName.ts';
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
  [
    'sandbox-admin@<space>, sandbox-user@<space>:<e-mail>',
    'the same in a space of its own, for tests that run side by side',
  ],
];

/** What a token of the sandbox says: who calls, and in which space. */
interface Token {
  readonly name: 'admin' | 'user' | 'app' | 'no-mfa' | 'no-role';
  readonly email: string;
  readonly space: string | undefined;
}

/** @throws RequestRefusal if the token is refused, as by the service (docs/api.md, Authentication) */
export function identify(authorization: string | null): Caller {
  const bearer = readBearer(authorization);
  const token = readToken(bearer);
  switch (token?.name) {
    case 'admin':
      return { role: 'admin' };
    case 'user':
      return { role: 'user', email: token.email.toLowerCase() };
    case 'app':
      throw refuse('user-token', 'Authorization header token missing user information.', 'Authorization');
    case 'no-mfa':
      throw mfaRequired();
    case 'no-role':
      throw refuse('caller-role', 'Access denied. The caller has no role that allows this action.', 'Authorization');
    case undefined: {
      const message = bearer === undefined ? 'The request carries no bearer token.' : 'The token is not valid.';
      const challenge = bearer === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
      throw refuse('valid-token', message, 'Authorization', { 'WWW-Authenticate': challenge }, advise(bearer));
    }
  }
}

/** A Referrals user sees and edits deals only when on the team (docs/api.md, Authentication). */
export function isVisible(referral: StoredReferral, caller: Caller): boolean {
  return caller.role === 'admin' || referral.emails.includes(caller.email);
}

/** A short name of the caller for the list of calls, never the token. */
export function nameCaller(authorization: string | null): string {
  const bearer = readBearer(authorization);
  if (bearer === undefined) return 'anonymous';
  const token = readToken(bearer);
  if (!token) return 'unknown token';
  return token.name === 'user' ? `user ${token.email}` : token.name;
}

/** True if `identify` takes the token. */
export function validToken(authorization: string): boolean {
  const name = readToken(readBearer(authorization))?.name;
  return name === 'admin' || name === 'user';
}

/** Says that a token is probably misspelt, and which ones there are. Others are just refused by the API, and undefined. */
export function doubtToken(token: string): string | undefined {
  const looksLikeOurs = /^sandbox-/i.test(token) || namesSpace(token) || meantToken(token) !== undefined;
  return readToken(token) || !looksLikeOurs ? undefined : advise(token);
}

/** The name of the space that the token asks for. Undefined for the default one. */
export function readSpace(authorization: string | null): string | undefined {
  return readToken(readBearer(authorization))?.space;
}

/**
 * The same for the control plane, which needs no token: a space that is misspelt must not be taken for the default one.
 * @throws RequestRefusal 400 for what looks like a token with a space and is none
 */
export function readControlSpace(authorization: string | null): string | undefined {
  const token = readToken(readBearer(authorization));
  const bearer = authorization?.trim().replace(/^bearer\s+/i, '') ?? '';
  if (token || !namesSpace(bearer)) return token?.space;
  throw invalidRequest(`Authorization names no space, so nothing was done. ${advise(bearer)}`, 'Authorization');
}

/** Names of spaces; a token with another one is not valid. */
export const spaceName = /^[a-z0-9-]{1,64}$/;
export const spaceNameRule = "A space's name has 1 to 64 of the characters a-z, 0-9 and -";

/** True if there is an @ that is not that of a user's e-mail. */
function namesSpace(bearer: string): boolean {
  return /^[^:@]*@/.test(bearer);
}

/** Which tokens there are, and which one was probably meant. Without the token itself, which may be a real one. */
function advise(bearer = ''): string {
  const meant = meantToken(bearer);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `The tokens of the sandbox are sandbox-admin and sandbox-user:<e-mail>, in a space of its own sandbox-admin@<space> and sandbox-user@<space>:<e-mail>. ${spaceNameRule}.${hint}`;
}

/** The form of the token that was meant by one that is not valid. */
function meantToken(bearer: string): string | undefined {
  const [, given = '', at = ''] = /^([^@:]*)(@?)/.exec(bearer) ?? [];
  const prefix = 'sandbox-';
  const name = misspeltName(given.toLowerCase().startsWith(prefix) ? given : prefix + given, [
    'sandbox-admin',
    'sandbox-user',
    'sandbox-app',
    'sandbox-no-mfa',
    'sandbox-no-role',
  ]);
  if (name === undefined) return undefined;
  return `${name}${at && '@<space>'}${name === 'sandbox-user' ? ':<e-mail>' : ''}`;
}

function readToken(bearer: string | undefined): Token | undefined {
  const [, name, space, email = ''] = tokenPattern.exec(bearer ?? '') ?? [];
  if (name === undefined || (name === 'user') !== (email !== '')) return undefined;
  return { name: name as Token['name'], email, space };
}

const tokenPattern = /^sandbox-(admin|user|app|no-mfa|no-role)(?:@([a-z0-9-]{1,64}))?(?::(.+))?$/s;

function readBearer(authorization: string | null): string | undefined {
  const [scheme, token, ...rest] = (authorization ?? '').trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'bearer') return undefined;
  // Text after the token makes it invalid.
  return rest.length > 0 ? '' : token;
}

/**
 * The sibling API's body with the rule in place of its data; that this host answers the same is not confirmed
 * (docs/api.md, Authentication).
 */
function mfaRequired(): RequestRefusal {
  const rule = 'multi-factor-token';
  const { message, headers, status } = refuse(
    rule,
    'MFA required for the request. The token carries no evidence of multi-factor authentication.',
    'Authorization',
    { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  );
  return new RequestRefusal(
    status,
    { code: 900421, description: message, data: [rule], source: 'PartnerApi' },
    message,
    headers,
  );
}
