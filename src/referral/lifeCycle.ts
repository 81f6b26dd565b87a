import type { ReferralSummary } from './summary.ts';

const day = 24 * 60 * 60 * 1000;

/** When an unanswered referral expires, in ms since 1970; undefined once it was answered, or when the date is unusable. */
export function expiryOf(referral: Pick<ReferralSummary, 'status' | 'expirationDateTime'>): number | undefined {
  if (referral.status !== 'New' || referral.expirationDateTime === undefined) return undefined;
  const at = Date.parse(referral.expirationDateTime);
  return Number.isNaN(at) ? undefined : at;
}

/** True when a referral waits for an answer and has three days or less for it (or is overdue). */
export function expiresSoon(referral: Pick<ReferralSummary, 'status' | 'expirationDateTime'>, now: number): boolean {
  const at = expiryOf(referral);
  return at !== undefined && at - now <= 3 * day;
}
