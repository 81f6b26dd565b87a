import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../coach/observedCall.ts';
import { matchesEntityTag } from '../http/entityTag.ts';
import { isObject, text, type Json, type JsonObject } from '../../base/json.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { checkConsent, checkMove, isClosed, typeOf } from '../../referral/rules/lifeCycle.ts';
import { checkFixed, checkPortal, checkPortalMove } from '../../referral/rules/portal.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import type { RuleId } from '../../referral/rules/rules.ts';
import { referralSchema } from '../../referral/rules/schema.ts';
import { preconditionFailed, refuse } from '../http/requestRefusal.ts';
import { contentOf, type ReferralStore, type StoredReferral } from '../store/store.ts';
import { noteType, notAReferral, requiredMembers } from './createReferral.ts';
import { noteDropped, readUnused } from './droppedValues.ts';
import { applyPatch, isRegistrationPath, readPatch } from './jsonPatch.ts';
import { settleRegistrations } from './registration.ts';
import { eTagOf, isServerSet, keepServerSet } from './serverSet.ts';
import { bodyReport, refuseViolation, type WriteSettings } from './writeSettings.ts';

/**
 * JSON Patch: all operations or none (docs/api.md, Patching).
 * @throws RequestRefusal 400, 403 or 412; the referral is unchanged then
 */
export function patchReferral(
  store: ReferralStore,
  referral: StoredReferral,
  body: Json,
  ifMatch: string | null,
  settings: WriteSettings,
): StoredReferral {
  const operations = readPatch(body, settings.strict);
  checkMatch(referral, ifMatch);
  const before = contentOf(referral);
  checkOwner(before, settings);
  // A won deal can be registered; nothing else of a closed deal can change.
  if (isClosed(before) && !operations.every(({ steps }) => isRegistrationPath(steps))) throw closedRefusal();
  // Nothing changes, not even the eTag.
  if (operations.length === 0) return referral;
  const after = contentOf(referral);
  applyPatch(after, operations, settings);
  const touched = new Set(operations.map(({ steps }) => steps[0] ?? ''));
  const written = write(store, referral, before, after, settings);
  settings.facts.change = {
    ...written,
    paths: operations.map(({ path }) => path),
    isUnchanged: [...touched].every((name) => isDeepStrictEqual(before[name], after[name])),
  };
  return referral;
}

/**
 * Replaces everything except server-set properties; properties that are not in the body are removed (docs/api.md,
 * Replacing).
 * @throws RequestRefusal 400, 403 or 412; the referral is unchanged then
 */
export function putReferral(
  store: ReferralStore,
  referral: StoredReferral,
  body: Json,
  ifMatch: string | null,
  settings: WriteSettings,
): StoredReferral {
  if (ifMatch === null) {
    throw refuse('put-needs-etag', 'PUT needs the header If-Match with the eTag of the referral.', 'If-Match');
  }
  if (!isObject(body)) throw notAReferral();
  if (Object.hasOwn(body, 'links')) throw refuse('put-without-links', 'Remove links from the body of a PUT.', 'links');
  if (body.id !== undefined && text(body.id)?.toLowerCase() !== referral.key) {
    throw refuse('same-id', 'The id in the body is not the one in the path.', 'id');
  }
  checkMatch(referral, ifMatch);
  const before = contentOf(referral);
  checkOwner(before, settings);
  if (isClosed(before)) throw closedRefusal();
  const isKept = ([name]: [string, Json]): boolean => isServerSet(name) || servedOnlyInAnyCase.has(name.toLowerCase());
  const kept = Object.entries(before).filter(isKept);
  const sent = Object.entries(body);
  // Unchanged values are kept even if they don't match the schema; only changed ones are checked.
  const isServed = ([name, value]: [string, Json]): boolean =>
    Object.hasOwn(before, name) && isDeepStrictEqual(before[name], value);
  const changed = sent.filter((entry) => !isServed(entry));
  const unused = readUnused(changed.filter(isKept), settings, before);
  const used = Object.fromEntries(changed.filter((entry) => !isKept(entry)));
  const bound = bindValue(used, referralSchema, '', bodyReport(settings), before);
  const put = [...Object.entries(bound as JsonObject), ...sent.filter((entry) => isServed(entry) && !isKept(entry))];
  // Status and substatus are kept if they are not in the body.
  const standing = Object.entries(before).filter(([name]) => name === 'status' || name === 'substatus');
  const after: JsonObject = Object.fromEntries([...kept, ...standing, ...put]);
  for (const name of requiredMembers) {
    if (isMissing(after[name]) && !isMissing(before[name])) {
      throw refuse('required-member', `${name} is required: PUT replaces the whole referral.`, name);
    }
  }
  // The stored value stays, so a change shows only here.
  if (settings.strict && unused.mpnId !== undefined)
    checkFixed(before, { ...after, mpnId: unused.mpnId }, refuseViolation);
  const written = write(store, referral, before, after, settings);
  noteDropped(unused, before, settings, (name) => isOlder(name, before));
  const { eTag: _eTag, updatedDateTime: _time, ...rest } = after;
  const { eTag: _eTagBefore, updatedDateTime: _timeBefore, ...restBefore } = before;
  settings.facts.change = { ...written, paths: undefined, isUnchanged: isDeepStrictEqual(rest, restBefore) };
  return referral;
}

