import { expiryOf } from '../../../referral/expiry.ts';
import { isMicrosoftSide, type ReferralFacts } from '../../../referral/summary.ts';
import { hasWords } from '../../../referral/words.ts';
import type { LeafReader } from './leafReader.ts';
import { join, led, type Line } from './shown.ts';

export interface Stage {
  readonly key: string;
  /** `skipped`: passed without being entered, e.g. Active of a declined referral. */
  readonly place: 'past' | 'now' | 'next' | 'skipped';
  /** The outcome, for the last stage. */
  readonly tone: 'plain' | 'good' | 'bad';
  readonly name: Line;
  /** Separated by dots. */
  readonly notes: readonly Line[];
}

export interface Journey {
  readonly stages: readonly Stage[];
  /** Status and substatus if they are not part of the life cycle. */
  readonly unknown: Line;
  /** The server's text with the reason. */
  readonly reason: Line;
}

const order = ['New', 'Active', 'Closed'];

export function journeyOf(reader: LeafReader, summary: ReferralFacts): Journey {
  const { status = '', substatus = '' } = summary;
  const at = order.indexOf(status);
  const here = join(' · ', reader.take('/status', 'status'), reader.take('/substatus', 'substatus'));
  const accepted = reader.formatter.timeText(reader.text('/acceptedDateTime'));
  const notes = [newNotes(reader, summary), activeNotes(summary, accepted), closedNotes(reader, status)];
  const wasActive = accepted !== undefined || substatus === 'Won' || substatus === 'Lost';
  return {
    stages: order.map((name, index) => ({
      key: name,
      place: at < index ? 'next' : at === index ? 'now' : index === 1 && !wasActive ? 'skipped' : 'past',
      tone: index === 2 && at === 2 ? toneOf(substatus) : 'plain',
      name: at === index ? here : [name],
      notes: notes[index] ?? [],
    })),
    unknown: at === -1 ? here : [],
    reason: led('', reader.take('/statusReason')),
  };
}

function newNotes(reader: LeafReader, summary: ReferralFacts): Line[] {
  const created = reader.formatter.timeText(summary.createdDateTime);
  const expiry = expiryOf(summary);
  const since = summary.status === 'New' ? 'since ' : '';
  return [led(since, created), expiry === undefined ? [] : [{ at: expiry, as: 'expiry' }]];
}

function activeNotes(summary: ReferralFacts, accepted: string | undefined): Line[] {
  switch (summary.status) {
    case 'New':
      if (isMicrosoftSide(summary)) return [['after Microsoft accepts']];
      return [[summary.direction === 'Incoming' ? 'after you accept' : 'after it is accepted']];
    case 'Active':
      return [led('since ', accepted)];
    case 'Closed':
      return [led('', accepted)];
    default:
      return [];
  }
}

function closedNotes(reader: LeafReader, status: string): Line[] {
  // The next statuses of the life cycle (docs/api.md, Life cycle); none for an unknown status.
  if (status === 'New') return [['declined, expired']];
  if (status === 'Active') return [['won or lost']];
  if (status !== 'Closed') return [];
  return [led('on ', reader.formatter.timeText(reader.text('/closedDateTime')))];
}

function toneOf(substatus: string): Stage['tone'] {
  if (substatus === 'Won') return 'good';
  return substatus !== 'None' && hasWords('substatus', substatus) ? 'bad' : 'plain';
}
