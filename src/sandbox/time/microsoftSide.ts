import { daysLater, timestamp, type SandboxClock } from './clock.ts';
import { member, parseJson, text, type Json, type JsonObject } from '../../base/json.ts';
import { stampWrite } from '../write/serverSet.ts';
import { contentOf, type ReferralStore } from '../store/store.ts';

/**
 * Rules for Microsoft's side of a shared deal, in days after its creation (docs/api.md, The sandbox's choices). The
 * deal determines the result, so that developers can choose it: without a request for help the referral expires, below
 * a value of 25,000 it is declined, otherwise accepted and won a month later.
 */
const script = { declines: 3, accepts: 2, wins: 30, reviews: 5 };
const leastValue = 25_000;

/**
 * Applies Microsoft's changes that are due: to its referrals, and to registrations under review. Called only when the
 * clock is advanced. Referrals of a seed don't change, except registrations that a call added or edited.
 * @param seedTextOf the referral's text in the seed
 * @returns the number of changed referrals
 */
export function moveMicrosoftSide(
  store: ReferralStore,
  clock: SandboxClock,
  seedTextOf: (id: string) => string | undefined,
): number {
  let moved = 0;
  for (const referral of [...(store.withValue('organizationId', 'msft') ?? [])]) {
    if (referral.origin === 'seed') continue;
    const content = contentOf(referral);
    const next = followScript(content, clock.now());
    if (!next) continue;
    store.change(referral, stampWrite({ ...content, ...next }, clock));
    moved++;
  }
  for (const referral of [...(store.withValue('substatus', 'Won') ?? [])]) {
    const content = contentOf(referral);
    const begunInSeed = (index: number): number => {
      const before = referral.origin === 'seed' ? seedTextOf(referral.key) : undefined;
      const registrations = before === undefined ? undefined : member(parseJson(before), 'registrations');
      return Array.isArray(registrations) ? reviewBegun(registrations[index]) : NaN;
    };
    if (!review(content, clock.now(), begunInSeed)) continue;
    store.change(referral, stampWrite(content, clock));
    moved++;
  }
  return moved;
}

/** The changed properties; undefined if nothing is due. */
function followScript(content: JsonObject, now: number): JsonObject | undefined {
  const created = Date.parse(text(content.createdDateTime) ?? '');
  const isDue = (days: number): boolean => daysLater(created, days) <= now;
  const changes: JsonObject = {};
  if (content.status === 'New' && asksForHelp(content)) {
    const dealValue = member(content.details, 'dealValue');
    if (typeof dealValue === 'number' && dealValue < leastValue) {
      if (!isDue(script.declines)) return undefined;
      const closed = timestamp(daysLater(created, script.declines));
      const reason = 'The value of the deal is below the threshold.';
      return {
        status: 'Closed',
        substatus: 'Declined',
        statusReason: reason,
        closedDateTime: closed,
        expirationDateTime: null,
      };
    }
    if (!isDue(script.accepts)) return undefined;
    const accepted = timestamp(daysLater(created, script.accepts));
    Object.assign(changes, {
      status: 'Active',
      substatus: 'Accepted',
      acceptedDateTime: accepted,
      expirationDateTime: null,
    });
  }
  if ((changes.status ?? content.status) === 'Active' && isDue(script.wins)) {
    const won = timestamp(daysLater(created, script.wins));
    Object.assign(changes, { status: 'Closed', substatus: 'Won', closedDateTime: won });
  }
  return Object.keys(changes).length > 0 ? changes : undefined;
}

function asksForHelp(content: JsonObject): boolean {
  const code = text(member(content.inviteContext, 'assistanceRequestCode'));
  return code !== undefined && code !== 'Unknown';
}

/**
 * Ends reviews that are due: approved, or action required if the contract's value is too small (docs/api.md, Deal
 * registration). Changes `content`.
 */
function review(content: JsonObject, now: number, begunInSeed: (index: number) => number): boolean {
  const registrations = Array.isArray(content.registrations) ? content.registrations : [];
  let reviewed = false;
  for (const [index, registration] of registrations.entries()) {
    const begun = reviewBegun(registration);
    if (member(registration, 'status') !== 'ReviewPending' || !(daysLater(begun, script.reviews) <= now)) continue;
    // NaN, if the seed has no such registration, is not equal to any value.
    if (begun === begunInSeed(index)) continue;
    const ended = timestamp(daysLater(begun, script.reviews));
    const value = member(member(registration, 'contract'), 'value');
    const isEnough = typeof value === 'number' && value > leastValue;
    setOutcome(
      registration,
      isEnough ? 'Approved' : 'ActionRequired',
      isEnough ? 'approvedDateTime' : 'actionRequiredDateTime',
      ended,
    );
    content.registrationStatus = isEnough ? 'Approved' : 'ActionRequired';
    reviewed = true;
  }
  return reviewed;
}

function reviewBegun(registration: Json | undefined): number {
  return Date.parse(text(member(member(registration, 'statusHistory'), 'reviewPendingDateTime')) ?? '');
}

function setOutcome(registration: Json, status: string, historyName: string, at: string): void {
  const history = member(registration, 'statusHistory');
  const statusReason = status === 'Approved' ? null : `The contract value must be above ${leastValue}.`;
  Object.assign(registration as JsonObject, {
    status,
    statusReason,
    statusHistory: { ...(history as JsonObject), [historyName]: at },
  });
}
