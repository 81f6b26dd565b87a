import { parseDate } from './format.ts';
import { factsAt, pairsAt, rows, section, type Section, type TimelineEntry } from './section.ts';
import type { Sheet } from './sheet.ts';

const events = [
  ['created', 'Created'],
  ['accepted', 'Accepted'],
  ['updated', 'Updated'],
  ['expiration', 'Expiry'],
  ['closed', 'Closed'],
] as const;

/** What happened and will happen to the record, in the order of time. */
export function timelineOf(sheet: Sheet): Section[] {
  const entries = events.flatMap(([name, label]): TimelineEntry[] => {
    const value = sheet.take(`/${name}DateTime`, 'time');
    return value === undefined ? [] : [{ label, at: parseDate(value.raw), value: [value] }];
  });
  if (entries.length === 0) return [];
  // At home among the key figures; repeated here in its place in time.
  const close = sheet.text('/details/closingDateTime');
  const day = sheet.format.dayText(close);
  if (day !== undefined) entries.push({ label: 'Expected close', at: parseDate(close), value: [day] });
  entries.sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity));
  return section('timeline', 'Timeline', { kind: 'timeline', entries });
}

/** Everything one would paste into another system. */
export function identifiersOf(sheet: Sheet): Section[] {
  const all = [
    ...factsAt(sheet, '', [
      ['id', 'Referral', 'code'],
      ['engagementId', 'Engagement', 'code'],
      ['organizationId', 'Organization', 'code'],
      ['mpnId', 'Partner location', 'code'],
      ['inviteContext/invitedBy/organizationId', 'Invited by', 'code'],
    ]),
    ...pairsAt(sheet, '/customerProfile/ids', ['profileType', 'profile', 'Customer'], () => 'code'),
    ...factsAt(sheet, '/trackingInfo', [
      ['microsoftMsxId', 'Microsoft MSX', 'code'],
      ['microsoftUSFedOpportunityId', 'US Fed opportunity', 'code'],
      ['microsoftUSFedLeadId', 'US Fed lead', 'code'],
      ['migratedPSCDealId', 'Migrated deal', 'code'],
      ['migratedPSCPartnerDealId', 'Migrated partner deal', 'code'],
    ]),
  ];
  return section('identifiers', 'Identifiers', rows(all, true));
}
