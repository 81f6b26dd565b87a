export interface Claims {
  /** Who it is, as people know the account. */
  readonly account: string | undefined;
  /** GUID of the tenant. */
  readonly tenant: string | undefined;
}

/** What a token says about itself that tells why it is refused; nobody's name is in it. */
export interface TokenFacts {
  /** `aud`: which API it is for, an address or the GUID of an app. */
  readonly audience: string | undefined;
  /** `tid`: GUID of the tenant. */
  readonly tenant: string | undefined;
  /** `scp`: the delegated permissions; empty when there are none. */
  readonly scopes: readonly string[];
  /** `amr`: how the person signed in, e.g. `pwd`, `mfa`; undefined when it is not told. */
  readonly methods: readonly string[] | undefined;
  /** An app without a user is refused by the referrals API; undefined when the token doesn't tell. */
  readonly caller: 'user' | 'app' | undefined;
  /** `exp`, in ms since 1970. */
  readonly expiresAt: number | undefined;
}

/**
 * What a token says about itself, as far as it is a JWT. For display only: it is not verified, nothing is decided by it,
 * and it is not logged.
 */
export function claimsOf(token: string): Claims {
  const claims = payloadOf(token);
  const account =
    text(claims?.['upn']) ??
    text(claims?.['preferred_username']) ??
    text(claims?.['unique_name']) ??
    text(claims?.['email']);
  return { account, tenant: text(claims?.['tid']) };
}

/** Undefined when the token is no JWT: then it can't be looked into. Like `claimsOf`, for explaining only. */
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

/** `idtyp` is optional in Entra's tokens; an app's own has no `scp`, and its subject is the app. */
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
