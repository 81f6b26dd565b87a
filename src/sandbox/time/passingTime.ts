import type { SandboxClock } from './clock.ts';
import { daysLater, timestamp } from './clock.ts';
import { text, type JsonObject } from '../../base/json.ts';
import { stampWrite } from '../write/serverSet.ts';
import { contentOf, type ReferralStore } from '../store/store.ts';

/** An unanswered referral expires after this many days (docs/api.md, Life cycle). */
export const daysToAnswer = 14;

/** Closes unanswered referrals that have expired and returns their number. Called only when the clock is advanced. */
export function expireUnanswered(store: ReferralStore, clock: SandboxClock): number {
  let expired = 0;
  for (const referral of [...(store.withValue('status', 'New') ?? [])]) {
    const content = contentOf(referral);
    const deadline = deadlineOf(content);
    if (deadline === undefined || deadline > clock.now()) continue;
    content.status = 'Closed';
    content.substatus = 'Expired';
    content.closedDateTime = timestamp(deadline);
    store.change(referral, stampWrite(content, clock));
    expired++;
  }
  return expired;
}

/** Milliseconds since 1970; undefined if the referral has neither an expiry nor a creation time. */
function deadlineOf(content: JsonObject): number | undefined {
  const expires = Date.parse(text(content.expirationDateTime) ?? '');
  if (!Number.isNaN(expires)) return expires;
  const created = Date.parse(text(content.createdDateTime) ?? '');
  return Number.isNaN(created) ? undefined : daysLater(created, daysToAnswer);
}
