import { t } from '../../../base/l10n.ts';
import type { Cause } from './cause.ts';

/** Application ID of the API, the same in every tenant. Needed to add its permission (docs/api.md, Authentication). */
export const partnerApi = '4990cffe-04e8-4e8b-808a-1175604b879f';

const consent: Cause = {
  why: () => t('Nobody with the required permission has consented to this app’s access to the Partner API.'),
  fix: () =>
    t('Let an administrator of the partner tenant grant admin consent to the app registration, then sign in again.'),
  setup: true,
};
const signInAgain: Cause = {
  why: () => t('The sign-in is too old or was revoked, e.g. because the password changed.'),
  fix: () => t('Sign in again.'),
};

/**
 * Causes of Entra's error codes for the Partner API, by the number after AADSTS (docs/api.md, Refusals and their
 * causes).
 */
const causes: Readonly<Record<string, Cause>> = {
  65001: consent,
  90094: consent,
  500011: {
    why: () => t('The Partner API does not exist in the tenant that was signed in to.'),
    fix: () =>
      t(
        'Sign in to the partner tenant (partnerReferrals.auth.tenantId). If it is the right one, an administrator adds the permission of app {0} there.',
        partnerApi,
      ),
    setup: true,
  },
  650057: {
    why: () => t('The app registration does not declare the permission for the Partner API.'),
    fix: () => t('Add the delegated permission user_impersonation of {0} to it, and grant admin consent.', partnerApi),
    setup: true,
  },
  65002: {
    why: () => t('The app used for the sign-in belongs to Microsoft and can’t access the Partner API.'),
    fix: () => t('Register an app of your own and put its ID into partnerReferrals.auth.clientId.'),
    setup: true,
  },
  700016: {
    why: () => t('The app does not exist in the tenant.'),
    fix: () =>
      t(
        'Check partnerReferrals.auth.clientId and partnerReferrals.auth.tenantId: both belong to the app registration in the partner tenant.',
      ),
    setup: true,
  },
  7000218: {
    why: () => t('The app registration is not a public client, so Microsoft asks for a secret.'),
    fix: () => t('Allow public client flows under Authentication of the app registration.'),
    setup: true,
  },
  50011: {
    why: () => t('The app registration lacks the redirect URI of this sign-in method.'),
    fix: () => t('Add https://vscode.dev/redirect and http://localhost to it, as a mobile and desktop application.'),
    setup: true,
  },
  90002: {
    why: () => t('There is no such tenant.'),
    fix: () => t('Check partnerReferrals.auth.tenantId: the GUID or a domain of the partner tenant.'),
    setup: true,
  },
  50076: {
    why: () => t('The sign-in needs multifactor authentication.'),
    fix: () => t('Sign in again and complete the second factor.'),
  },
  50079: {
    why: () => t('The account has to register for multifactor authentication first.'),
    fix: () => t('Register a second factor at https://aka.ms/mfasetup, then sign in again.'),
  },
  53003: {
    why: () => t('A Conditional Access policy of the organization blocks this sign-in.'),
    fix: () =>
      t(
        'Ask the administrator of the tenant which sign-in methods the policy allows. Device codes are often blocked: try another method in partnerReferrals.auth.method.',
      ),
  },
  50020: {
    why: () => t('The account belongs to another directory than the one signed in to.'),
    fix: () => t('Use the account of the partner tenant.'),
    setup: true,
  },
  50105: {
    why: () => t('The account is not assigned to the app.'),
    fix: () => t('Let an administrator assign the user to the app registration.'),
    setup: true,
  },
  65004: {
    why: () => t('The consent was declined.'),
    fix: () => t('Sign in again and accept it, or ask an administrator to consent.'),
  },
  700082: signInAgain,
  70008: signInAgain,
  50173: signInAgain,
};

export interface EntraCause {
  /** E.g. `AADSTS65001`. */
  readonly code: string;
  /** Undefined if the code is not in the table. */
  readonly cause: Cause | undefined;
}

/** Finds Entra's error code in the text of an identity provider or a tool. Prefers a code that is in the table. */
export function findEntraCause(said: string): EntraCause | undefined {
  const found = [...said.matchAll(/AADSTS(\d{4,10})/g)].map(([code, number]) => ({
    code,
    cause: causes[number ?? ''],
  }));
  return found.find(({ cause }) => cause !== undefined) ?? found[0];
}
