import { t } from '../../../base/l10n.ts';
import { cut } from '../../../base/oneLine.ts';
import { redacted } from '../../../base/redact.ts';
import { readTokenFacts, type TokenFacts } from '../../../auth/claims.ts';
import { causesOfRefusal, isPartnerAudience } from '../explain/refusal.ts';
import { findEntraCause } from '../explain/entra.ts';
import type { ConnectionSettings, Finding, Probes } from './runDiagnostics.ts';

/** Titles of the steps. The first one checks whether there is a token. */
const steps = (): string[] => [
  t('Token'),
  t('Audience'),
  t('Tenant'),
  t('Permissions'),
  t('Multifactor authentication'),
];

/** Checks whether there is a token, and its claims. The findings don't contain the token or the account. */
export async function checkToken(
  probes: Probes,
  signal: AbortSignal,
): Promise<{ findings: Finding[]; usable: boolean }> {
  const only = (first: Omit<Finding, 'step'>, skipped: string): Finding[] =>
    steps().map((step, index) => (index === 0 ? { step, ...first } : { step, outcome: 'skip', found: skipped }));
  const without = (first: Omit<Finding, 'step'>) => ({
    findings: only(first, t('There is no token to check.')),
    usable: false,
  });
  let token: string | undefined;
  try {
    token = await probes.token(signal);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const entra = findEntraCause(said);
    const found = entra
      ? `${t('No token was returned ({0}).', entra.code)} ${entra.cause?.why() ?? ''}`
      : t('No token was returned: {0}', cut(redacted(said), 300));
    return without({ outcome: 'fail', found, fix: entra?.cause?.fix() ?? t('Sign in, or choose another method.') });
  }
  if (token === undefined) {
    return without({ outcome: 'fail', found: t('Nobody is signed in.'), fix: t('Run “Partner: Sign In”.') });
  }
  const facts = readTokenFacts(token);
  if (!facts) {
    const opaque = t('There is a token, but its claims can’t be read.');
    return { findings: only({ outcome: 'warn', found: opaque }, t('The token’s claims can’t be read.')), usable: true };
  }
  return {
    findings: [
      tokenFinding(facts, probes.now()),
      audienceFinding(facts),
      tenantFinding(facts, probes.settings()),
      permissionFinding(facts),
      mfaFinding(facts),
    ],
    usable: true,
  };
}

function tokenFinding({ caller, expiresAt }: TokenFacts, now: number): Finding {
  const step = t('Token');
  if (caller === 'app') {
    const { why, fix } = causesOfRefusal.appOnly;
    return { step, outcome: 'fail', found: why(), fix: fix() };
  }
  if (expiresAt === undefined) return { step, outcome: 'pass', found: t('There is a token without an expiry time.') };
  const minutes = Math.round((expiresAt - now) / 60_000);
  if (minutes === 1) return { step, outcome: 'pass', found: t('The token is valid for 1 more minute.') };
  if (minutes > 1) return { step, outcome: 'pass', found: t('The token is valid for {0} more minutes.', minutes) };
  return { step, outcome: 'fail', found: t('The token has expired.'), fix: causesOfRefusal.expired.fix() };
}

function audienceFinding({ audience }: TokenFacts): Finding {
  const step = t('Audience');
  if (audience === undefined) return { step, outcome: 'warn', found: t('The token does not say which API it is for.') };
  if (isPartnerAudience(audience)) return { step, outcome: 'pass', found: t('The token is for {0}.', audience) };
  return { step, outcome: 'fail', found: t('The token is for {0}.', audience), fix: causesOfRefusal.audience.fix() };
}

function tenantFinding({ tenant }: TokenFacts, { tenantId }: ConnectionSettings): Finding {
  const step = t('Tenant');
  if (tenant === undefined)
    return { step, outcome: 'warn', found: t('The token does not say which tenant it is from.') };
  const isGuid = /^[0-9a-f-]{36}$/i.test(tenantId);
  if (isGuid && tenantId.toLowerCase() !== tenant.toLowerCase()) {
    const found = t('The token is from {0}, the settings say {1}.', tenant, tenantId);
    return { step, outcome: 'fail', found, fix: t('Sign in with an account of the tenant in the settings.') };
  }
  if (tenantId === '') {
    const found = t('The token is from {0}, the account’s own tenant.', tenant);
    return {
      step,
      outcome: 'pass',
      found,
      fix: t('If this is not the partner tenant, set partnerReferrals.auth.tenantId.'),
    };
  }
  return { step, outcome: 'pass', found: t('The token is from {0}.', tenant) };
}

function permissionFinding({ scopes }: TokenFacts): Finding {
  const step = t('Permissions');
  const found = scopes.length === 0 ? t('The token has no permissions.') : t('The token has {0}.', scopes.join(', '));
  if (scopes.includes('user_impersonation')) return { step, outcome: 'pass', found };
  return { step, outcome: 'fail', found, fix: causesOfRefusal.scope.fix() };
}

function mfaFinding({ methods }: TokenFacts): Finding {
  const step = t('Multifactor authentication');
  if (methods === undefined) {
    const found = t('The token does not say how the account signed in.');
    return {
      step,
      outcome: 'warn',
      found,
      fix: t('If the API responds with 401 and the code 900421, sign in with a second factor.'),
    };
  }
  if (methods.includes('mfa'))
    return { step, outcome: 'pass', found: t('The token shows multifactor authentication.') };
  return { step, outcome: 'fail', found: causesOfRefusal.mfa.why(), fix: causesOfRefusal.mfa.fix() };
}