/** Fixed at creation, or changed only by PATCH. */
const servedOnlyInAnyCase = new Set(['mpnid', 'registrations']);

/** True for what a copy may have that was read a while ago: the server has gone on. */
function isOlder(name: string, stored: JsonObject): boolean {
  return movesOn.has(name) || (name === 'expirationDateTime' && isMissing(stored[name]));
}

const movesOn = new Set(['eTag', 'updatedDateTime', 'registrationStatus', 'lastModifiedVia', 'lastRunId']);

function isMissing(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function write(
  store: ReferralStore,
  referral: StoredReferral,
  before: JsonObject,
  after: JsonObject,
  settings: WriteSettings,
): Pick<Change, 'before' | 'after' | 'eTagBefore' | 'eTagAfter'> {
  const { clock, strict } = settings;
  const eTagBefore = referral.eTag;
  keepServerSet(after, before);
  checkMove(before, after, refuseViolation);
  checkConsent(before, after, refuseViolation);
  if (strict) checkPortalChange(before, after, clock.now());
  followConsent(before, after, settings);
  const stamp = clock.stamp();
  settleRegistrations(before, after, { now: clock.now(), stamp, newId: () => crypto.randomUUID() }, strict);
  noteMove(before, after, stamp);
  after.updatedDateTime = stamp;
  after.eTag = eTagOf(stamp);
  return { before, after, eTagBefore, eTagAfter: store.change(referral, after).eTag };
}

/** The type follows from consent as soon as one of the two changes. Until then it stays as a seed has it. */
function followConsent(before: JsonObject, after: JsonObject, settings: WriteSettings): void {
  if (isDeepStrictEqual([before.type, before.consent], [after.type, after.consent])) return;
  const type = typeOf(after);
  if (after.type !== before.type) noteType(after.type, type, settings);
  after.type = type;
}

/** What the stored referral already lacks is not held against the change. */
function checkPortalChange(before: JsonObject, after: JsonObject, now: number): void {
  const lacking = new Set<string>();
  const keyOf = ({ rule, place }: Violation<RuleId>): string => `${rule} ${place}`;
  checkPortal(before, (violation) => lacking.add(keyOf(violation)));
  checkPortal(after, (violation) => {
    if (!lacking.has(keyOf(violation))) refuseViolation(violation);
  });
  checkFixed(before, after, refuseViolation);
  checkPortalMove(before, after, now, refuseViolation);
}

/** Sets the times that depend on a status change: accepted, closed, and no expiry once answered. */
function noteMove(before: JsonObject, after: JsonObject, stamp: string): void {
  if (before.status === after.status) return;
  if (before.status === 'New') after.expirationDateTime = null;
  if (after.status === 'Active') after.acceptedDateTime = stamp;
  if (after.status === 'Closed') after.closedDateTime = stamp;
}

/** Closed deals can't be changed; the status code is not documented (docs/api.md, Life cycle). */
function closedRefusal(): Error {
  return refuse('closed-deal', 'The referral is closed. Closed referrals cannot be changed.', '/status');
}

/** Rejects changes of Microsoft's record of a shared deal, in strict mode. */
function checkOwner(referral: JsonObject, { strict }: WriteSettings): void {
  if (!strict || referral.organizationId !== 'msft') return;
  throw refuse('own-referral', 'Access denied. The referral belongs to another organization.');
}

function checkMatch(referral: StoredReferral, ifMatch: string | null): void {
  if (ifMatch !== null && !matchesEntityTag(ifMatch, referral.eTag)) throw preconditionFailed();
}
