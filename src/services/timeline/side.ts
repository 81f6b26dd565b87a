import { member, parseJson, text, type Json } from '../../base/json.ts';
import { t } from '../../base/l10n.ts';
import { isMicrosoftSide, type ReferralFacts } from '../../referral/summary.ts';
import { parseDate } from '../../referral/when.ts';
import { statusWords } from '../../referral/words.ts';
import type { KnownState, LaneSpec, TimelineEvent } from './event.ts';
import type { SandboxStatus } from './sandboxRecord.ts';

/** A referral of the engagement: what its newest text or its row in a list tells. Times are in ms since 1970. */
export interface Side {
  readonly facts: ReferralFacts;
  readonly created: number | undefined;
  readonly updated: number | undefined;
  readonly accepted: number | undefined;
  readonly closed: number | undefined;
}

/** @param referral the server's text; undefined if only the row of a list is known */
export function sideOf(facts: ReferralFacts, referral: string | undefined): Side {
  const value = referral === undefined ? undefined : readJson(referral);
  return {
    facts,
    created: parseDate(facts.createdDateTime),
    updated: parseDate(facts.updatedDateTime),
    accepted: parseDate(text(member(value, 'acceptedDateTime'))),
    closed: parseDate(text(member(value, 'closedDateTime'))),
  };
}

/** The lane of a referral, for events about it. */
export function laneOfSide(id: string): string {
  return `referral ${id}`;
}

/** The names of the lanes; where two would be the same, with the beginning of the ID. */
export function namesOfSides(sides: readonly Side[]): string[] {
  const names = sides.map(({ facts }) =>
    isMicrosoftSide(facts) ? t('Microsoft’s side') : (facts.organizationName ?? t('Another partner')),
  );
  return names.map((name, index) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} · ${sides[index]?.facts.id.slice(0, 8) ?? ''}`,
  );
}

/** A status that a referral got, and when. */
export interface StatusChange {
  readonly at: number;
  /** Undefined if the referral was created. */
  readonly before: SandboxStatus | undefined;
  readonly after: SandboxStatus;
}

/**
 * The statuses of a referral. What came before the changes follows from the referral's own dates; what can't be known is
 * left open.
 * @param changes in their order
 */
export function statesOf(side: Side, changes: readonly StatusChange[]): KnownState[] {
  const [first] = changes;
  const earlier = first ? (first.before ? statesBefore(side, first.before) : []) : statesBefore(side, side.facts);
  return [
    ...earlier.filter(({ at }) => first === undefined || at < first.at),
    ...changes.map(({ at, after }) => knownState(at, after)),
  ];
}

/** How a referral that has this status came to it. */
function statesBefore({ created, updated, accepted, closed }: Side, status: SandboxStatus): KnownState[] {
  const states: KnownState[] = [];
  const add = (at: number | undefined, what: SandboxStatus): void => {
    if (at !== undefined) states.push(knownState(at, what));
  };
  const isNew: SandboxStatus = { status: 'New', substatus: undefined };
  const isActive: SandboxStatus = { status: 'Active', substatus: undefined };
  switch (status.status) {
    case 'New':
      add(created, status);
      break;
    case 'Active':
      // Own deals are accepted when they are created.
      if (accepted !== undefined && accepted !== created) add(created, isNew);
      add(accepted ?? updated, status);
      break;
    case 'Closed':
      if (accepted !== undefined) {
        if (accepted !== created) add(created, isNew);
        add(accepted, isActive);
      } else if (status.substatus === 'Declined' || status.substatus === 'Expired') add(created, isNew);
      add(closed ?? updated, status);
      break;
    default:
      add(updated, status);
  }
  return states.sort((a, b) => a.at - b.at);
}

function knownState(at: number, { status, substatus }: SandboxStatus): KnownState {
  return { at, label: statusWords(status, substatus), tone: toneOf(status, substatus) };
}

function toneOf(status: string | undefined, substatus: string | undefined): KnownState['tone'] {
  if (status === 'New') return 'waiting';
  if (status === 'Active') return 'active';
  if (status === 'Closed') return substatus === 'Won' ? 'good' : 'bad';
  return 'plain';
}

/** A write is recorded after it has set the referral's own dates, in ms. */
const slack = 1000;

/**
 * The dates in a referral.
 * @param first the first change that is recorded; what came with it and later ones is an event of its own
 */
export function eventsOfDates(side: Side, first: StatusChange | undefined): TimelineEvent[] {
  const { facts, created, updated, accepted, closed } = side;
  const events: TimelineEvent[] = [];
  const add = (name: string, at: number | undefined, kind: TimelineEvent['kind'], title: string): void => {
    if (at === undefined) return;
    const { id } = facts;
    const event = { id: `${name} ${id}`, lane: laneOfSide(id), kind, at, title, isDay: kind === 'close' };
    events.push({ ...event, facts: [], findings: [], referral: id });
  };
  const isRecorded = first !== undefined && first.before === undefined;
  // The dates may be earlier than the change that brings them: Microsoft's are those at which it would have moved.
  const { status } = first?.before ?? facts;
  if (!isRecorded) {
    add('created', created, 'created', t('The referral was created'));
    if (accepted !== created && (status === 'Active' || status === 'Closed')) {
      add('accepted', accepted, 'moved', t('The referral was accepted'));
    }
    if (status === 'Closed') {
      const words = statusWords(facts.status, facts.substatus) ?? '';
      const title = t('The referral was closed: {0}', words);
      add('closed', closed, 'moved', words === '' ? t('The referral was closed') : title);
    }
    const isNews = updated !== undefined && ![created, accepted, closed].includes(updated);
    if (isNews && (first === undefined || updated < first.at - slack)) {
      add('updated', updated, 'changed', t('The latest change that the server tells of'));
    }
  }
  if (facts.status === 'New') {
    add('expiry', parseDate(facts.expirationDateTime), 'expiry', t('Expires if it is not answered'));
  }
  add('close', parseDate(facts.closingDateTime), 'close', t('Expected close'));
  return events;
}

/** The lane's part that is the same with and without a sandbox. */
export function laneSpecOf(side: Side, name: string, changes: readonly StatusChange[]): LaneSpec {
  return { key: laneOfSide(side.facts.id), kind: 'referral', name, states: statesOf(side, changes) };
}

function readJson(referral: string): Json | undefined {
  try {
    return parseJson(referral);
  } catch {
    return undefined;
  }
}
