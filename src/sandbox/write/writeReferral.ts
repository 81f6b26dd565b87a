import { isDeepStrictEqual } from 'node:util';
import { matchesEntityTag } from '../http/entityTag.ts';
import { invalidRequest, preconditionFailed, refuse } from '../http/requestRefusal.ts';
import type { SandboxClock } from '../time/clock.ts';
import { conform, referralSchema } from './conform.ts';
import { applyPatch, isRegistrationPath, readPatch } from './jsonPatch.ts';
import { isObject, text, type Json, type JsonObject } from '../../base/json.ts';
import { checkConsent, checkMove, checkOwner, closedRefusal, isClosed, noteMove } from './lifeCycle.ts';
import { eTagOf, isServerSet, serverSet } from './serverSet.ts';
import { settleRegistrations } from './registration.ts';
import { contentOf, type ReferralStore, type StoredReferral } from '../store/store.ts';

export interface WriteSettings {
  readonly clock: SandboxClock;
  /** Allow only documented paths, check the portal's rules, reject changes of Microsoft's side. */
  readonly strict: boolean;
}

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
  checkOwner(before, settings.strict);
  // A won deal can be registered; nothing else of a closed deal can change.
  if (isClosed(before) && !operations.every(({ steps }) => isRegistrationPath(steps))) throw closedRefusal();
  const after = contentOf(referral);
  applyPatch(after, operations);
  return write(store, referral, before, after, settings);
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
  if (ifMatch === null)
    throw refuse('put-needs-etag', 'PUT needs the header If-Match with the eTag of the referral.', 'If-Match');
  if (!isObject(body)) throw invalidRequest('The body must be a referral: a JSON object.', 'referral');
  if (Object.hasOwn(body, 'links')) throw invalidRequest('Remove links from the body of a PUT.', 'links');
  if (body.id !== undefined && text(body.id)?.toLowerCase() !== referral.key) {
    throw invalidRequest('The id in the body is not the one in the path.', 'id');
  }
  checkMatch(referral, ifMatch);
  const before = contentOf(referral);
  checkOwner(before, settings.strict);
  if (isClosed(before)) throw closedRefusal();
  const isKept = ([name]: [string, Json]): boolean => serverSet.has(name) || servedOnly.has(name);
  const kept = Object.entries(before).filter(isKept);
  const sent = Object.entries(body).filter(([name]) => !isServerSet(name) && !servedOnly.has(name));
  // Unchanged values are kept even if they don't match the schema; only changed ones are checked.
  const isServed = ([name, value]: [string, Json]): boolean =>
    Object.hasOwn(before, name) && isDeepStrictEqual(before[name], value);
  const changed = Object.fromEntries(sent.filter((entry) => !isServed(entry)));
  const bound = Object.entries(conform(changed, referralSchema, '') as JsonObject);
  const put = [...bound.filter((entry) => !isKept(entry)), ...sent.filter(isServed)];
  // Status and substatus are kept if they are not in the body.
  const standing = Object.entries(before).filter(([name]) => name === 'status' || name === 'substatus');
  const after: JsonObject = Object.fromEntries([...kept, ...standing, ...put]);
  return write(store, referral, before, after, settings);
}

/** Fixed at creation, or changed only by PATCH. */
const servedOnly = new Set(['mpnId', 'registrations']);

function write(
  store: ReferralStore,
  referral: StoredReferral,
  before: JsonObject,
  after: JsonObject,
  { clock, strict }: WriteSettings,
): StoredReferral {
  checkMove(before, after, strict);
  checkConsent(before, after);
  const stamp = clock.stamp();
  settleRegistrations(before, after, { now: clock.now(), stamp, newId: () => crypto.randomUUID() }, strict);
  noteMove(before, after, stamp);
  after.updatedDateTime = stamp;
  after.eTag = eTagOf(stamp);
  return store.change(referral, after);
}

function checkMatch(referral: StoredReferral, ifMatch: string | null): void {
  if (ifMatch !== null && !matchesEntityTag(ifMatch, referral.eTag)) throw preconditionFailed();
}
