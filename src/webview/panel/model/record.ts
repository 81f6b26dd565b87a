import { t } from '../../../base/l10n.ts';
import { parseDate } from '../../../referral/when.ts';
import { factsAt, pairsAt, rows, section, type Section, type TimelineEntry } from './section.ts';
import type { LeafReader } from './leafReader.ts';

const events = () => [
  ['created', t('Created')],
  ['accepted', t('Accepted')],
  ['updated', t('Updated')],
  ['expiration', t('Expiry')],
  ['closed', t('Closed')],
];

/** Past and future events of the record in chronological order. */
export function timelineOf(reader: LeafReader): Section[] {
  const entries = events().flatMap(([name = '', label = '']): TimelineEntry[] => {
    const value = reader.take(`/${name}DateTime`, 'time');
    return value ? [{ label, at: parseDate(value.raw), as: 'ago', value: [value] }] : [];
  });
  if (entries.length === 0) return [];
  // Belongs to the key figures and is repeated here in chronological order.
  const close = reader.text('/details/closingDateTime');
  const day = reader.formatter.dayText(close);
  if (day !== undefined) entries.push({ label: t('Expected close'), at: parseDate(close), as: 'day', value: [day] });
  entries.sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity));
  return section('timeline', t('Timeline'), { kind: 'timeline', entries });
}

/** The identifiers, for copying to other systems. */
export function identifiersOf(reader: LeafReader): Section[] {
  const all = [
    ...factsAt(
      reader,
      '',
      [
        ['id', t('Referral')],
        ['engagementId', t('Engagement')],
        ['organizationId', t('Organization')],
        ['mpnId', t('Partner location')],
        ['inviteContext/invitedBy/organizationId', t('Invited by')],
      ],
      'code',
    ),
    ...pairsAt(reader, '/customerProfile/ids', ['profileType', 'profile', t('Customer')], () => 'code'),
    ...factsAt(
      reader,
      '/trackingInfo',
      [
        ['microsoftMsxId', t('Microsoft MSX')],
        ['microsoftUSFedOpportunityId', t('US Fed opportunity')],
        ['microsoftUSFedLeadId', t('US Fed lead')],
        ['migratedPSCDealId', t('Migrated deal')],
        ['migratedPSCPartnerDealId', t('Migrated partner deal')],
      ],
      'code',
    ),
  ];
  return section('identifiers', t('Identifiers'), rows(all, true));
}
