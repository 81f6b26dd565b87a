import type { ReferralFacts } from './summary.ts';

const day = 24 * 60 * 60 * 1000;

/** When an unanswered referral expires, in ms since 1970; undefined once it was answered, or when the date is unusable. */
export function expiryOf(referral: Pick<ReferralFacts, 'status' | 'expirationDateTime'>): number | undefined {
  if (referral.status !== 'New' || referral.expirationDateTime === undefined) return undefined;
  const at = Date.parse(referral.expirationDateTime);
  return Number.isNaN(at) ? undefined : at;
}

/** True when a referral waits for an answer and has three days or less for it (or is overdue). */
export function expiresSoon(referral: Pick<ReferralFacts, 'status' | 'expirationDateTime'>, now: number): boolean {
  const at = expiryOf(referral);
  return at !== undefined && at - now <= 3 * day;
}

type Expiring = Pick<ReferralFacts, 'status' | 'expirationDateTime'>;

/** How many expire within three days; those that are overdue did already. */
export function soonExpiring(referrals: readonly Expiring[], now: number): number {
  let count = 0;
  for (const referral of referrals) {
    const at = expiryOf(referral);
    if (at !== undefined && at >= now && at - now <= 3 * day) count++;
  }
  return count;
}

/** When `soonExpiring` counts one more or one less, in ms since 1970; undefined when time alone won't change it. */
export function nextExpiryChange(referrals: readonly Expiring[], now: number): number | undefined {
  let next = Infinity;
  for (const referral of referrals) {
    const at = expiryOf(referral);
    if (at === undefined || at < now) continue;
    const begins = at - 3 * day;
    next = Math.min(next, begins > now ? begins : at);
  }
  return next === Infinity ? undefined : next;
}
