import type { RelatedReferral } from '../../../protocol/panel.ts';
import type { Reader } from '../reader.ts';
import { factsAt } from './facts.ts';
import { timeOf, type Format } from './format.ts';
import { rows, section, type Row, type Section, type TimelineEntry } from './section.ts';
import { code, line, shown, type Line } from './shown.ts';

/** The sides of the engagement that are known here; the own side first. */
export function engagementOf(reader: Reader, related: readonly RelatedReferral[]): Section[] {
  const owner = reader.take('/organizationName');
  if (owner === undefined && related.length === 0) return [];
  const own: Line = owner === undefined ? ['This referral'] : [shown(owner), ' · this referral'];
  return section('engagement', 'Engagement', { kind: 'engagement', own, related });
}

const events = [
  ['/createdDateTime', 'Created'],
  ['/acceptedDateTime', 'Accepted'],
  ['/updatedDateTime', 'Updated'],
  ['/expirationDateTime', 'Expires'],
  ['/closedDateTime', 'Closed'],
] as const;

/** What happened and will happen to the record, in the order of time. */
export function timelineOf(reader: Reader, format: Format): Section[] {
  const entries: TimelineEntry[] = [];
  for (const [pointer, label] of events) {
    const leaf = reader.take(pointer);
    if (leaf !== undefined) entries.push({ label, at: timeOf(leaf), value: [format.time(leaf)] });
  }
  if (entries.length === 0) return [];
  // At home among the key figures; repeated here in its place in time.
  const close = format.dayOf(reader.text('/details/closingDateTime'));
  if (close !== undefined) entries.push({ label: 'Expected close', at: close.at, value: [close.text] });
  entries.sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity));
  return section('timeline', 'Timeline', { kind: 'timeline', entries });
}

/** Everything one would paste into another system. */
export function identifiersOf(reader: Reader, format: Format): Section[] {
  return section(
    'identifiers',
    'Identifiers',
    rows(
      [
        ...factsAt(reader, format, '', [
          ['id', 'Referral', 'code'],
          ['engagementId', 'Engagement', 'code'],
          ['organizationId', 'Organization', 'code'],
          ['mpnId', 'Partner location', 'code'],
          ['inviteContext/invitedBy/organizationId', 'Invited by', 'code'],
        ]),
        ...profileIds(reader, format),
        ...factsAt(reader, format, '/trackingInfo', [
          ['microsoftMsxId', 'Microsoft MSX', 'code'],
          ['microsoftUSFedOpportunityId', 'US Fed opportunity', 'code'],
          ['microsoftUSFedLeadId', 'US Fed lead', 'code'],
          ['migratedPSCDealId', 'Migrated deal', 'code'],
          ['migratedPSCPartnerDealId', 'Migrated partner deal', 'code'],
        ]),
      ],
      true,
    ),
  );
}

function profileIds(reader: Reader, format: Format): (Row | undefined)[] {
  return reader.list('/customerProfile/ids').map((at) => {
    const type = reader.take(`${at}/profileType`);
    const id = reader.take(`${at}/id`);
    if (type === undefined && id === undefined) return undefined;
    return { label: [type === undefined ? 'Customer' : format.words(type, 'profile')], value: line(id && code(id)) };
  });
}
