import { keysOf } from './leaves.ts';

/** Replaces personal data. The length is fixed, so that it doesn't reveal the length of the value. */
export const masking = '•••••';

/**
 * Where the documented properties name a person or the customer, or where somebody wrote freely. `*` is any one key. Below
 * `customerProfile` and `team` everything is hidden but `harmless`, documented or not.
 *
 * Shown on purpose, though they are texts: ids of Microsoft's and of partners' own (`engagementId`, `campaignId`, `mpnId`,
 * `target`, `trackingInfo`), which name nobody to those who can't look them up; names of organizations that are partners
 * (`organizationName`, `invitedBy`); what comes from a catalog (solutions, products, offers, publishers); words of a fixed
 * or technical kind (status, stage, programme, channel, `tags`, `attributes`, devices); addresses of the API (`links`).
 */
const personal = [
  'name',
  'statusReason',
  // Partners choose it freely, often after the customer.
  'externalReferenceId',
  'details/notes',
  'details/customerAction',
  'details/requirements/additionalRequirements/iot/customerLicenseAgreementNumber',
  'registrations/*/statusReason',
  'inviteContext/notes',
].map((path) => path.split('/'));

/** What stands with people and the customer, and identifies neither. */
const harmless = new Set([
  'emailValidationStatus',
  'phoneValidationStatus',
  'locale',
  'disableNotifications',
  'country',
  'state',
  'region',
  'size',
  'profileType',
  'isMatchingComplete',
]);

/** Properties that are not documented, by their names: hiding one too many is better than one too few. */
const suspicious = new RegExp(
  [
    'e-?mail|phone|mobile|contact(?!Preference)|address|web-?site|home-?page|domain|linkedIn',
    '(full|display|user|first|last|middle|given|family|customer|account|company|tenant|deal|opportunity)-?Name|surname|upn$',
    'owner|(created|modified|updated)By$',
    'notes|comment|description|remark|message|feedback|justification|reason$',
  ].join('|'),
  'i',
);
const known = new Set(['address', 'contactPreference', 'consentToContact', 'customerRequestedContact']);

/**
 * Tells whether the value at a JSON pointer should be hidden while a screen is shared: names, addresses, phone numbers
 * and e-mails of people, what identifies the customer, free text, which may hold any of these, and e-mail addresses
 * wherever they stand.
 */
export function isPersonal(pointer: string, value: unknown): boolean {
  return namesSomebody(pointer) || (typeof value === 'string' && /[^\s@]@[^\s@]+\.[^\s@]/.test(value));
}

function namesSomebody(pointer: string): boolean {
  const keys = keysOf(pointer);
  const last = keys.at(-1) ?? '';
  if (keys.includes('team') || (keys[0] === 'customerProfile' && keys.length > 1)) return !harmless.has(last);
  if (personal.some((path) => path.length === keys.length && path.every((key, n) => key === '*' || key === keys[n]))) {
    return true;
  }
  return keys.some((key) => suspicious.test(key) && !known.has(key) && !/^consent/i.test(key));
}
