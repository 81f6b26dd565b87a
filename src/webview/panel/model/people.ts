import type { Reader } from '../reader.ts';
import type { Format } from './format.ts';
import { section, type Person, type Section, type Statement } from './section.ts';
import { line, shown, type Line } from './shown.ts';

export function contactsOf(reader: Reader, format: Format): Section[] {
  return peopleAt(reader, format, '/customerProfile/team', 'contacts', 'Customer contacts');
}

export function teamOf(reader: Reader, format: Format): Section[] {
  return peopleAt(reader, format, '/team', 'team', 'Team');
}

function peopleAt(reader: Reader, format: Format, pointer: string, key: string, title: string): Section[] {
  const people = reader.list(pointer).flatMap((at) => personAt(reader, format, at) ?? []);
  return people.length === 0 ? [] : section(key, title, { kind: 'people', people });
}

function personAt(reader: Reader, format: Format, at: string): Person | undefined {
  const first = reader.take(`${at}/firstName`);
  const last = reader.take(`${at}/lastName`);
  const title = reader.take(`${at}/title`);
  const email = reader.take(`${at}/email`);
  const emailCheck = reader.take(`${at}/emailValidationStatus`);
  const phone = reader.take(`${at}/phoneNumber`);
  const phoneCheck = reader.take(`${at}/phoneValidationStatus`);
  const language = reader.take(`${at}/contactPreference/locale`);
  const quiet = reader.take(`${at}/contactPreference/disableNotifications`);
  const name = line(first && shown(first), first && last && ' ', last && shown(last));
  const more: Line[] = [
    title ? [shown(title)] : [],
    phone ? [shown(phone)] : [],
    emailCheck ? ['e-mail ', shown(emailCheck)] : [],
    phoneCheck ? ['phone ', shown(phoneCheck)] : [],
    language ? [format.language(language)] : [],
    quiet ? [shown(quiet, mailWords(quiet.value) ?? quiet.raw)] : [],
  ];
  if (name.length === 0 && email === undefined && more.every((part) => part.length === 0)) return undefined;
  return {
    key: at,
    initials: initial(first?.raw) + initial(last?.raw),
    name,
    email: email && shown(email),
    more,
  };
}

function mailWords(disabled: unknown): string | undefined {
  if (disabled === true) return 'no mail notifications';
  return disabled === false ? 'mail notifications' : undefined;
}

function initial(name: string | undefined): string {
  const letter = [...(name ?? '').trim()][0] ?? '';
  return /[\p{L}\p{N}]/u.test(letter) ? letter.toLocaleUpperCase() : '';
}

export function addressOf(reader: Reader, format: Format): Section[] {
  const at = '/customerProfile/address';
  const [line1, line2, city, state, postal, region, country] = [
    'addressLine1',
    'addressLine2',
    'city',
    'state',
    'postalCode',
    'region',
    'country',
  ].map((name) => reader.take(`${at}/${name}`));
  // North America, Australia and Britain write the postal code last.
  const codeLast = ['US', 'CA', 'AU', 'GB', 'IE', 'NZ', 'IN'].includes(country?.raw.toUpperCase() ?? '');
  const place = codeLast
    ? line(city && shown(city), city && state && ', ', state && shown(state), postal && ' ', postal && shown(postal))
    : line(postal && shown(postal), postal && ' ', city && shown(city), state && ', ', state && shown(state));
  if (region !== undefined) place.push(...line(place.length > 0 ? ', ' : undefined, shown(region)));
  if (country !== undefined) place.push(...line(place.length > 0 ? ', ' : undefined, format.country(country)));
  const lines = [line(line1 && shown(line1)), line(line2 && shown(line2)), place].filter((part) => part.length > 0);
  return lines.length === 0 ? [] : section('address', 'Address', { kind: 'lines', lines });
}

/** What each flag means when it is true, when it is false, and what is left open by null. */
const consents = [
  [
    'consentToToShareInfoWithOthers',
    'May share contact data with others',
    'May not share contact data with others',
    'Sharing contact data with others',
  ],
  ['consentToContact', 'May contact the customer', 'May not contact the customer', 'Contacting the customer'],
  [
    'consentToMicrosoftToContactSpecificPartners',
    'Microsoft may contact specific partners',
    'Microsoft may not contact specific partners',
    'Microsoft contacting specific partners',
  ],
  [
    'consentToShareReferralWithMicrosoftSellers',
    'Visible to Microsoft sellers',
    'Private: not visible to Microsoft sellers',
    'Visibility to Microsoft sellers',
  ],
] as const;

export function consentOf(reader: Reader): Section[] {
  const statements = consents.flatMap(([name, yes, no, topic]): Statement[] => {
    const leaf = reader.takeAny(`/consent/${name}`);
    if (leaf === undefined) return [];
    if (leaf.value === true) return [{ state: 'yes', line: [shown(leaf, yes)] }];
    if (leaf.value === false) return [{ state: 'no', line: [shown(leaf, no)] }];
    // Null is an answer of its own here: a person must be able to tell it from a no.
    return [{ state: 'open', line: [`${topic}: `, shown(leaf), leaf.value === null ? ' not stated' : ''] }];
  });
  return statements.length === 0 ? [] : section('consent', 'Consent', { kind: 'statements', statements });
}
