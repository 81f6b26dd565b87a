import { isObject, type JsonObject } from '../../base/json.ts';
import { changedRegistrations, checkRegistrationDates, checkRegistrations } from '../../referral/rules/registration.ts';
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
  checkRegistrations(before, after, refuseViolation);
  for (const { registration, place, isNew } of changedRegistrations(before, after)) {
    if (!isObject(registration)) throw refuse('value-type', `${place} must be an object.`, place);
    if (strict) checkRegistrationDates(registration, before, moment.now, place, refuseViolation);
    if (isNew) {
      registration.id = moment.newId();
      registration.registrationDateTime = moment.stamp;
    }
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
