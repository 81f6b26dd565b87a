import { t } from '../../../base/l10n.ts';
import type { Failure, ServerFacts } from '../../../api/failure.ts';
import type { Cause } from './cause.ts';
import { partnerApi } from './entra.ts';

const audience = 'https://api.partner.microsoft.com';

/** True if a token's audience is this API. */
export function isPartnerAudience(value: string): boolean {
  return value.replace(/\/$/, '').toLowerCase() === audience || value.toLowerCase() === partnerApi;
}

export const causesOfRefusal = {
  audience: {
    why: () => t('The token is for another API.'),
    fix: () => t('It must be requested with the scope {0}/.default. Sign in again through this extension.', audience),
  },
  expired: {
    why: () => t('The token has expired and could not be renewed without a prompt.'),
    fix: () => t('Sign in again. If the clock of this machine is wrong, set it.'),
  },
  mfa: {
    why: () => t('The token doesn’t show multifactor authentication.'),
    fix: () => t('Sign in again and complete the second factor. A federated identity provider must pass on the claim.'),
  },
  appOnly: {
    why: () => t('The token is for an app without a user, and the referrals API accepts only delegated access.'),
    fix: () => t('Sign in as a user. The credentials of an app are not accepted.'),
  },
  conditionalAccess: {
    why: () => t('A Conditional Access policy of the organization blocks the use of this token.'),
    fix: () => t('Ask the administrator of the tenant to adjust the policy.'),
  },
  challenge: {
    why: () =>
      t(
        'A Conditional Access policy requires more than this sign-in provided, e.g. a second factor or a managed device.',
      ),
    fix: () => t('Sign in again. The requirement is passed on.'),
  },
  scope: {
    why: () => t('The token lacks the permission user_impersonation.'),
    fix: () =>
      t(
        'Add the delegated permission of {0} to the app registration, grant admin consent, and sign in again.',
        partnerApi,
      ),
    setup: true,
  },
  role: {
    why: () => t('The account has no referrals role here, or only one for another location.'),
    fix: () =>
      t(
        'Ask the account admin of Partner Center for the role Referrals admin, or Referrals user and membership in the deal’s team. A new role can take an hour to take effect; then sign in again.',
      ),
    setup: true,
  },
  unauthenticated: {
    why: () => t('The token doesn’t show the reason.'),
    fix: () =>
      t(
        'Sign in again. If that doesn’t help, check that the account belongs to the partner tenant and the token is for {0}.',
        audience,
      ),
    setup: true,
  },
  emptyList: {
    why: () =>
      t(
        'A Referrals user sees only deals whose team they belong to. The tenant or the location may also be the wrong one.',
      ),
    fix: () =>
      t(
        'Ask to be added to a team or for the role Referrals admin, or sign in to the tenant where you have that role.',
      ),
    setup: true,
  },
  noCollection: {
    why: () => t('This is not the API’s address. Another server may be responding.'),
    fix: () => t('Check the network and proxy settings, or run “Partner: Diagnose Connection”.'),
  },
  noReferral: {
    why: () =>
      t('It may belong to another organization, or be visible only with another connection, tenant or account.'),
    fix: () =>
      t('Check the ID and the connection. Of a shared deal, you can see only your organization’s own referral.'),
  },
  solution: {
    why: () => t('The deal has no co-sell-ready solution.'),
    fix: () => t('Add a valid solution ID of the form SOL-….'),
  },
  country: {
    why: () => t('The country is not a two-letter code.'),
    fix: () => t('Use the ISO 3166-1 alpha-2 code, e.g. ES.'),
  },
  contact: {
    why: () => t('Help from Microsoft is requested, but there is no customer contact.'),
    fix: () => t('Add a contact with name, phone and e-mail address.'),
  },
  change: {
    why: () => t('The change was refused.'),
    fix: () =>
      t(
        'Only add and replace of known paths are possible; the substatus must fit the status, and a closed deal stays closed.',
      ),
  },
  invalid: { why: () => t('The request was refused.'), fix: () => t('See the log for the server’s message.') },
  conflict: {
    why: () => t('Another user or Microsoft changed it first.'),
    fix: () => t('Refresh it.'),
  },
} as const satisfies Readonly<Record<string, Cause>>;

type CauseTest = readonly [(facts: ServerFacts, now: number) => boolean, Cause];

const messageMatches = (facts: ServerFacts, pattern: RegExp): boolean => pattern.test(facts.message ?? '');

/** Causes of a refused token, most certain first (docs/api.md, Refusals and their causes). */
const ofToken: readonly CauseTest[] = [
  [({ code }) => code === '900309', causesOfRefusal.conditionalAccess],
  [({ token }) => token?.caller === 'app', causesOfRefusal.appOnly],
  [({ token }) => token?.audience !== undefined && !isPartnerAudience(token.audience), causesOfRefusal.audience],
  [({ token }, now) => token?.expiresAt !== undefined && token.expiresAt <= now, causesOfRefusal.expired],
  [({ token }) => token?.caller === 'user' && !token.scopes.includes('user_impersonation'), causesOfRefusal.scope],
  [
    ({ status, token }) => status === 401 && token?.methods !== undefined && !token.methods.includes('mfa'),
    causesOfRefusal.mfa,
  ],
];

/** Causes by the server's message (docs/api.md, Refusals and their causes). */
const ofRequest: readonly CauseTest[] = [
  [(facts) => messageMatches(facts, /solution id is required/i), causesOfRefusal.solution],
  [(facts) => messageMatches(facts, /\bcountry\b/i), causesOfRefusal.country],
  [(facts) => messageMatches(facts, /customer contact|contact (is|information is) required/i), causesOfRefusal.contact],
  [(facts) => messageMatches(facts, /\bpatch\b|\boperation\b|substatus/i), causesOfRefusal.change],
];

/** Finds the cause of a refusal by the server's code and message and by the token's claims. */
export function findCauseOfRefusal(failure: Failure, now: number): Cause | undefined {
  if (!('facts' in failure)) return undefined;
  const first = (rows: readonly CauseTest[], otherwise: Cause): Cause =>
    rows.find(([fits]) => fits(failure.facts, now))?.[1] ?? otherwise;
  switch (failure.kind) {
    case 'mfaRequired':
      return causesOfRefusal.mfa;
    case 'appOnlyToken':
      return causesOfRefusal.appOnly;
    case 'claimsChallenge':
      return causesOfRefusal.challenge;
    case 'unauthenticated':
      return first(ofToken, causesOfRefusal.unauthenticated);
    case 'forbidden':
      return first(ofToken, causesOfRefusal.role);
    case 'invalidRequest':
      return first(ofRequest, causesOfRefusal.invalid);
    case 'notFound':
      return failure.of === 'collection' ? causesOfRefusal.noCollection : causesOfRefusal.noReferral;
    case 'conflict':
      return causesOfRefusal.conflict;
    default:
      return undefined;
  }
}
