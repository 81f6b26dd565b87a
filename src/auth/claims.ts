import { createHash } from 'node:crypto';

export interface Claims {
  /** The name of the account, e.g. an e-mail address. */
  readonly account: string | undefined;
  /** GUID of the tenant. */
  readonly tenant: string | undefined;
}

/** The claims that explain why a token is refused. They contain no name. */
export interface TokenFacts {
  /** `aud`: the API that the token is for, as a URL or the GUID of an app. */
  readonly audience: string | undefined;
  /** `tid`: GUID of the tenant. */
  readonly tenant: string | undefined;
  /** `scp`: the delegated permissions. Empty if there are none. */
  readonly scopes: readonly string[];
  /** `amr`: how the user signed in, e.g. `pwd` or `mfa`. Undefined if the token has no such claim. */
  readonly methods: readonly string[] | undefined;
  /** The referrals API refuses an app without a user. Undefined if the token doesn't say. */
  readonly caller: 'user' | 'app' | undefined;
  /** `exp`, in ms since 1970. */
  readonly expiresAt: number | undefined;
}

/** Reads account and tenant of a token, if it is a JWT. The token is not verified, and its claims are not logged. */
export function claimsOf(token: string): Claims {
  const claims = payloadOf(token);
  const account =
    text(claims?.['upn']) ??
    text(claims?.['preferred_username']) ??
    text(claims?.['unique_name']) ??
    text(claims?.['email']);
  return { account, tenant: text(claims?.['tid']) };
}

/**
 * Returns an id for the account of a token in its tenant. It may be stored, since it doesn't contain the name.
 * Undefined if the token doesn't identify the account.
 */
export function accountIdOf(token: string): string | undefined {
  const { account, tenant } = claimsOf(token);
  const subject = text(payloadOf(token)?.['oid']) ?? account;
  if (subject === undefined) return undefined;
  return createHash('sha256')
    .update(`${tenant ?? ''} ${subject.toLowerCase()}`)
    .digest('hex')
    .slice(0, 32);
}

/** Returns undefined if the token is not a JWT. The token is not verified, so use the result only for explanations. */
export function readTokenFacts(token: string): TokenFacts | undefined {
  const claims = payloadOf(token);
  if (!claims) return undefined;
  const { aud, tid, scp, amr, exp } = claims;
  return {
    audience: text(Array.isArray(aud) ? (aud as unknown[])[0] : aud),
    tenant: text(tid),
    scopes: text(scp)?.split(' ') ?? [],
    methods: Array.isArray(amr) ? amr.filter((method) => typeof method === 'string') : undefined,
    caller: callerOf(claims),
    expiresAt: typeof exp === 'number' ? exp * 1000 : undefined,
  };
}

type Payload = Readonly<Record<string, unknown>>;

/** `idtyp` is optional in Entra's tokens. The token of an app has no `scp`, and its subject is the app. */
function callerOf(claims: Payload): 'user' | 'app' | undefined {
  const { idtyp, scp, oid, sub } = claims;
  if (idtyp === 'app') return 'app';
  if (idtyp === 'user' || text(scp) !== undefined || text(claims['upn']) !== undefined) return 'user';
  return text(oid) !== undefined && oid === sub ? 'app' : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function payloadOf(token: string): Payload | undefined {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as unknown;
    return typeof payload === 'object' && payload !== null ? (payload as Payload) : undefined;
  } catch {
    return undefined;
  }
}
