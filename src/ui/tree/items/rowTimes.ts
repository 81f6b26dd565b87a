import { expiryBegins, expiryOf, expiryWordsChange } from '../../../referral/expiry.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';
import { parseDate, relativeTimeChange } from '../../../referral/when.ts';
import type { ReferralRow } from './rows.ts';

/**
 * Returns the first time after `now` at which the text or icon of a row changes. Undefined if there is none. In ms
 * since 1970.
 */
export function rowChange({ summary, parent }: ReferralRow, now: number): number | undefined {
  // A row below another referral shows the time of the update, and the expiry only by the color of its icon.
  if (parent?.kind !== 'referral') return expiryWordsChange(summary, now);
  const expiry = expiryOf(summary);
  const begins = expiry === undefined ? undefined : expiryBegins(expiry);
  return earliest(updatedChange(summary, now), begins !== undefined && begins > now ? begins : undefined);
}

/** The same, including changes of the row's tooltip. */
export function rowAndTooltipChange(row: ReferralRow, now: number): number | undefined {
  const expiry = expiryOf(row.summary);
  return earliest(
    rowChange(row, now),
    updatedChange(row.summary, now),
    expiry === undefined ? undefined : relativeTimeChange(expiry, now),
    expiry === undefined || expiry < now ? undefined : expiry + 1,
  );
}

function updatedChange({ updatedDateTime }: ReferralSummary, now: number): number | undefined {
  const at = parseDate(updatedDateTime);
  return at === undefined ? undefined : relativeTimeChange(at, now);
}

function earliest(...moments: (number | undefined)[]): number | undefined {
  const first = Math.min(...moments.map((moment) => moment ?? Infinity));
  return first === Infinity ? undefined : first;
}
