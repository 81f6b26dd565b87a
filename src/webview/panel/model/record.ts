import type { RelatedReferral } from '../../../protocol/panel.ts';
import type { Reader } from '../reader.ts';
import { timeOf, type Format } from './format.ts';
import { row, rows, section, type Row, type Section, type TimelineEntry } from './section.ts';
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
  const entries: { readonly at: number; readonly entry: TimelineEntry }[] = [];
  for (const [pointer, label] of events) {
    const leaf = reader.take(pointer);
    if (leaf === undefined) continue;
    const at = timeOf(leaf);
    const moment: Line = at === undefined ? [] : [{ at, as: 'ago' }];
    entries.push({ at: at ?? Infinity, entry: { label, value: [format.time(leaf)], moment } });
  }
  const close = reader.text('/details/closingDateTime');
  const closeAt = close === undefined ? NaN : Date.parse(close);
  if (!Number.isNaN(closeAt) && entries.length > 0) {
    // At home among the key figures; repeated here in its place in time.
    const day = new Intl.DateTimeFormat(format.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(closeAt);
    entries.push({
      at: closeAt,
      entry: { label: 'Expected close', value: [day], moment: [{ at: closeAt, as: 'ago' }] },
    });
  }
  entries.sort((one, other) => one.at - other.at);
  return section('timeline', 'Timeline', { kind: 'timeline', entries: entries.map(({ entry }) => entry) });
}

/** Everything one would paste into another system. */
export function identifiersOf(reader: Reader, format: Format): Section[] {
  const id = (pointer: string, label: string): Row | undefined => {
    const leaf = reader.take(pointer);
    return row(label, leaf && code(leaf));
  };
  return section(
    'identifiers',
    'Identifiers',
    rows(
      [
        id('/id', 'Referral'),
        id('/engagementId', 'Engagement'),
        id('/organizationId', 'Organization'),
        id('/mpnId', 'Partner location'),
        id('/inviteContext/invitedBy/organizationId', 'Invited by'),
        ...profileIds(reader, format),
        id('/trackingInfo/microsoftMsxId', 'Microsoft MSX'),
        id('/trackingInfo/microsoftUSFedOpportunityId', 'US Fed opportunity'),
        id('/trackingInfo/microsoftUSFedLeadId', 'US Fed lead'),
        id('/trackingInfo/migratedPSCDealId', 'Migrated deal'),
        id('/trackingInfo/migratedPSCPartnerDealId', 'Migrated partner deal'),
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
