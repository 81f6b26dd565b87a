import { parseDate } from './formatter.ts';
import { factsAt, pairsAt, rows, section, type Section, type TimelineEntry } from './section.ts';
import type { LeafReader } from './leafReader.ts';

const events = [
  ['created', 'Created'],
  ['accepted', 'Accepted'],
  ['updated', 'Updated'],
  ['expiration', 'Expiry'],
  ['closed', 'Closed'],
] as const;

/** Past and future events of the record in chronological order. */
export function timelineOf(reader: LeafReader): Section[] {
  const entries = events.flatMap(([name, label]): TimelineEntry[] => {
    const value = reader.take(`/${name}DateTime`, 'time');
    return value === undefined ? [] : [{ label, at: parseDate(value.raw), as: 'ago', value: [value] }];
  });
  if (entries.length === 0) return [];
  // At home among the key figures; repeated here in its place in time.
  const close = reader.text('/details/closingDateTime');
  const day = reader.formatter.dayText(close);
  if (day !== undefined) entries.push({ label: 'Expected close', at: parseDate(close), as: 'day', value: [day] });
  entries.sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity));
  return section('timeline', 'Timeline', { kind: 'timeline', entries });
}

/** The identifiers, for copying to other systems. */
export function identifiersOf(reader: LeafReader): Section[] {
  const all = [
    ...factsAt(reader, '', [
      ['id', 'Referral', 'code'],
      ['engagementId', 'Engagement', 'code'],
      ['organizationId', 'Organization', 'code'],
      ['mpnId', 'Partner location', 'code'],
      ['inviteContext/invitedBy/organizationId', 'Invited by', 'code'],
    ]),
    ...pairsAt(reader, '/customerProfile/ids', ['profileType', 'profile', 'Customer'], () => 'code'),
    ...factsAt(reader, '/trackingInfo', [
      ['microsoftMsxId', 'Microsoft MSX', 'code'],
      ['microsoftUSFedOpportunityId', 'US Fed opportunity', 'code'],
      ['microsoftUSFedLeadId', 'US Fed lead', 'code'],
      ['migratedPSCDealId', 'Migrated deal', 'code'],
      ['migratedPSCPartnerDealId', 'Migrated partner deal', 'code'],
    ]),
  ];
  return section('identifiers', 'Identifiers', rows(all, true));
}
