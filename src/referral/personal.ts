import { keysOf } from './leaves.ts';

/** Replaces personal data. The length is fixed, so that it doesn't reveal the length of the value. */
export const masking = '•••••';

/**
 * Paths of documented properties that contain personal data, data of the customer or free text. `*` is any one key.
 * Below `customerProfile` and `team` all properties are hidden except those in `harmless`, also undocumented ones.
 *
 * Other texts are shown on purpose: ids of Microsoft and of partners (`engagementId`, `campaignId`, `mpnId`, `target`,
 * `trackingInfo`), which identify nobody without access to the systems; names of partner organizations
 * (`organizationName`, `invitedBy`); entries of catalogs (solutions, products, offers, publishers); fixed or technical
 * terms (status, stage, programme, channel, `tags`, `attributes`, devices); URLs of the API (`links`).
 */
const personal = [
  'name',
  'statusReason',
  // Partners choose this value freely, and it often contains the customer's name.
  'externalReferenceId',
  'details/notes',
  'details/customerAction',
  'details/requirements/additionalRequirements/iot/customerLicenseAgreementNumber',
  'registrations/*/statusReason',
  'inviteContext/notes',
].map((path) => path.split('/'));

/** Properties of people and the customer that identify neither. */
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

/** Names of undocumented properties to hide. Hiding too many is better than too few. */
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
 * True if the value at a JSON pointer should be hidden while a screen is shared: names, addresses, phone numbers and
 * e-mail addresses of people, data that identifies the customer, free text, which may contain any of these, and e-mail
 * addresses in any other value.
 */
export function isPersonal(pointer: string, value: unknown): boolean {
  return isPersonalPath(pointer) || (typeof value === 'string' && /[^\s@]@[^\s@]+\.[^\s@]/.test(value));
}

function isPersonalPath(pointer: string): boolean {
  const keys = keysOf(pointer);
  const last = keys.at(-1) ?? '';
  if (keys.includes('team') || (keys[0] === 'customerProfile' && keys.length > 1)) return !harmless.has(last);
  if (personal.some((path) => path.length === keys.length && path.every((key, n) => key === '*' || key === keys[n]))) {
    return true;
  }
  return keys.some((key) => suspicious.test(key) && !known.has(key) && !/^consent/i.test(key));
}
