import { invalidRequest } from '../http/requestRefusal.ts';
import { daysLater } from '../time/clock.ts';
import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';

interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Timestamp of the write. */
  readonly stamp: string;
  /** Id for a registration that has none. */
  readonly newId: () => string;
}

/**
 * Checks registrations that a PATCH added or edited and sets their server-set properties (docs/api.md, Deal
 * registration). Both new and edited registrations go to review.
 * @param strict also checks the portal's rules about dates
 * @throws RequestRefusal 400
 */
export function settleRegistrations(before: JsonObject, after: JsonObject, moment: Moment, strict: boolean): void {
  const old = Array.isArray(before.registrations) ? before.registrations : [];
  const all = Array.isArray(after.registrations) ? after.registrations : [];
  for (const [index, registration] of all.entries()) {
    const pointer = `/registrations/${index}`;
    if (JSON.stringify(registration) === JSON.stringify(old[index])) continue;
    if (!isObject(registration)) throw invalidRequest(`${pointer} must be an object.`, pointer);
    if (index >= old.length) checkDeal(before, pointer);
    else checkEditable(registration, pointer);
    checkFields(registration, pointer);
    if (strict) checkCalendar(registration, before, moment.now, pointer);
    if (index >= old.length) registration.id = moment.newId();
    if (index >= old.length) registration.registrationDateTime = moment.stamp;
    registration.status = 'ReviewPending';
    registration.statusReason = null;
    registration.statusHistory = {
      actionRequiredDateTime: null,
      passedDateTime: null,
      failedDateTime: null,
      approvedDateTime: null,
      ...(isObject(registration.statusHistory) ? registration.statusHistory : {}),
      reviewPendingDateTime: moment.stamp,
    };
    after.registrationStatus = 'ReviewPending';
  }
}

/** Only won deals that are shared with Microsoft sellers can be registered. */
function checkDeal(deal: JsonObject, pointer: string): void {
  if (deal.substatus !== 'Won') throw invalidRequest('Only a deal that is won can be registered.', pointer);
  if (member(deal.consent, 'consentToShareReferralWithMicrosoftSellers') !== true) {
    throw invalidRequest(
      'A private deal cannot be registered: share it with Microsoft sellers before it is won.',
      pointer,
    );
  }
}

function checkEditable({ status }: JsonObject, pointer: string): void {
  if (status !== 'ReviewPending' && status !== 'ActionRequired') {
    throw invalidRequest(`A registration with status ${JSON.stringify(status ?? null)} cannot be changed.`, pointer);
  }
}

function checkFields(registration: JsonObject, pointer: string): void {
  const { type, contract, solutionDetails } = registration;
  if (type !== 'AzureIPCoSell')
    throw invalidRequest('type of a registration must be AzureIPCoSell.', `${pointer}/type`);
  if (!isObject(contract)) throw invalidRequest('A registration needs a contract.', `${pointer}/contract`);
  if (!Array.isArray(solutionDetails) || solutionDetails.length === 0) {
    throw invalidRequest('A registration needs at least one solution.', `${pointer}/solutionDetails`);
  }
  const { term, startDateTime, endDateTime, value } = contract;
  if (term !== 'Perpetual' && term !== 'Finite') {
    throw invalidRequest('term of the contract must be Perpetual or Finite.', `${pointer}/contract/term`);
  }
  if (term === 'Finite' && typeof endDateTime !== 'string') {
    throw invalidRequest('A finite contract needs an endDateTime.', `${pointer}/contract/endDateTime`);
  }
  if (time(endDateTime) < time(startDateTime)) {
    throw invalidRequest('The contract ends before it starts.', `${pointer}/contract/endDateTime`);
  }
  for (const [index, solution] of solutionDetails.entries())
    checkSolution(solution, value, `${pointer}/solutionDetails/${index}`);
}

function checkSolution(solution: Json, contractValue: Json | undefined, pointer: string): void {
  const value = member(solution, 'value');
  if (typeof value === 'number' && typeof contractValue === 'number' && value > contractValue) {
    throw invalidRequest('The value of a solution cannot exceed that of the contract.', `${pointer}/value`);
  }
  const sale = member(solution, 'marketplaceTransactionDetails');
  if (
    member(sale, 'isMarketplaceTransacted') === true &&
    typeof member(sale, 'marketplaceTransactionDateTime') !== 'string'
  ) {
    const name = 'marketplaceTransactionDateTime';
    throw invalidRequest(
      `A marketplace transaction needs a ${name}.`,
      `${pointer}/marketplaceTransactionDetails/${name}`,
    );
  }
}

/** Signed at most 60 days ago, not in the future, not before the deal was created; started at most 90 days ago. */
function checkCalendar({ contract }: JsonObject, deal: JsonObject, now: number, pointer: string): void {
  const signed = time(member(contract, 'signDateTime'));
  const started = time(member(contract, 'startDateTime'));
  if (!(signed <= now && signed >= daysLater(now, -60))) {
    throw invalidRequest('The contract must have been signed in the last 60 days.', `${pointer}/contract/signDateTime`);
  }
  if (signed < time(deal.createdDateTime)) {
    throw invalidRequest('The contract was signed before the deal was created.', `${pointer}/contract/signDateTime`);
  }
  if (!(started >= daysLater(now, -90))) {
    throw invalidRequest('The contract may have started at most 90 days ago.', `${pointer}/contract/startDateTime`);
  }
}

/** NaN if there is no time, for which all comparisons are false. */
function time(value: Json | undefined): number {
  return Date.parse(text(value) ?? '');
}
