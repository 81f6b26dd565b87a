import { t } from '../../base/l10n.ts';
import { changesBetween } from '../../referral/changes.ts';
import type { FetchedVersion } from '../catalog/versions.ts';
import type { CallEntry } from '../calls/callEntry.ts';
import { callEvents, listsReferrals, namedReferral, type TimelineCall } from './callEvents.ts';
import type { TimelineContent, TimelineEvent } from './event.ts';
import { eventsOfDates, laneOfSide, laneSpecOf, namesOfSides, type Side } from './side.ts';

/** What this window knows of an engagement in Partner Center, which keeps no history that can be read. */
export interface LiveRecord {
  /** In ms since 1970. */
  readonly now: number;
  /** All calls of this window to Partner Center, oldest first. */
  readonly calls: readonly CallEntry[];
  /** Oldest first. */
  readonly versionsOf: (id: string) => readonly FetchedVersion[];
}

/** More changed properties of a version are not listed. */
const mostPaths = 50;

/**
 * The timeline of an engagement from the dates in its referrals, the versions that this window received, and its calls.
 */
export function liveContent(sides: readonly Side[], { now, calls, versionsOf }: LiveRecord): TimelineContent {
  const names = namesOfSides(sides);
  const ids = new Set(sides.map(({ facts }) => facts.id));
  const about = calls.flatMap((entry): TimelineCall[] => {
    const referral = namedReferral(entry, ids);
    return referral === undefined && !listsReferrals(entry) ? [] : [{ entry, referral, findings: [] }];
  });
  const drawn = callEvents(about, false);
  return {
    lanes: [...sides.map((side, index) => laneSpecOf(side, names[index] ?? '', [])), ...drawn.lanes],
    events: [
      ...drawn.events,
      ...sides.flatMap((side) => [
        ...eventsOfDates(side, undefined),
        ...versionEvents(side.facts.id, versionsOf(side.facts.id)),
      ]),
    ],
    now,
    notes: [
      t(
        'Partner Center keeps no history of changes: who changed the referrals, and what happened between their dates, is not known.',
      ),
      t('Of calls and versions, only those of this window are drawn.'),
      ...drawn.notes,
    ],
  };
}

/** The first version that was received is no event: it is no news. */
function versionEvents(id: string, versions: readonly FetchedVersion[]): TimelineEvent[] {
  return versions.flatMap(({ number, text, receivedAt }, index) => {
    const before = versions[index - 1];
    if (!before) return [];
    const paths = changesBetween(before.text, text).map(({ pointer }) => pointer);
    return [
      {
        id: `version ${id} ${number}`,
        lane: laneOfSide(id),
        kind: 'seen',
        at: receivedAt,
        isDay: false,
        title:
          paths.length === 1
            ? t('This window received a version with 1 changed property')
            : t('This window received a version with {0} changed properties', paths.length),
        facts: paths.length === 0 ? [] : [{ label: t('Changed properties'), value: listOf(paths) }],
        findings: [],
        referral: id,
      },
    ];
  });
}

function listOf(paths: readonly string[]): string {
  const more = paths.length - mostPaths;
  return [...paths.slice(0, mostPaths), ...(more > 0 ? [t('and {0} more', more)] : [])].join('\n');
}
