import type { ChunkedList } from '../../base/chunkedList.ts';
import { expiriesOf, nextExpiryChange, soonExpiring } from '../../referral/expiry.ts';
import type { ReferralSummary } from '../../referral/summary.ts';

/** The expiries in each chunk of a list. Reading the dates of 100,000 referrals at each keystroke would take 10 ms. */
const expiriesByChunk = new WeakMap<readonly ReferralSummary[], readonly number[]>();

interface ExpiringSoon {
  /** Number of referrals that expire within three days. */
  readonly count: number;
  /** The next time at which `count` changes, in ms since 1970. Undefined if it only changes with the referrals. */
  readonly next: number | undefined;
}

/** Counts the referrals of a list that expire within three days. */
export function expiringSoon(items: ChunkedList<ReferralSummary>, now: number): ExpiringSoon {
  let count = 0;
  let next = Infinity;
  for (const chunk of items.chunks) {
    let expiries = expiriesByChunk.get(chunk);
    if (!expiries) expiriesByChunk.set(chunk, (expiries = expiriesOf(chunk)));
    count += soonExpiring(expiries, now);
    next = Math.min(next, nextExpiryChange(expiries, now) ?? Infinity);
  }
  return { count, next: next === Infinity ? undefined : next };
}
