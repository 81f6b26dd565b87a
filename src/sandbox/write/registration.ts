import { isObject, type JsonObject } from '../../base/json.ts';
import {
  checkEditable,
  checkRegistrable,
  checkRegistration,
  checkRegistrationDates,
} from '../../referral/rules/registration.ts';
import { refuse } from '../http/requestRefusal.ts';
import { refuseViolation } from './writeSettings.ts';

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
    if (!isObject(registration)) throw refuse('value-type', `${pointer} must be an object.`, pointer);
    if (index >= old.length) checkRegistrable(before, pointer, refuseViolation);
    else checkEditable(registration, pointer, refuseViolation);
    checkRegistration(registration, pointer, refuseViolation);
    if (strict) checkRegistrationDates(registration, before, moment.now, pointer, refuseViolation);
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
