/** Claims that the API requires of the next token, e.g. a second factor or a compliant device (Entra's claims challenge). */
export interface Challenge {
  /** The `claims` request as JSON, as the token endpoint takes it. */
  readonly claims: string;
}

/**
 * Returns the claims challenge of a `WWW-Authenticate` header, if there is one. Only the claims are used. The server
 * must not choose authority, client and scope, which a header may contain too.
 */
export function readChallenge(header: string | undefined): Challenge | undefined {
  const encoded = /\bclaims\s*=\s*"?([\w+/=-]{1,8192})"?/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const claims = Buffer.from(encoded, 'base64').toString('utf8');
    const value = JSON.parse(claims) as unknown;
    return typeof value === 'object' && value !== null ? { claims } : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a header with only the challenge, which is the form that VS Code accepts. */
export function asHeader(challenge: Challenge): string {
  return `Bearer error="insufficient_claims", claims="${Buffer.from(challenge.claims).toString('base64')}"`;
}
