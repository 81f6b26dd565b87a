import { closingDayEnd, expiresSoon, expiryBegins, expiryOf } from '../../referral/expiry.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../referral/summary.ts';

/** Why a referral needs somebody of ours, what presses most first. */
export const reasons = ['overdue', 'expiring', 'unanswered', 'pastClosing', 'microsoftMoved'] as const;
export type Reason = (typeof reasons)[number];

/**
 * The rule, here and nowhere else. Only our own records count, and among them
 * - `overdue`, `expiring`: New and unanswered, its time to answer is over, or is so within three days;
 * - `unanswered`: New and coming in, with more time than that (what we sent out is for the other side to answer);
 * - `pastClosing`: Active, and the day it was to close on is over;
 * - `microsoftMoved`: not closed, and Microsoft's record of the same engagement changed after ours did.
 */
export function reasonOf(
  referral: ReferralSummary,
  now: number,
  microsoftChangedAt: (engagementId: string) => number | undefined,
): Reason | undefined {
  if (isMicrosoftSide(referral) || referral.status === 'Closed') return undefined;
  const expiry = expiryOf(referral);
  if (expiry !== undefined && referral.direction !== 'Outgoing') {
    if (expiry < now) return 'overdue';
    if (expiresSoon(referral, now)) return 'expiring';
  }
  if (referral.status === 'New' && referral.direction !== 'Outgoing') return 'unanswered';
  const closingOver = closingDayEnd(referral);
  if (closingOver !== undefined && closingOver <= now) return 'pastClosing';
  const theirs = referral.engagementId === undefined ? undefined : microsoftChangedAt(referral.engagementId);
  return theirs !== undefined && theirs > timeOf(referral.updatedDateTime) ? 'microsoftMoved' : undefined;
}

/**
 * The first moment after `now` at which `reasonOf` tells another reason for one of these because time has passed;
 * undefined when time alone changes nothing.
 */
export function nextReasonChange(referrals: Iterable<ReferralSummary>, now: number): number | undefined {
  let next = Infinity;
  for (const referral of referrals) {
    if (isMicrosoftSide(referral)) continue;
    const closingOver = closingDayEnd(referral) ?? -Infinity;
    if (closingOver > now) next = Math.min(next, closingOver);
    const expiry = referral.direction === 'Outgoing' ? undefined : expiryOf(referral);
    if (expiry === undefined) continue;
    const [begins, over] = [expiryBegins(expiry), expiry + 1];
    if (begins > now) next = Math.min(next, begins);
    else if (over > now) next = Math.min(next, over);
  }
  return next === Infinity ? undefined : next;
}

/** When Microsoft's records changed last, by engagement. */
export function microsoftChanges(referrals: Iterable<ReferralSummary>): (engagementId: string) => number | undefined {
  const latest = new Map<string, number>();
  for (const referral of referrals) {
    if (referral.engagementId === undefined || !isMicrosoftSide(referral)) continue;
    const at = timeOf(referral.updatedDateTime);
    if (at > (latest.get(referral.engagementId) ?? -Infinity)) latest.set(referral.engagementId, at);
  }
  return (engagementId) => latest.get(engagementId);
}

/** NaN, which nothing is before or after, when there is no such date. */
function timeOf(date: string | undefined): number {
  return date === undefined ? NaN : Date.parse(date);
}
