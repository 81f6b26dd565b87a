import { isMicrosoftSide, type ReferralFacts } from '../../../referral/summary.ts';
import { section, type Person, type Section, type Statement } from './section.ts';
import type { Sheet } from './sheet.ts';
import { join, led, shown, type Line } from './shown.ts';

export function contactsOf(sheet: Sheet): Section[] {
  return peopleAt(sheet, '/customerProfile/team', 'contacts', 'Customer contacts');
}

/** Whose team it is depends on whose record it is. */
export function teamOf(sheet: Sheet, summary: ReferralFacts): Section[] {
  return peopleAt(sheet, '/team', 'team', isMicrosoftSide(summary) ? 'Microsoft’s team' : 'Your team');
}

function peopleAt(sheet: Sheet, pointer: string, key: string, title: string): Section[] {
  const people = sheet.list(pointer).flatMap((at) => personAt(sheet, at) ?? []);
  return section(key, title, people.length > 0 && { kind: 'people', people });
}

function personAt(sheet: Sheet, at: string): Person | undefined {
  const first = sheet.take(`${at}/firstName`);
  const last = sheet.take(`${at}/lastName`);
  const email = sheet.take(`${at}/email`);
  const name = join(' ', first, last);
  const more: Line[] = [
    join('', sheet.take(`${at}/title`)),
    join('', sheet.take(`${at}/phoneNumber`)),
    led('e-mail ', sheet.take(`${at}/emailValidationStatus`)),
    led('phone ', sheet.take(`${at}/phoneValidationStatus`)),
    join('', sheet.take(`${at}/contactPreference/locale`, 'language')),
    join('', sheet.take(`${at}/contactPreference/disableNotifications`, 'noMail')),
  ];
  if (name.length === 0 && email === undefined && more.every((part) => part.length === 0)) return undefined;
  return { key: at, initials: initial(first?.raw) + initial(last?.raw), name, email, more };
}

function initial(name = ''): string {
  return /^\s*([\p{L}\p{N}])/u.exec(name)?.[1]?.toLocaleUpperCase() ?? '';
}

/** North America, the British Isles, Australia, New Zealand and India write the postal code last. */
const codeLast = /^(US|CA|GB|IE|AU|NZ|IN)$/i;

export function addressOf(sheet: Sheet): Section[] {
  const at = '/customerProfile/address';
  const [city, state, code, region] = ['city', 'state', 'postalCode', 'region'].map((name) =>
    sheet.take(`${at}/${name}`),
  );
  const country = sheet.take(`${at}/country`, 'country');
  const place = codeLast.test(country?.raw ?? '')
    ? [...join(', ', city, state), ...led(' ', code)]
    : [...join(' ', code, city), ...led(', ', state)];
  const lines = [
    join('', sheet.take(`${at}/addressLine1`)),
    join('', sheet.take(`${at}/addressLine2`)),
    [...place, ...led(place.length > 0 ? ', ' : '', region), ...led(place.length > 0 || region ? ', ' : '', country)],
  ].filter((line) => line.length > 0);
  return section('address', 'Address', lines.length > 0 && { kind: 'address', lines });
}

/** What each flag says when it is true and when it is false. */
const consents = [
  ['ToToShareInfoWithOthers', 'May share contact data with others', 'May not share contact data with others'],
  ['ToContact', 'May contact the customer', 'May not contact the customer'],
  [
    'ToMicrosoftToContactSpecificPartners',
    'Microsoft may contact specific partners',
    'Microsoft may not contact specific partners',
  ],
  ['ToShareReferralWithMicrosoftSellers', 'Visible to Microsoft sellers', 'Private: not visible to Microsoft sellers'],
] as const;

export function consentOf(sheet: Sheet): Section[] {
  const statements = consents.flatMap(([name, yes, no]): Statement[] => {
    const leaf = sheet.takeLeaf(`/consent/consent${name}`);
    if (leaf === undefined) return [];
    if (leaf.value === true) return [{ state: 'yes', line: [shown(leaf, yes)] }];
    if (leaf.value === false) return [{ state: 'no', line: [shown(leaf, no)] }];
    // Null is an answer of its own here: a person must be able to tell it from a no.
    return [{ state: 'open', line: [shown(leaf), leaf.value === null ? ` Not stated: “${yes}”` : ` for “${yes}”`] }];
  });
  return section('consent', 'Consent', statements.length > 0 && { kind: 'statements', statements });
}
