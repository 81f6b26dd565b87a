import { requestRefusal, invalidRequest, type RequestRefusal } from '../http/requestRefusal.ts';
import { member, text, type JsonObject } from '../../base/json.ts';

/** Allowed status changes, and the substatuses of each status (docs/api.md, Life cycle). */
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

/** Closed deals can't be changed; the status code is not documented (docs/api.md, Life cycle). */
export function closedRefusal(): RequestRefusal {
  return invalidRequest('The referral is closed. Closed referrals cannot be changed.', '/status');
}

/**
 * Checks the change of status between two versions of a referral. From an unknown status, e.g. of a seed, all changes
 * are allowed.
 * @throws RequestRefusal 400
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

/** Sets the times that depend on a status change: accepted, closed, and no expiry once answered. */
export function noteMove(before: JsonObject, after: JsonObject, stamp: string): void {
  if (before.status === after.status) return;
  if (before.status === 'New') after.expirationDateTime = null;
  if (after.status === 'Active') after.acceptedDateTime = stamp;
  if (after.status === 'Closed') after.closedDateTime = stamp;
}

/** Sharing with Microsoft sellers can't be undone (docs/api.md, Consent). */
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

/**
 * Rejects changes of Microsoft's record of a shared deal. Only in strict mode, since the service's response isn't
 * documented.
 */
export function checkOwner(referral: JsonObject, strict: boolean): void {
  if (strict && referral.organizationId === 'msft') {
    throw requestRefusal(403, 'accessDenied', 'Access denied. The referral belongs to another organization.');
  }
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
