import { t } from '../../base/l10n.ts';
import { statusWords } from '../../referral/words.ts';
import { callEvents, callerName, listsReferrals, namedReferral, type TimelineCall } from './callEvents.ts';
import type { LaneSpec, TimelineContent, TimelineEvent } from './event.ts';
import type { ClockAdvance, SandboxChange, SandboxDelivery, SandboxRecord, SandboxStatus } from './sandboxRecord.ts';
import { eventsOfDates, laneOfSide, laneSpecOf, namesOfSides, type Side } from './side.ts';

/** More deliveries and advances are not drawn, the oldest first. */
const most = 1000;

/**
 * The timeline of an engagement from what its sandbox recorded.
 * @param masked hides e-mail addresses
 */
export function sandboxContent(known: readonly Side[], record: SandboxRecord, masked: boolean): TimelineContent {
  const ids = new Set(known.map(({ facts }) => facts.id));
  const changes = record.changes.filter(({ referral }) => ids.has(referral));
  const sides = known.map((side) => withStatus(side, changesOf(side, changes).at(-1)?.after));
  const names = namesOfSides(sides);
  const calls = callEvents(callsOf(record, ids, changes), masked);
  const deliveries = record.deliveries.filter(({ referral }) => ids.has(referral));
  const advances = record.advances.slice(-most);
  return {
    lanes: [
      ...sides.map((side, index) => laneSpecOf(side, names[index] ?? '', changesOf(side, changes))),
      ...calls.lanes,
      { key: 'webhooks', kind: 'webhooks', name: t('Webhooks') } satisfies LaneSpec,
      { key: 'clock', kind: 'clock', name: t('Clock of the sandbox') } satisfies LaneSpec,
    ],
    events: [
      ...advances.map(advanceEvent),
      // The call comes first, then what it caused.
      ...calls.events,
      ...changes.map((change, index) => changeEvent(change, index, masked)),
      ...deliveries.slice(-most).map(deliveryEvent),
      ...sides.flatMap((side) => eventsOfDates(side, changesOf(side, changes)[0])),
    ],
    now: record.now,
    notes: [...notesOf(record, deliveries.length), ...calls.notes],
  };
}

function changesOf({ facts }: Side, changes: readonly SandboxChange[]): SandboxChange[] {
  return changes.filter(({ referral }) => referral === facts.id);
}

/** The list of changes may be newer than what is known of the referral. */
function withStatus(side: Side, now: SandboxStatus | undefined): Side {
  return now ? { ...side, facts: { ...side.facts, ...now } } : side;
}

/** Calls that name a referral of the engagement, that wrote one, or that list referrals. */
function callsOf(record: SandboxRecord, ids: ReadonlySet<string>, changes: readonly SandboxChange[]): TimelineCall[] {
  const writers = new Map(changes.map(({ requestId, referral }) => [requestId, referral]));
  const findings = new Map<string, string[]>();
  for (const { message, calls } of record.findings) {
    for (const id of calls) findings.set(id, [...(findings.get(id) ?? []), message]);
  }
  return record.calls.flatMap((entry): TimelineCall[] => {
    const named = namedReferral(entry, ids);
    const written = writers.get(entry.requestId);
    if (named === undefined && written === undefined && !listsReferrals(entry)) return [];
    return [{ entry, referral: named ?? written, findings: findings.get(entry.key) ?? [] }];
  });
}

function changeEvent(change: SandboxChange, index: number, masked: boolean): TimelineEvent {
  const { at, referral, before, after, paths, requestId } = change;
  const moved = before !== undefined && (before.status !== after.status || before.substatus !== after.substatus);
  return {
    // Several changes may have the same time.
    id: `change ${referral} ${index} ${at}`,
    lane: laneOfSide(referral),
    kind: before === undefined ? 'created' : moved ? 'moved' : 'changed',
    at,
    isDay: false,
    title: changeTitle(change, moved, masked),
    facts: [
      ...(moved ? [] : [{ label: t('Status'), value: wordsOf(after) }]),
      ...(paths.length > 0 ? [{ label: t('Changed properties'), value: paths.join('\n') }] : []),
      ...(requestId === undefined ? [] : [{ label: t('Request ID'), value: requestId }]),
    ],
    findings: [],
    referral,
  };
}

function changeTitle({ by, caller, before, after, paths }: SandboxChange, moved: boolean, masked: boolean): string {
  if (by === 'arrival') return t('Microsoft sent the referral');
  if (by === 'clock' && after.substatus === 'Expired') return t('The referral expired, since it was not answered');
  const who = actor(by, caller, masked);
  if (before === undefined) return t('{0} created the referral', who);
  if (moved) return t('{0} changed the status from “{1}” to “{2}”', who, wordsOf(before), wordsOf(after));
  return paths.length === 1 ? t('{0} changed 1 property', who) : t('{0} changed {1} properties', who, paths.length);
}

function actor(by: string, caller: string | undefined, masked: boolean): string {
  if (by === 'client') return caller ? callerName(caller, masked) : t('A client');
  if (by === 'microsoft') return t('Microsoft');
  return by === 'clock' ? t('The clock') : t('The sandbox');
}

function wordsOf({ status, substatus }: SandboxStatus): string {
  return statusWords(status, substatus) ?? t('none');
}

function deliveryEvent(delivery: SandboxDelivery): TimelineEvent {
  const { id, event, attempt, referral, at, url, status, durationMs } = delivery;
  const delivered = status !== undefined && status >= 200 && status < 300;
  return {
    id: `delivery ${id} ${attempt} ${url} ${at}`,
    lane: 'webhooks',
    kind: delivered ? 'delivered' : 'undelivered',
    at,
    isDay: false,
    title:
      status === undefined
        ? t('{0}: no response to the webhook', event)
        : t('{0}: the webhook was answered with {1}', event, status),
    facts: [
      { label: t('Attempt'), value: String(attempt) },
      { label: t('Address'), value: url },
      ...(durationMs === undefined ? [] : [{ label: t('Duration'), value: t('{0} ms', Math.round(durationMs)) }]),
      { label: t('Event ID'), value: id },
    ],
    findings: [],
    referral,
  };
}

const day = 24 * 60 * 60 * 1000;

function advanceEvent({ at, from }: ClockAdvance): TimelineEvent {
  const days = Math.round(((at - from) / day) * 100) / 100;
  return {
    id: `advance ${at}`,
    lane: 'clock',
    kind: 'clock',
    at,
    isDay: false,
    title: days === 1 ? t('The clock was advanced by 1 day') : t('The clock was advanced by {0} days', days),
    facts: [],
    findings: [],
    referral: undefined,
  };
}

function notesOf({ forgotten, hasChanges }: SandboxRecord, deliveries: number): string[] {
  return [
    hasChanges
      ? t('What happened before the sandbox was started or reset is known only from the dates in the referrals.')
      : t(
          'This sandbox is of an earlier version, which doesn’t list changes: only the dates in the referrals are drawn.',
        ),
    ...(forgotten.changes > 0
      ? [t('Number of older changes that the sandbox no longer lists: {0}.', forgotten.changes)]
      : []),
    ...(forgotten.calls > 0
      ? [t('Number of older calls that the sandbox no longer lists: {0}.', forgotten.calls)]
      : []),
    ...(deliveries > most
      ? [t('Number of older attempts to deliver webhooks that are not drawn: {0}.', deliveries - most)]
      : []),
  ];
}
