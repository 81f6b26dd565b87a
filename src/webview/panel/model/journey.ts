import { expiryOf } from '../../../referral/lifeCycle.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../../referral/summary.ts';
import { exactTime } from '../../../referral/when.ts';
import { hasWords } from '../../../referral/words.ts';
import type { Reader } from '../reader.ts';
import { parseDate, type Format } from './format.ts';
import { line, shown, type Line } from './shown.ts';

export interface Stage {
  readonly key: 'new' | 'active' | 'closed';
  /** `skipped` lies behind but was never entered, e.g. Active of a declined referral. */
  readonly place: 'past' | 'now' | 'next' | 'skipped';
  /** How it ended, for the last stage. */
  readonly tone: 'plain' | 'good' | 'bad';
  readonly name: Line;
  /** Parted by dots. */
  readonly notes: readonly Line[];
}

export interface Journey {
  readonly stages: readonly Stage[];
  /** Status and substatus when the life cycle doesn't know them, so that they have no place on the way. */
  readonly unknown: Line;
  /** The server's free text on why. */
  readonly reason: Line;
}

const order = ['New', 'Active', 'Closed'] as const;
const keys = ['new', 'active', 'closed'] as const;

export function journeyOf(reader: Reader, summary: ReferralSummary, format: Format): Journey {
  const status = reader.take('/status');
  const substatus = reader.take('/substatus');
  const reason = reader.take('/statusReason');
  const at = order.findIndex((name) => name === status?.value);
  const here = line(
    status && format.words(status, 'status'),
    status && substatus && ' · ',
    substatus && format.words(substatus, 'substatus'),
  );
  const dates = {
    created: date(summary.createdDateTime, format),
    accepted: date(reader.text('/acceptedDateTime'), format),
    closed: date(reader.text('/closedDateTime'), format),
  };
  const notes = [
    newNotes(summary, at, dates.created),
    activeNotes(summary, at, dates.accepted),
    closedNotes(at, dates.closed),
  ];
  const wasActive = dates.accepted !== undefined || ['Won', 'Lost'].includes(summary.substatus ?? '');
  return {
    stages: order.map((name, index) => ({
      key: keys[index] ?? 'new',
      place: at < index ? 'next' : at === index ? 'now' : index === 1 && !wasActive ? 'skipped' : 'past',
      tone: index === 2 && at === 2 ? toneOf(summary.substatus) : 'plain',
      name: at === index ? here : [name],
      notes: notes[index] ?? [],
    })),
    unknown: at === -1 ? here : [],
    reason: reason === undefined ? [] : [shown(reason)],
  };
}

function newNotes(summary: ReferralSummary, at: number, created: string | undefined): Line[] {
  if (at !== 0) return created === undefined ? [] : [[created]];
  const expiry = expiryOf(summary);
  return [
    created === undefined ? [] : [`since ${created}`],
    expiry === undefined ? [] : [{ at: expiry, as: 'expiry' }],
  ];
}

function activeNotes(summary: ReferralSummary, at: number, accepted: string | undefined): Line[] {
  if (at === 1) return accepted === undefined ? [] : [[`since ${accepted}`]];
  if (at === 2) return [[accepted ?? 'without']];
  if (at === -1) return [];
  if (isMicrosoftSide(summary)) return [['after Microsoft accepts']];
  return [[summary.direction === 'Incoming' ? 'after you accept' : 'after it is accepted']];
}

function closedNotes(at: number, closed: string | undefined): Line[] {
  if (at === 2) return closed === undefined ? [] : [[`on ${closed}`]];
  return [['won, lost, declined']];
}

function toneOf(substatus: string | undefined): Stage['tone'] {
  if (substatus === 'Won') return 'good';
  return substatus !== undefined && substatus !== 'None' && hasWords('substatus', substatus) ? 'bad' : 'plain';
}

function date(text: string | undefined, format: Format): string | undefined {
  const at = parseDate(text);
  return at === undefined ? undefined : exactTime(at, format.locale);
}
