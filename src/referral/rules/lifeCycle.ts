import { member, text, type Json, type JsonObject } from '../../base/json.ts';
import type { dealRules } from './dealRules.ts';
import type { Message, Report } from './rule.ts';

type DealReport = Report<keyof typeof dealRules>;

/** The statuses that a referral may change to, by its current status (docs/api.md, Life cycle). */
export const nextStatuses: Readonly<Record<string, readonly string[]>> = {
  New: ['New', 'Active', 'Closed'],
  Active: ['Active', 'Closed'],
  Closed: ['Closed'],
};

/** The substatuses of each status (docs/api.md, Life cycle). */
export const substatusesOf: Readonly<Record<string, readonly string[]>> = {
  New: ['Pending', 'Received'],
  Active: ['Accepted'],
  Closed: ['Won', 'Lost', 'Declined', 'Expired', 'Error'],
};

export function isClosed(referral: JsonObject): boolean {
  return referral.status === 'Closed';
}

/**
 * Reports a change of status that the life cycle doesn't allow. From an unknown status, e.g. of older data, all changes
 * are allowed.
 */
export function checkMove(before: JsonObject, after: JsonObject, report: DealReport): void {
  if (before.status === after.status && before.substatus === after.substatus) return;
  const status = text(after.status) ?? '';
  const substatus = text(after.substatus) ?? '';
  const allowed = own(substatusesOf, status);
  if (!allowed) {
    const known = Object.keys(substatusesOf).join(', ');
    const message: Message = (t) => t('{0} must be one of {1}, not "{2}".', 'status', known, status);
    report({ rule: 'status-pair', place: '/status', message });
    return;
  }
  const from = text(before.status) ?? '';
  if (!(own(nextStatuses, from) ?? Object.keys(nextStatuses)).includes(status)) {
    const message: Message = (t) => t('A referral cannot go from {0} to {1}.', from, status);
    report({ rule: 'status-move', place: '/status', message });
  } else if (!allowed.includes(substatus)) {
    const known = allowed.join(', ');
    const message: Message = (t) =>
      allowed.length === 1
        ? t(
            'With status {0} substatus must be {1}, not "{2}". Change status and substatus in one request.',
            status,
            known,
            substatus,
          )
        : t(
            'With status {0} substatus must be one of {1}, not "{2}". Change status and substatus in one request.',
            status,
            known,
            substatus,
          );
    report({ rule: 'status-pair', place: '/substatus', message });
  }
}

const sharing = 'consentToShareReferralWithMicrosoftSellers';

/** True if the deal is shared with Microsoft sellers. */
export function isShared(referral: JsonObject): boolean {
  return member(referral.consent, sharing) === true;
}

/** Sharing with Microsoft sellers can't be undone (docs/api.md, Consent). */
export function checkConsent(before: JsonObject, after: JsonObject, report: DealReport): void {
  if (!isShared(before) || isShared(after)) return;
  const message: Message = (t) => t('A deal that is shared with Microsoft sellers cannot become private again.');
  report({ rule: 'consent-stays', place: `/consent/${sharing}`, message });
}

/** The type, which depends only on the consent and not on the sent value (docs/api.md, Consent). */
export function typeOf(referral: JsonObject): Json {
  return isShared(referral) ? 'Shared' : 'Independent';
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
