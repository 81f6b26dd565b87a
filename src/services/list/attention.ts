import { closingDayEnd, expiresSoon, expiryBegins, expiryOf } from '../../referral/expiry.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../referral/summary.ts';
import { parseDate } from '../../referral/when.ts';

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
 *
 * Times are in ms since 1970; -Infinity if Microsoft has no referral of the engagement.
 */
export function reasonOf(referral: ReferralSummary, now: number, microsoftChangedAt = -Infinity): Reason | undefined {
  if (isMicrosoftSide(referral) || referral.status === 'Closed') return undefined;
  const expiry = expiryOf(referral);
  if (expiry !== undefined && referral.direction !== 'Outgoing') {
    if (expiry < now) return 'overdue';
    if (expiresSoon(referral, now)) return 'expiring';
  }
  if (referral.status === 'New' && referral.direction !== 'Outgoing') return 'unanswered';
  const closingOver = closingDayEnd(referral);
  if (closingOver !== undefined && closingOver <= now) return 'pastClosing';
  const updated = parseDate(referral.updatedDateTime);
  return updated !== undefined && microsoftChangedAt > updated ? 'microsoftMoved' : undefined;
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
