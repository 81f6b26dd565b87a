import { t } from '../../../base/l10n.ts';
import { expiryBegins } from '../../../referral/expiry.ts';
import { relativeDay, relativeDayChange, relativeTime, relativeTimeChange } from '../../../referral/when.ts';
import type { Moment } from './shown.ts';

export interface MomentText {
  readonly words: string;
  /** Urgency of an expiry. */
  readonly urgency: '' | 'soon' | 'overdue';
  /** Time at which the text changes, in ms since 1970. */
  readonly until: number;
}

/** Formats a time relative to now. Also returns how long the text is valid. */
export function readMoment({ at, as }: Moment, now: number, locale: string): MomentText {
  if (as === 'day') {
    return { words: relativeDay(at, now, locale), urgency: '', until: relativeDayChange(at, now) };
  }
  const words = relativeTime(at, now, locale);
  const change = relativeTimeChange(at, now);
  if (as === 'ago') return { words, urgency: '', until: change };
  const [begins, over] = [expiryBegins(at), at + 1];
  const urgency = now >= over ? 'overdue' : now >= begins ? 'soon' : '';
  const until = Math.min(...[change, begins, over].filter((moment) => moment > now));
  return { words: now >= over ? t('expired {0}', words) : t('expires {0}', words), urgency, until };
}
