import { t } from '../../../base/l10n.ts';
import { expiryOf } from '../../../referral/expiry.ts';
import { isMicrosoftSide, type ReferralFacts } from '../../../referral/summary.ts';
import { hasWords, wordsFor } from '../../../referral/words.ts';
import type { LeafReader } from './leafReader.ts';
import { filled, join, type Line } from './shown.ts';

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
      name: at === index ? here : [wordsFor('status', name)],
      notes: notes[index] ?? [],
    })),
    unknown: at === -1 ? here : [],
    reason: join('', reader.take('/statusReason')),
  };
}

function newNotes(reader: LeafReader, summary: ReferralFacts): Line[] {
  const created = reader.formatter.timeText(summary.createdDateTime);
  const expiry = expiryOf(summary);
  const since = summary.status === 'New' ? filled(t('since {0}'), created) : join('', created);
  return [since, expiry === undefined ? [] : [{ at: expiry, as: 'expiry' }]];
}

function activeNotes(summary: ReferralFacts, accepted: string | undefined): Line[] {
  switch (summary.status) {
    case 'New':
      if (isMicrosoftSide(summary)) return [[t('after Microsoft accepts')]];
      return [[summary.direction === 'Incoming' ? t('after you accept') : t('after it is accepted')]];
    case 'Active':
      return [filled(t('since {0}'), accepted)];
    case 'Closed':
      return [join('', accepted)];
    default:
      return [];
  }
}

function closedNotes(reader: LeafReader, status: string): Line[] {
  // The next statuses of the life cycle (docs/api.md, Life cycle); none for an unknown status.
  if (status === 'New') return [[t('declined, expired')]];
  if (status === 'Active') return [[t('won or lost')]];
  if (status !== 'Closed') return [];
  return [filled(t('on {0}'), reader.formatter.timeText(reader.text('/closedDateTime')))];
}

function toneOf(substatus: string): Stage['tone'] {
  if (substatus === 'Won') return 'good';
  return substatus !== 'None' && hasWords('substatus', substatus) ? 'bad' : 'plain';
}
