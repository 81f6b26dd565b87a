import { expiryBegins, expiryOf, expiryWordsChange } from '../../../referral/expiry.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';
import { relativeTimeChange } from '../../../referral/when.ts';
import type { ReferralRow } from './rows.ts';

/** The first moment after `now` at which a referral's row says or looks something else; undefined: there is none. */
export function rowChange({ summary, parent }: ReferralRow, now: number): number | undefined {
  // A row below another referral tells when it was updated, and its expiry by the colour of its icon alone.
  if (parent?.kind !== 'referral') return expiryWordsChange(summary, now);
  const expiry = expiryOf(summary);
  const begins = expiry === undefined ? undefined : expiryBegins(expiry);
  return earliest(updatedChange(summary, now), begins !== undefined && begins > now ? begins : undefined);
}

/** The same for a row of which the tooltip was made too. */
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
  const at = updatedDateTime === undefined ? NaN : Date.parse(updatedDateTime);
  return Number.isNaN(at) ? undefined : relativeTimeChange(at, now);
}

function earliest(...moments: (number | undefined)[]): number | undefined {
  const first = Math.min(...moments.map((moment) => moment ?? Infinity));
  return first === Infinity ? undefined : first;
}
