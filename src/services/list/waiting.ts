import { t } from '../../base/l10n.ts';
import { displayLocale } from '../../referral/locale.ts';
import { isSameDay, nextMidnight } from '../../referral/when.ts';
import type { ListState } from './listState.ts';

/** How long to wait if the server doesn't say it, in ms. */
const usualWait = 60_000;

/**
 * What to do after a 429, or a 5xx with a time to wait, for a text that stays: the time of day at which the wait ends, and
 * no time after it. Undefined after other failures.
 */
export function waitWords(state: ListState, now: number, locale: string): string | undefined {
  const until = waitEnd(state);
  if (until === undefined) return undefined;
  if (until <= now) return t('Try again.');
  const shown = Math.ceil(until / 1000) * 1000;
  const time = new Intl.DateTimeFormat(displayLocale(locale), {
    ...(isSameDay(shown, now) ? {} : { dateStyle: 'medium' }),
    timeStyle: 'medium',
  });
  return t('Try again after {0}.', time.format(shown));
}

/** The first time after `now` at which the message above the list changes, in ms since 1970. Undefined if there is none. */
export function messageChange(state: ListState, now: number): number | undefined {
  const { asOf } = state;
  const until = waitEnd(state);
  const midnight = asOf !== undefined && isSameDay(asOf, now) ? nextMidnight(now) : Infinity;
  const first = Math.min(midnight, until !== undefined && until > now ? until : Infinity);
  return first === Infinity ? undefined : first;
}

function waitEnd({ failure, failedAt }: ListState): number | undefined {
  if (failedAt === undefined) return undefined;
  if (failure?.kind === 'throttled') return failedAt + (failure.retryAfterMs ?? usualWait);
  if (failure?.kind !== 'serverError' || failure.retryAfterMs === undefined) return undefined;
  return failedAt + failure.retryAfterMs;
}
