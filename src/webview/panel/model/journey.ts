import { expiryOf } from '../../../referral/lifeCycle.ts';
import { isMicrosoftSide, type ReferralFacts } from '../../../referral/summary.ts';
import { hasWords } from '../../../referral/words.ts';
import type { Sheet } from './sheet.ts';
import { join, led, type Line } from './shown.ts';

export interface Stage {
  readonly key: string;
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

const order = ['New', 'Active', 'Closed'];

export function journeyOf(sheet: Sheet, summary: ReferralFacts): Journey {
  const { status = '', substatus = '' } = summary;
  const at = order.indexOf(status);
  const here = join(' · ', sheet.take('/status', 'status'), sheet.take('/substatus', 'substatus'));
  const accepted = sheet.format.timeText(sheet.text('/acceptedDateTime'));
  const notes = [newNotes(sheet, summary), activeNotes(summary, accepted), closedNotes(sheet, status)];
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
    reason: led('', sheet.take('/statusReason')),
  };
}

function newNotes(sheet: Sheet, summary: ReferralFacts): Line[] {
  const created = sheet.format.timeText(summary.createdDateTime);
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

function closedNotes(sheet: Sheet, status: string): Line[] {
  // What the life cycle allows next (reference §5.2); of a status that nobody knows, nothing.
  if (status === 'New') return [['declined, expired']];
  if (status === 'Active') return [['won or lost']];
  if (status !== 'Closed') return [];
  return [led('on ', sheet.format.timeText(sheet.text('/closedDateTime')))];
}

function toneOf(substatus: string): Stage['tone'] {
  if (substatus === 'Won') return 'good';
  return substatus !== 'None' && hasWords('substatus', substatus) ? 'bad' : 'plain';
}
