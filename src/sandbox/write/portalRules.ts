import { invalidRequest } from '../http/requestRefusal.ts';
import { member, text, type Json, type JsonObject } from '../../base/json.ts';

/**
 * The portal's rules for a new deal (docs/api.md, Rules of the portal). Whether the API applies them is unknown, so
 * they are checked only in strict mode.
 * @throws RequestRefusal 400 whose target is the JSON pointer of the missing or invalid value
 */
export function checkPortalRules(referral: JsonObject): void {
  for (const pointer of needed) {
    const value = at(referral, pointer);
    if (value === undefined || value === null || value === '') throw invalidRequest(`${pointer} is required.`, pointer);
  }
  const country = text(at(referral, '/customerProfile/address/country')) ?? '';
  if (!/^[A-Z]{2}$/.test(country)) {
    throw invalidRequest(
      'The country must be a two-letter ISO 3166-1 code such as US.',
      '/customerProfile/address/country',
    );
  }
  checkLength(referral, '/details/requirements/solutions');
  checkLength(referral, '/team');
  if (member(referral.consent, 'consentToToShareInfoWithOthers') !== true) {
    throw invalidRequest('Consent to share contacts is required.', '/consent/consentToToShareInfoWithOthers');
  }
  const help = text(at(referral, '/inviteContext/assistanceRequestCode')) ?? 'Unknown';
  if (help !== 'Unknown') checkContact(at(referral, '/customerProfile/team'));
}

const needed = [
  '/name',
  '/customerProfile/name',
  '/customerProfile/address/addressLine1',
  '/customerProfile/address/city',
  '/customerProfile/address/country',
  '/details/dealValue',
  '/details/currency',
  '/details/closingDateTime',
];

function at(referral: JsonObject, pointer: string): Json | undefined {
  return pointer.split('/').slice(1).reduce<Json | undefined>(member, referral);
}

function checkLength(referral: JsonObject, pointer: string): void {
  const list = at(referral, pointer);
  const length = Array.isArray(list) ? list.length : 0;
  if (length < 1 || length > 50) throw invalidRequest(`${pointer} must have 1 to 50 items, not ${length}.`, pointer);
}

/** A request for help from Microsoft requires a customer contact. */
function checkContact(contacts: Json | undefined): void {
  const [contact] = Array.isArray(contacts) ? contacts : [];
  for (const name of ['firstName', 'lastName', 'phoneNumber', 'email']) {
    if (!text(member(contact, name))) {
      throw invalidRequest(
        'A customer contact with name, phone and e-mail is required when help is requested.',
        `/customerProfile/team/0/${name}`,
      );
    }
  }
}
