import type { Json, JsonObject } from '../../base/json.ts';
import type { RuleId } from '../../referral/rules/rules.ts';

/** `list`, `read`, `create` and `change` are the calls that the API has; `other` is any other method or address. */
export type CallKind = 'list' | 'read' | 'create' | 'change' | 'other';

/** What the parts of the sandbox tell about a call while they answer it. */
export interface CallFacts {
  /** What is wrong with a write that is carried out all the same. */
  notes: { readonly rule: 'type-follows-consent' | 'dropped-value'; readonly message: string }[];
  /** The parsed body of a write. */
  body?: Json;
  /** Why the call was refused. */
  refusal?: { readonly rule: RuleId; readonly message: string; readonly target: string };
  /** The referral that was addressed, as it was before a write. */
  referral?: { readonly eTag: string; readonly status: Json | undefined };
  page?: ServedPage;
  /** The referral that a POST created, with its id in lower case; whether an own one is in its engagement. */
  created?: { readonly id: string; readonly eTag: string; readonly joinsOwn: boolean };
  change?: Change;
}

/** A page of a list, as it was served. */
export interface ServedPage {
  /** Number of referrals. */
  readonly items: number;
  /** `$skiptoken` of nextLink, percent-encoded as it is there. */
  readonly nextToken: string | undefined;
  /** Ids in lower case and eTags of the referrals. None if the list does not have eTags. */
  readonly versions: readonly (readonly [id: string, eTag: string])[];
  /** The same, whatever the list has of the referrals. */
  readonly served: readonly (readonly [id: string, eTag: string])[];
}

/** A write to an existing referral that was carried out. */
export interface Change {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly eTagBefore: string;
  readonly eTagAfter: string;
  /** The paths of a PATCH; undefined for PUT. */
  readonly paths: readonly string[] | undefined;
  /** Nothing is different but what each write changes: eTag and updatedDateTime. */
  readonly isUnchanged: boolean;
}

/** A call to the API that has ended, as rules judge it. */
export interface ObservedCall {
  readonly requestId: string;
  readonly clientRequestId: string | null;
  readonly method: string;
  readonly host: string;
  /** Path with query as received. */
  readonly target: string;
  readonly kind: CallKind;
  /** Lower-case id of the referral in the address; empty for a list and for a POST. */
  readonly id: string;
  /** Milliseconds of a clock that only goes forward. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** null: the client has no whole response. */
  readonly status: number | null;
  /** Milliseconds that Retry-After asks to wait from the end of the call. */
  readonly retryAfterMs: number | undefined;
  readonly ifMatch: string | null;
  readonly prefersRepresentation: boolean;
  /** Digest of the body of a write, one of its own if the body did not come whole; empty for other calls. */
  readonly bodyDigest: string;
  readonly userAgent: string;
  readonly facts: CallFacts;
}

/** True for a successful response that the client received completely. */
export function succeeded({ status }: ObservedCall): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** True if the client can't know whether its write was carried out. */
export function isUnsure({ status }: ObservedCall): boolean {
  return status === null || status >= 500;
}

/** The query of a call, without `?`. */
export function queryOf({ target }: ObservedCall): string {
  const at = target.indexOf('?');
  return at < 0 ? '' : target.slice(at + 1);
}

/** The same for calls that ask for the same, or for a list from another time on. */
export function keyOf({ method, kind, target, bodyDigest }: ObservedCall): string {
  if (bodyDigest !== '') return `${method} ${target} ${bodyDigest}`;
  return `${method} ${kind === 'list' ? withoutMark(target) : target}`;
}

/**
 * The time up to which a list asks moves on from call to call, as does the only time of a list: the mark of a sync, or its
 * own time. Where there are two, the other one tells the part of the history, which no other part is a repetition of.
 */
function withoutMark(target: string): string {
  const found = [...target.matchAll(times)];
  const moving = found.findLast(({ index }) => upTo.test(target.slice(0, index))) ?? found.at(-1);
  if (!moving) return target;
  return `${target.slice(0, moving.index)}…${target.slice(moving.index + moving[0].length)}`;
}

const times = /\d{4}-\d\d-\d\d(T(\d|:|%3A|\.)*Z?)?/gi;
/** `lt` or `le` before a time. */
const upTo = /(?:\s|%20|\+)l[te](?:\s|%20|\+)+(?:'|%27)?$/i;
