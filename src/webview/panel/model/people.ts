import { t } from '../../../base/l10n.ts';
import { isMicrosoftSide, type ReferralFacts } from '../../../referral/summary.ts';
import { section, type Person, type Section, type Statement } from './section.ts';
import type { LeafReader } from './leafReader.ts';
import { filled, join, shown, type Line, type Piece } from './shown.ts';

export function contactsOf(reader: LeafReader): Section[] {
  return peopleAt(reader, '/customerProfile/team', 'contacts', t('Customer contacts'));
}

/** The team belongs to the owner of the record. */
export function teamOf(reader: LeafReader, summary: ReferralFacts): Section[] {
  return peopleAt(reader, '/team', 'team', isMicrosoftSide(summary) ? t('Microsoft’s team') : t('Your team'));
}

function peopleAt(reader: LeafReader, pointer: string, key: string, title: string): Section[] {
  const people = reader.list(pointer).flatMap((at) => personAt(reader, at) ?? []);
  return section(key, title, people.length > 0 && { kind: 'people', people });
}

function personAt(reader: LeafReader, at: string): Person | undefined {
  const first = reader.take(`${at}/firstName`);
  const last = reader.take(`${at}/lastName`);
  const email = reader.take(`${at}/email`);
  const name = join(' ', first, last);
  const more: Line[] = [
    join('', reader.take(`${at}/title`)),
    join('', reader.take(`${at}/phoneNumber`)),
    filled(t('e-mail {0}'), reader.take(`${at}/emailValidationStatus`)),
    filled(t('phone {0}'), reader.take(`${at}/phoneValidationStatus`)),
    join('', reader.take(`${at}/contactPreference/locale`, 'language')),
    join('', reader.take(`${at}/contactPreference/disableNotifications`, 'noMail')),
  ];
  if (name.length === 0 && !email && more.every((part) => part.length === 0)) return undefined;
  return { key: at, initials: initial(first?.raw) + initial(last?.raw), name, email, more };
}

function initial(name = ''): string {
  return /^\s*([\p{L}\p{N}])/u.exec(name)?.[1]?.toLocaleUpperCase() ?? '';
}

/** In North America, the British Isles, Australia, New Zealand and India the postal code comes last. */
const codeLast = /^(US|CA|GB|IE|AU|NZ|IN)$/i;

export function addressOf(reader: LeafReader): Section[] {
  const at = '/customerProfile/address';
  const [city, state, code, region] = ['city', 'state', 'postalCode', 'region'].map((name) =>
    reader.take(`${at}/${name}`),
  );
  const country = reader.take(`${at}/country`, 'country');
  const place = codeLast.test(country?.raw ?? '')
    ? [...join(', ', city, state), ...filled(' {0}', code)]
    : [...join(' ', code, city), ...filled(', {0}', state)];
  const lines = [
    join('', reader.take(`${at}/addressLine1`)),
    join('', reader.take(`${at}/addressLine2`)),
    [
      ...place,
      ...filled(place.length > 0 ? ', {0}' : '{0}', region),
      ...filled(place.length > 0 || region ? ', {0}' : '{0}', country),
    ],
  ].filter((line) => line.length > 0);
  return section('address', t('Address'), lines.length > 0 && { kind: 'address', lines });
}

/** The text of each flag if it is true and if it is false. */
const consents = () => [
  ['ToToShareInfoWithOthers', t('May share contact data with others'), t('May not share contact data with others')],
  ['ToContact', t('May contact the customer'), t('May not contact the customer')],
  [
    'ToMicrosoftToContactSpecificPartners',
    t('Microsoft may contact specific partners'),
    t('Microsoft may not contact specific partners'),
  ],
  [
    'ToShareReferralWithMicrosoftSellers',
    t('Visible to Microsoft sellers'),
    t('Private: not visible to Microsoft sellers'),
  ],
];

export function consentOf(reader: LeafReader): Section[] {
  const statements = consents().flatMap(([name = '', yes = '', no]): Statement[] => {
    const leaf = reader.takeLeaf(`/consent/consent${name}`);
    if (!leaf) return [];
    const words = reader.show(leaf, (one) => shown(one, one.value === true ? yes : one.value === false ? no : one.raw));
    const { value } = leaf;
    if (typeof value === 'boolean') return [{ state: value ? 'yes' : 'no', line: [words] }];
    // Null must be distinguishable from false here.
    return [
      {
        state: 'open',
        line: filled<Piece>(value === null ? t('{0} Not stated: “{1}”') : t('{0} for “{1}”'), words, yes),
      },
    ];
  });
  return section('consent', t('Consent'), statements.length > 0 && { kind: 'statements', statements });
}
