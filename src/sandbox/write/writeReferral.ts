import { isDeepStrictEqual } from 'node:util';
import { invalidRequest, preconditionFailed } from '../http/apiError.ts';
import type { SandboxClock } from '../time/clock.ts';
import { conform, referralSchema } from './conform.ts';
import { applyPatch, readPatch } from './jsonPatch.ts';
import { isObject, text, type Json, type JsonObject } from '../json/json.ts';
import { checkConsent, checkMove, checkOwner, closedRefusal, isClosed, noteMove } from './lifeCycle.ts';
import { isRegistrationPath, isServerSet, serverSet } from './patchPaths.ts';
import { settleRegistrations } from './registration.ts';
import { eTagOf } from './stampWrite.ts';
import { contentOf, type ReferralStore, type StoredReferral } from '../store/store.ts';

export interface WriteSettings {
  readonly clock: SandboxClock;
  /** Only documented paths, rules of the portal, no writes to Microsoft's side. */
  readonly strict: boolean;
}

/**
 * JSON Patch: all operations or none (reference §7.1).
 * @throws ApiError 400, 403 or 412; the referral is then unchanged
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
  // A won deal can still be registered, nothing else of a closed one changes.
  if (isClosed(before) && !operations.every(({ steps }) => isRegistrationPath(steps))) throw closedRefusal();
  const after = contentOf(referral);
  applyPatch(after, operations);
  return write(store, referral, before, after, settings);
}

/**
 * Replaces everything but what the server sets; what the body leaves out is lost (reference §7.2).
 * @throws ApiError 400, 403 or 412; the referral is then unchanged
 */
export function putReferral(
  store: ReferralStore,
  referral: StoredReferral,
  body: Json,
  ifMatch: string | null,
  settings: WriteSettings,
): StoredReferral {
  if (ifMatch === null)
    throw invalidRequest('PUT needs the header If-Match with the eTag of the referral.', 'If-Match');
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
  // What is put as it was served is no change, however odd; only the rest has to fit.
  const isServed = ([name, value]: [string, Json]): boolean =>
    Object.hasOwn(before, name) && isDeepStrictEqual(before[name], value);
  const changed = Object.fromEntries(sent.filter((entry) => !isServed(entry)));
  const bound = Object.entries(conform(changed, referralSchema, '') as JsonObject);
  const put = [...bound.filter((entry) => !isKept(entry)), ...sent.filter(isServed)];
  // The life cycle goes on where it was when the body does not tell.
  const standing = Object.entries(before).filter(([name]) => name === 'status' || name === 'substatus');
  const after: JsonObject = Object.fromEntries([...kept, ...standing, ...put]);
  return write(store, referral, before, after, settings);
}

/** Fixed at creation, or with a life of their own. */
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

/** Tags are opaque and compared as text (reference §3.11). `*` is met by any referral. */
function checkMatch(referral: StoredReferral, ifMatch: string | null): void {
  if (ifMatch !== null && ifMatch !== '*' && ifMatch !== referral.eTag) throw preconditionFailed();
}
