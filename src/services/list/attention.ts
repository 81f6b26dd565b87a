import { closingDayEnd, expiresSoon, expiryBegins, expiryOf } from '../../referral/expiry.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../referral/summary.ts';

/** Why a referral needs the partner's attention, most urgent first. */
export const reasons = ['overdue', 'expiring', 'unanswered', 'pastClosing', 'microsoftMoved'] as const;
export type Reason = (typeof reasons)[number];

/**
 * Returns why a referral needs attention. This is the only place with the rule. Only the partner's own referrals count:
 * - `overdue`: New and incoming, and the time to answer has passed
 * - `expiring`: New and incoming, and the time to answer ends within three days
 * - `unanswered`: New and incoming, with more time left (an outgoing referral is answered by the other side)
 * - `pastClosing`: Active, and the day of the closing date has passed
 * - `microsoftMoved`: not closed, and Microsoft's referral of the same engagement changed after this one
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
 * The next time, in ms since 1970, at which `reasonOf` returns another reason for one of the referrals although none of
 * them changes. Undefined if there is none.
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

/** Returns a function that looks up when Microsoft's referrals of an engagement were last updated, in ms since 1970. */
export function microsoftChanges(referrals: Iterable<ReferralSummary>): (engagementId: string) => number | undefined {
  const latest = new Map<string, number>();
  for (const referral of referrals) {
    if (referral.engagementId === undefined || !isMicrosoftSide(referral)) continue;
    const at = timeOf(referral.updatedDateTime);
    if (at > (latest.get(referral.engagementId) ?? -Infinity)) latest.set(referral.engagementId, at);
  }
  return (engagementId) => latest.get(engagementId);
}

/** NaN if there is no valid date, so that every comparison is false. */
function timeOf(date: string | undefined): number {
  return date === undefined ? NaN : Date.parse(date);
}
