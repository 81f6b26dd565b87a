import { keysOf } from './leaves.ts';

/** What stands in place of something personal; always as long, so that it doesn't tell how long that is. */
export const masking = '•••••';

/** Places that name a person or the customer, or where somebody wrote freely (reference §3). `*` is any one key. */
const personal = [
  'name',
  'statusReason',
  'customerProfile/name',
  'customerProfile/address/addressLine1',
  'customerProfile/address/addressLine2',
  'customerProfile/address/city',
  'customerProfile/address/postalCode',
  'customerProfile/ids/*/id',
  'details/notes',
  'details/customerAction',
  'inviteContext/notes',
].map((path) => path.split('/'));

/** What stands with people (`team` of the customer and of the partner) and tells nothing of them. */
const nobody = new Set(['emailValidationStatus', 'phoneValidationStatus', 'locale', 'disableNotifications']);

/** Of properties that nobody documents, by their names: better one too many is hidden than one too few. */
const suspicious =
  /e-?mail|phone|mobile|contact(?!Preference)|(full|display|user)Name|upn$|owner|notes|comment|description|remark|message|address|(created|modified|updated)By$/i;
const known = new Set(['address', 'contactPreference', 'consentToContact', 'customerRequestedContact']);

/**
 * Tells whether the value at a JSON pointer should be hidden while a screen is shared: names, addresses, phone numbers
 * and e-mails of people, the customer's name and street, free text, which may hold any of these, and e-mail addresses
 * wherever they stand.
 */
export function isPersonal(pointer: string, value: unknown): boolean {
  return namesSomebody(pointer) || (typeof value === 'string' && /[^\s@]@[^\s@]+\.[^\s@]/.test(value));
}

function namesSomebody(pointer: string): boolean {
  const keys = keysOf(pointer);
  const last = keys.at(-1) ?? '';
  if (keys.includes('team')) return !nobody.has(last);
  if (personal.some((path) => path.length === keys.length && path.every((key, n) => key === '*' || key === keys[n]))) {
    return true;
  }
  return keys.some((key) => suspicious.test(key) && !known.has(key) && !/^consent/i.test(key));
}
