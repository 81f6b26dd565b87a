export interface Claims {
  /** Who it is, as people know the account. */
  readonly account: string | undefined;
  /** GUID of the tenant. */
  readonly tenant: string | undefined;
}

/**
 * What a token says about itself, as far as it is a JWT. For display only: it is not verified, nothing is decided by it,
 * and it is not logged.
 */
export function claimsOf(token: string): Claims {
  const claims = payloadOf(token);
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { account: text('upn') ?? text('preferred_username') ?? text('unique_name'), tenant: text('tid') };
}

function payloadOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as unknown;
    return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
