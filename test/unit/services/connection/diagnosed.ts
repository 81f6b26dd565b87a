import assert from 'node:assert/strict';
import { ApiError, type ServerFacts } from '../../../../src/api/failure.ts';
import { diagnose } from '../../../../src/services/connection/diagnostics/diagnose.ts';
import type { Finding, ProbeResponse, Probes } from '../../../../src/services/connection/diagnostics/runDiagnostics.ts';

export const now = Date.parse('2026-11-22T12:00:00Z');
export const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
export const clientId = '11111111-2222-4333-8444-555555555555';
export const never = new AbortController().signal;
export const goodClaims = {
  aud: 'https://api.partner.microsoft.com',
  tid: tenantId,
  upn: 'maria@contoso.example',
  scp: 'user_impersonation',
  amr: ['pwd', 'mfa'],
  exp: now / 1000 + 3000,
};
export const jwt = (claims: object): string =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'signature-of-it']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
export const microsoft = {
  subject: 'api.partner.microsoft.com',
  issuers: ['Microsoft Azure RSA TLS Issuing CA 03'],
  validTo: now,
};
export const goodResponse: ProbeResponse = { status: 401, serverTime: now, certificate: microsoft };
export const goodSettings = {
  connection: 'partner-center',
  method: 'vscode',
  clientId,
  tenantId,
  proxy: undefined,
  proxySupportOff: false,
  sovereignCloud: false,
} as const;

export function world(changes: Partial<Probes> = {}): Probes {
  return {
    settings: () => goodSettings,
    resolve: () => Promise.resolve(['20.1.2.3']),
    sendProbe: () => Promise.resolve(goodResponse),
    token: () => Promise.resolve(jwt(goodClaims)),
    countListed: () => Promise.resolve(3),
    now: () => now,
    ...changes,
  };
}
export const examine = (changes: Partial<Probes> = {}) => diagnose(world(changes), never);
export async function at(step: string, changes: Partial<Probes>): Promise<Finding> {
  const finding = (await examine(changes)).find((each) => each.step === step);
  assert.ok(finding, step);
  return finding;
}
export const withClaims = (claims: object) => ({ token: () => Promise.resolve(jwt({ ...goodClaims, ...claims })) });
export const answered = (response: Partial<ProbeResponse>) => ({
  sendProbe: () => Promise.resolve({ ...goodResponse, ...response }),
});
export const settled = (settings: object) => ({ settings: () => ({ ...goodSettings, ...settings }) });
export const refused = (facts: Partial<ServerFacts>) => ({
  countListed: () =>
    Promise.reject(
      new ApiError({
        kind: 'forbidden',
        facts: { status: 403, code: 'accessDenied', requestId: 'r-1', message: 'of maria@contoso.example', ...facts },
      }),
    ),
});
