import type { ReferralFacts } from './summary.ts';
import { endOfDay, parseDate, relativeTimeChange } from './when.ts';

const soon = 3 * 24 * 60 * 60 * 1000;

type Expiring = Pick<ReferralFacts, 'status' | 'expirationDateTime'>;

/** When an unanswered referral expires, in ms since 1970. Undefined if it was answered or has no valid date. */
export function expiryOf(referral: Expiring): number | undefined {
  return referral.status === 'New' ? parseDate(referral.expirationDateTime) : undefined;
}

/** True if a referral is unanswered and has three days or less left, or is overdue. */
export function expiresSoon(referral: Expiring, now: number): boolean {
  const at = expiryOf(referral);
  return at !== undefined && at - now <= soon;
}

/** When `expiresSoon` becomes true for this expiry, in ms since 1970. */
export function expiryBegins(expiry: number): number {
  return expiry - soon;
}

/**
 * When the day of the closing date of an active referral ends, in ms since 1970, in the reader's time zone. Undefined
 * if the referral isn't active or has no valid date.
 */
export function closingDayEnd(referral: Pick<ReferralFacts, 'status' | 'closingDateTime'>): number | undefined {
  const day = referral.status === 'Active' ? parseDate(referral.closingDateTime) : undefined;
  return day === undefined ? undefined : endOfDay(day);
}

/**
 * The next time after `now` at which the text about a referral's expiry changes, in ms since 1970. Undefined if it
 * doesn't change.
 */
export function expiryWordsChange(referral: Expiring, now: number): number | undefined {
  const at = expiryOf(referral);
  if (at === undefined || now > at) return undefined;
  const begins = expiryBegins(at);
  return begins > now ? begins : Math.min(relativeTimeChange(at, now), at + 1);
}

/** The expiry of each unanswered referral that has one. */
export function expiriesOf(referrals: readonly Expiring[]): number[] {
  return referrals.flatMap((referral) => expiryOf(referral) ?? []);
}

/** Number of referrals that expire within three days, without overdue ones. */
export function soonExpiring(expiries: readonly number[], now: number): number {
  let count = 0;
  for (const at of expiries) if (at >= now && at - now <= soon) count++;
  return count;
}

/** The next time at which the result of `soonExpiring` changes, in ms since 1970. Undefined if it doesn't. */
export function nextExpiryChange(expiries: readonly number[], now: number): number | undefined {
  let next = Infinity;
  for (const at of expiries) {
    if (at < now) continue;
    const begins = expiryBegins(at);
    next = Math.min(next, begins > now ? begins : at + 1);
  }
  return next === Infinity ? undefined : next;
}
