import { apiError, invalidRequest, type ApiError } from '../http/apiError.ts';
import { member, text, type JsonObject } from '../json/json.ts';

/** Reference §5.1: where a deal may go from each status, and the substatus each status allows. */
const moves: Readonly<Record<string, readonly string[]>> = {
  New: ['New', 'Active', 'Closed'],
  Active: ['Active', 'Closed'],
  Closed: ['Closed'],
};
const substatuses: Readonly<Record<string, readonly string[]>> = {
  New: ['Pending', 'Received'],
  Active: ['Accepted'],
  Closed: ['Won', 'Lost', 'Declined', 'Expired', 'Error'],
};

export function isClosed(referral: JsonObject): boolean {
  return referral.status === 'Closed';
}

/** Closed deals are immutable; the status code is not documented (reference §5.2). */
export function closedRefusal(): ApiError {
  return invalidRequest('The referral is closed. Closed referrals cannot be changed.', '/status');
}

/**
 * Refuses what the life cycle does not allow between two contents of a referral. A status the service does not know, such
 * as a seed may hold, may be left for any.
 * @throws ApiError 400
 */
export function checkMove(before: JsonObject, after: JsonObject, strict: boolean): void {
  if (before.status === after.status && before.substatus === after.substatus) return;
  const status = text(after.status) ?? '';
  const substatus = text(after.substatus) ?? '';
  const allowed = own(substatuses, status);
  if (!allowed) {
    throw invalidRequest(`status must be one of ${Object.keys(substatuses).join(', ')}, not "${status}".`, '/status');
  }
  const from = text(before.status) ?? '';
  if (!(own(moves, from) ?? Object.keys(moves)).includes(status)) {
    throw invalidRequest(`A referral cannot go from ${from} to ${status}.`, '/status');
  }
  if (!allowed.includes(substatus)) {
    const hint = 'Change status and substatus in one request.';
    throw invalidRequest(
      `With status ${status} substatus must be one of ${allowed.join(', ')}, not "${substatus}". ${hint}`,
      '/substatus',
    );
  }
  if (strict && substatus === 'Expired') {
    throw invalidRequest('Only the service sets the substatus Expired.', '/substatus');
  }
}

/** Times that follow from a move: accepting and closing are noted, an answered referral no longer expires. */
export function noteMove(before: JsonObject, after: JsonObject, stamp: string): void {
  if (before.status === after.status) return;
  if (before.status === 'New') after.expirationDateTime = null;
  if (after.status === 'Active') after.acceptedDateTime = stamp;
  if (after.status === 'Closed') after.closedDateTime = stamp;
}

/** Sharing with Microsoft sellers is one-way (reference §3.5). */
export function checkConsent(before: JsonObject, after: JsonObject): void {
  const flag = 'consentToShareReferralWithMicrosoftSellers';
  const shared = (referral: JsonObject): boolean => member(referral.consent, flag) === true;
  if (shared(before) && !shared(after)) {
    throw invalidRequest(
      'A deal that is shared with Microsoft sellers cannot become private again.',
      `/consent/${flag}`,
    );
  }
}

/** Microsoft's record of a shared deal is not the partner's to change; refused only in strict mode, as no source says how. */
export function checkOwner(referral: JsonObject, strict: boolean): void {
  if (strict && referral.organizationId === 'msft') {
    throw apiError(403, 'accessDenied', 'Access denied. The referral belongs to another organization.');
  }
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
