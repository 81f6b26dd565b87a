import { isDeepStrictEqual } from 'node:util';
import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import { countryCodes } from './countries.ts';
import { isShared } from './lifeCycle.ts';
import type { portalRules } from './portalRules.ts';
import type { Message, Report } from './rule.ts';

type PortalReport = Report<keyof typeof portalRules>;

/** Reports values that the portal would reject in a new or changed deal (docs/api.md, Rules of the portal). */
export function checkPortal(referral: JsonObject, report: PortalReport): void {
  for (const place of required) {
    const value = at(referral, place);
    if (value === undefined || value === null || value === '') {
      report({ rule: 'portal-required', place, message: (t) => t('{0} is required.', place) });
    }
  }
  checkCountry(referral, report);
  checkLength(referral, '/details/requirements/solutions', report);
  checkLength(referral, '/team', report);
  const team = Array.isArray(referral.team) ? referral.team : [];
  for (const [index, person] of team.entries()) checkPerson(person, `/team/${index}`, 'portal-team-member', report);
  const consent = '/consent/consentToToShareInfoWithOthers';
  if (at(referral, consent) !== true) {
    const message: Message = (t) => t('Consent to share contacts is required.');
    report({ rule: 'portal-consent', place: consent, message });
  }
  const help = text(at(referral, '/inviteContext/assistanceRequestCode')) ?? 'Unknown';
  if (help !== 'Unknown')
    checkPerson(at(referral, '/customerProfile/team/0'), '/customerProfile/team/0', 'portal-contact', report);
  const attributes = '/details/requirements/additionalRequirements/attributes';
  const given = at(referral, attributes);
  const hasIntent =
    Array.isArray(given) &&
    given.some((item) => member(item, 'type') === 'CustomerMarketplaceIntent' && text(member(item, 'id')));
  if (!hasIntent) {
    const message: Message = (t) =>
      t('An attribute of type {0} with an id such as {1} is required.', 'CustomerMarketplaceIntent', 'HaveNotDecided');
    report({ rule: 'portal-intent', place: attributes, message });
  }
}

/**
 * Reports changes of properties that are fixed after creation.
 * @param before the stored referral
 */
export function checkFixed(before: JsonObject, after: JsonObject, report: PortalReport): void {
  for (const place of fixed) {
    const was = at(before, place);
    if (isEmpty(was) || isDeepStrictEqual(was, at(after, place))) continue;
    const message: Message = (t) => t('{0} cannot be changed after the deal was created.', place);
    report({ rule: 'portal-fixed', place, message });
  }
}

/**
 * Reports a deal that is won too early, and the substatus that only the service sets.
 * @param now ms since 1970
 */
export function checkPortalMove(before: JsonObject, after: JsonObject, now: number, report: PortalReport): void {
  if (before.substatus === after.substatus) return;
  if (after.substatus === 'Expired') {
    const message: Message = (t) => t('Only the service sets the substatus Expired.');
    report({ rule: 'portal-expired', place: '/substatus', message });
  }
  // Only a deal that is shared with Microsoft sellers can be registered.
  if (after.substatus !== 'Won' || !isShared(after)) return;
  const earliest = Date.parse(text(before.createdDateTime) ?? '') + 72 * 60 * 60 * 1000;
  if (earliest <= now || Number.isNaN(earliest)) return;
  const message: Message = (t) =>
    t(
      'A deal that can be registered cannot be won before {0}, 72 hours after its creation.',
      new Date(earliest).toISOString(),
    );
  report({ rule: 'portal-72-hours', place: '/substatus', message });
}

const required = [
  '/name',
  '/customerProfile/name',
  '/customerProfile/address/addressLine1',
  '/customerProfile/address/city',
  '/customerProfile/address/country',
  '/details/dealValue',
  '/details/currency',
  '/details/closingDateTime',
];

const fixed = [
  '/customerProfile/name',
  '/customerProfile/address',
  '/customerProfile/ids',
  '/consent/consentToToShareInfoWithOthers',
  '/mpnId',
];

function checkCountry(referral: JsonObject, report: PortalReport): void {
  const place = '/customerProfile/address/country';
  const country = at(referral, place);
  if (typeof country !== 'string' || country === '' || countryCodes.has(country)) return;
  const message: Message = (t) => t('The country must be a two-letter ISO 3166-1 code such as US, not "{0}".', country);
  report({ rule: 'portal-country', place, message });
}

function checkLength(referral: JsonObject, place: string, report: PortalReport): void {
  const list = at(referral, place);
  const length = Array.isArray(list) ? list.length : 0;
  if (length >= 1 && length <= 50) return;
  const message: Message = (t) => t('{0} must have 1 to 50 items, not {1}.', place, length);
  report({ rule: 'portal-list-length', place, message });
}

function checkPerson(
  person: Json | undefined,
  place: string,
  rule: 'portal-team-member' | 'portal-contact',
  report: PortalReport,
): void {
  for (const name of ['firstName', 'lastName', 'phoneNumber', 'email']) {
    if (text(member(person, name))) continue;
    const message: Message = (t) =>
      rule === 'portal-contact'
        ? t('A customer contact needs {0}, since help from Microsoft is requested.', name)
        : t('A person on the team needs {0}.', name);
    report({ rule, place: `${place}/${name}`, message });
  }
}

function at(referral: JsonObject, pointer: string): Json | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Json | undefined>(
      (value, step) => (Array.isArray(value) ? value[Number(step)] : member(value, step)),
      referral,
    );
}

/** True for null, undefined, or an empty string, list or object: the value was not given at creation. */
function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
