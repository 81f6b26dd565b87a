import { BoundedMap } from '../../base/boundedMap.ts';
import { dealKeyOf } from './dealKey.ts';
import { extendChain, noChain, type EchoChain, type SentEvent } from './echoChain.ts';
import { FailedWrites } from './failedWrites.ts';
import { failAgain, isFailure, type Failure } from './failures.ts';
import { KnownVersions } from './knownVersions.ts';
import { readShape, type ListShape } from './listShape.ts';
import { isUnsure, keyOf, queryOf, succeeded, type ObservedCall } from './observedCall.ts';

/** A write of which the client can't know whether it was carried out. */
export interface UnsureWrite {
  readonly endedAt: number;
  readonly status: number | null;
  readonly id: string;
  /** The client has read since what the write would have changed. */
  readonly hasLooked: boolean;
}

export interface RefusedWrite {
  readonly endedAt: number;
  readonly id: string;
}

/** The client's writes to a referral. */
export interface OwnWrites {
  /** eTags that the client's writes replaced, with the end of these. */
  readonly replaced: readonly { readonly eTag: string; readonly endedAt: number }[];
  readonly eTag: string;
  readonly paths: string;
  readonly endedAt: number;
  /** When the client began to read the referral last, since its own latest write. */
  readonly readAt?: number;
  /** Ends with this write. Undefined if the client has tried to write again since, and failed. */
  readonly chain: EchoChain | undefined;
}

/** A page that has a next one. */
export interface OpenPage {
  readonly rawToken: string;
  readonly label: string;
  readonly key: string;
  readonly items: number;
  readonly requestId: string;
  readonly endedAt: number;
  /** Stopping here loses nothing that the client asked for. */
  readonly mayStop: boolean;
  /** It is of a list of all referrals whose latest come first. */
  readonly isNewestOfAll: boolean;
}

/** Pages of a list that were given up: the list was begun anew before the next page was asked for. */
export interface AbandonedPages {
  readonly latest: OpenPage;
  readonly times: number;
  /** The latest 100 calls that they came with, oldest first. */
  readonly requestIds: readonly string[];
}

/** A list of everything that was read from the beginning, or to the end if the latest come first. */
export interface FullList {
  readonly times: number;
  readonly endedAt: number;
  /** It has more than one page. */
  readonly isLong: boolean;
}

/** What is remembered of the latest call. */
export interface LatestCall {
  readonly key: string;
  readonly ifMatch: string | null;
  readonly endedAt: number;
  /** A PATCH that was done, without a body in the response. */
  readonly isEmptyPatch: boolean;
}

/** Answers what rules must know that isn't the client's. */
export interface Surroundings {
  /** True if the referral is Closed or does not exist. */
  isClosed(id: string): boolean;
  /** The event about the write that gave the referral this eTag. */
  eventAbout(id: string, eTag: string): SentEvent | undefined;
}

/**
 * What a client has done. Bounded, and kept up to date with each call, so that no rule searches it. Bodies are not kept.
 */
export class ClientHistory {
  readonly failures = new BoundedMap<string, Failure>(500);
  readonly unsureWrites = new BoundedMap<string, UnsureWrite>(200);
  /** Writes that were refused and that the client has not looked after since, by `keyOf` and If-Match. */
  readonly refusedWrites = new BoundedMap<string, RefusedWrite>(200);
  readonly failedWrites = new FailedWrites();
  readonly ownWrites = new BoundedMap<string, OwnWrites>(1000);
  readonly versions = new KnownVersions();
  /** Ids of the created referrals by `dealKeyOf`. */
  readonly created = new BoundedMap<string, string>(1000);
  /** By decoded `$skiptoken`. */
  readonly pages = new BoundedMap<string, OpenPage & { readonly isFollowed: boolean }>(500);
  /** The token of the latest page that was not followed, by the list's key. */
  readonly openPages = new BoundedMap<string, string>(500);
  /** By the list's key, until the list is read to its end. */
  readonly abandonedPages = new BoundedMap<string, AbandonedPages>(500);
  /** Lists of everything by their key. */
  readonly fullLists = new BoundedMap<string, FullList>(50);
  /** Filters with a function that were refused. */
  readonly refusedFunctions = new BoundedMap<string, true>(50);
  readonly askedStatuses = new Set<string>();
  /** The latest list that asked for some statuses only, and how many there were, and how many of these for changes. */
  narrowLists: { readonly times: number; readonly ofChanges: number; readonly requestId: string } = {
    times: 0,
    ofChanges: 0,
    requestId: '',
  };
  /** What the latest calls asked for (`keyOf`), by their client-request-id in lower case. */
  readonly requestIds = new BoundedMap<string, string>(200);
  /** Calls in a row whose token was refused, counted from the end of the first. */
  refusedTokens: { readonly times: number; readonly endedAt: number } | undefined;
  latest: LatestCall | undefined;
  readonly #surroundings: Surroundings;
  /** When the client began to read a list last. */
  #listedAt = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  isClosed(id: string): boolean {
    return this.#surroundings.isClosed(id);
  }

  /**
   * Writes in a row, this one included, that may each be a reaction to the event about the one before. An event has only
   * the id, so who reacts to it reads first, or writes without an eTag.
   */
  chainUpTo({ id, facts: { change }, startedAt, ifMatch }: ObservedCall): EchoChain {
    const before = this.ownWrites.get(id);
    if (!before?.chain || !change || before.eTag !== change.eTagBefore || before.paths !== pathsOf(change.paths)) {
      return noChain;
    }
    const event = this.#surroundings.eventAbout(id, before.eTag);
    if (!event) return noChain;
    const reactedAt = ifMatch === null ? startedAt : Math.max(before.readAt ?? 0, this.#listedAt);
    return extendChain(before.chain, before.endedAt, event, { reactedAt, writtenAt: startedAt });
  }

  /** The page of a list that is open, if any. */
  openPage(key: string): OpenPage | undefined {
    const token = this.openPages.get(key);
    return token === undefined ? undefined : this.pages.get(token);
  }

  /** Called after the call was judged. */
  add(call: ObservedCall): void {
    const { kind, facts, clientRequestId } = call;
    // A longer one is no GUID, which is found by itself.
    if (clientRequestId && clientRequestId.length < 40) this.requestIds.set(clientRequestId.toLowerCase(), keyOf(call));
    if (isFailure(call) || this.failures.size > 0) this.#addFailure(call);
    if ((kind === 'read' || kind === 'list') && succeeded(call)) this.#addLook(call);
    if (kind === 'list') this.#addList(call);
    if (kind === 'read' && this.#missesStatuses && typeof facts.referral?.status === 'string') {
      this.askedStatuses.add(facts.referral.status);
    }
    if (kind === 'create' || kind === 'change') this.#addWrite(call);
    this.failedWrites.add(call);
    const isTokenRefused = call.status === 401 || call.status === 403;
    if (!isTokenRefused) this.refusedTokens = undefined;
    else if (!this.refusedTokens) this.refusedTokens = { times: 0, endedAt: call.endedAt };
    else if (call.startedAt >= this.refusedTokens.endedAt) {
      this.refusedTokens = { ...this.refusedTokens, times: this.refusedTokens.times + 1 };
    }
    if (kind === 'change' || this.latest) this.latest = kind === 'change' ? latestOf(call) : undefined;
  }

  get #missesStatuses(): boolean {
    return this.askedStatuses.size > 0 && this.askedStatuses.size < 3;
  }

  #addFailure(call: ObservedCall): void {
    const key = keyOf(call);
    if (isFailure(call)) this.failures.set(key, failAgain(call, this.failures.get(key)));
    else this.failures.delete(key);
  }

  /** A look at the server's state tells what became of writes. */
  #addLook({ kind, id, startedAt, facts }: ObservedCall): void {
    if (this.unsureWrites.size > 0) {
      for (const [key, write] of this.unsureWrites.entries()) {
        const isSeen = kind === 'list' || (write.id !== '' && write.id === id);
        if (isSeen && !write.hasLooked && startedAt >= write.endedAt) {
          this.unsureWrites.set(key, { ...write, hasLooked: true });
        }
      }
    }
    if (this.refusedWrites.size > 0) this.refusedWrites.clear();
    if (kind === 'list') this.#listedAt = startedAt;
    for (const [each, eTag] of facts.page?.versions ?? []) this.versions.given(each, eTag);
    if (kind === 'read' && facts.referral) this.versions.given(id, facts.referral.eTag);
    const own = kind === 'read' ? this.ownWrites.get(id) : undefined;
    if (own) this.ownWrites.set(id, { ...own, readAt: startedAt });
  }

  #addList(call: ObservedCall): void {
    const { facts, requestId, endedAt, startedAt } = call;
    const shape = readShape(queryOf(call));
    const { token, key, label, top, statuses, isOfChanges, isSpecial } = shape;
    if (facts.refusal?.message.includes('The function ')) this.refusedFunctions.set(queryOf(call), true);
    // A page that did not come is still missing.
    if (!facts.page || !succeeded(call)) return;
    const from = token === undefined ? undefined : this.pages.get(token);
    if (from && token !== undefined) {
      this.pages.set(token, { ...from, isFollowed: true });
      if (this.openPages.get(from.key) === token) this.openPages.delete(from.key);
    }
    const { nextToken, items } = facts.page;
    // Further pages belong to the list that their first page asked for.
    const list = from ?? { key, label, mayStop: mayStop(shape, items), isNewestOfAll: isNewestOfAll(shape) };
    if (token === undefined) this.#beginList(key, startedAt);
    // It can't be known which list an unknown token continues.
    if (nextToken === undefined && (from || token === undefined)) this.abandonedPages.delete(list.key);
    if (nextToken !== undefined) {
      const decoded = decodeURIComponent(nextToken);
      const isFollowed = this.pages.get(decoded)?.isFollowed ?? false;
      this.pages.set(decoded, { ...list, rawToken: nextToken, items, requestId, endedAt, isFollowed });
      if (!isFollowed && !list.mayStop) this.openPages.set(list.key, decoded);
    }
    const full = this.fullLists.get(list.key);
    const isAnother = full !== undefined && startedAt >= full.endedAt;
    const times = full === undefined ? 1 : full.times + (isAnother ? 1 : 0);
    if (token !== undefined) {
      const isEnd = list.isNewestOfAll && nextToken === undefined;
      if (isEnd) this.fullLists.set(list.key, { times, endedAt, isLong: true });
      else if (full) this.fullLists.set(list.key, { ...full, endedAt });
      return;
    }
    if (top !== undefined && top < leastComplete) return;
    if (isEverything(shape)) {
      this.fullLists.set(key, { times, endedAt, isLong: nextToken !== undefined });
    }
    if (!statuses) return;
    for (const status of statuses) this.askedStatuses.add(status);
    if (statuses.size === 3 || isSpecial) return;
    const { times: others, ofChanges } = this.narrowLists;
    this.narrowLists = { times: others + 1, ofChanges: ofChanges + (isOfChanges ? 1 : 0), requestId };
  }

  /** Parallel reads of the same list give nothing up. */
  #beginList(key: string, startedAt: number): void {
    const open = this.openPage(key);
    this.openPages.delete(key);
    if (!open || startedAt < open.endedAt) return;
    const before = this.abandonedPages.get(key);
    const requestIds = [...(before?.requestIds ?? []), open.requestId].slice(-100);
    this.abandonedPages.set(key, { latest: open, times: (before?.times ?? 0) + 1, requestIds });
  }

  /** A write that was carried out may have removed why others to the same referral were refused. */
  #forgetRefusals(key: string, id: string): void {
    for (const [each, refused] of this.refusedWrites.entries()) {
      if (each === key || (id !== '' && refused.id === id)) this.refusedWrites.delete(each);
    }
  }

  #addWrite(call: ObservedCall): void {
    const { id, facts, status, endedAt, ifMatch } = call;
    const key = writeKeyOf(call);
    if (ifMatch !== null && (succeeded(call) || status === 412)) this.versions.used(id, ifMatch);
    if (isUnsure(call)) this.unsureWrites.set(key, { endedAt, status, id, hasLooked: false });
    else if (status !== 429) this.unsureWrites.delete(key);
    const refusedKey = `${keyOf(call)} ${ifMatch ?? ''}`;
    if (isRefusal(status)) this.refusedWrites.set(refusedKey, { endedAt, id });
    else if (succeeded(call) && this.refusedWrites.size > 0) this.#forgetRefusals(refusedKey, id);
    if (facts.created) {
      const { id: created, eTag } = facts.created;
      if (succeeded(call)) this.versions.given(created, eTag);
      const dealKey = dealKeyOf(call);
      if (!this.created.get(dealKey) || this.isClosed(this.created.get(dealKey) ?? '')) {
        this.created.set(dealKey, created);
      }
    }
    const { change } = facts;
    if (!change) {
      // Who tries before the event comes does not wait for it.
      const own = this.ownWrites.get(id);
      if (own) this.ownWrites.set(id, { ...own, chain: undefined });
      return;
    }
    if (succeeded(call) && status !== 204) this.versions.given(id, change.eTagAfter);
    const chain = this.chainUpTo(call);
    const before = this.ownWrites.get(id)?.replaced ?? [];
    // Without a response the client can't know that its eTag was replaced.
    const replaced = succeeded(call) ? [...before, { eTag: change.eTagBefore, endedAt }].slice(-10) : before;
    this.ownWrites.set(id, { replaced, eTag: change.eTagAfter, paths: pathsOf(change.paths), endedAt, chain });
  }
}

/** A list with a smaller `$top` is a look at some referrals. */
export const leastComplete = 50;

/** The same for writes that do the same, whatever their If-Match. */
export function writeKeyOf(call: ObservedCall): string {
  return call.kind === 'create' ? dealKeyOf(call) : `${call.method} ${call.id} ${call.bodyDigest}`;
}

function latestOf(call: ObservedCall): LatestCall {
  const { method, status, ifMatch, endedAt, prefersRepresentation } = call;
  const isEmptyPatch = method === 'PATCH' && status === 204 && !prefersRepresentation;
  return { key: keyOf(call), ifMatch, endedAt, isEmptyPatch };
}

/** True for a refusal that sending the same again can't change. */
export function isRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && ![401, 403, 408, 423, 425, 429].includes(status);
}

/** True for a list of all referrals from the beginning. */
export function isEverything(shape: ListShape): boolean {
  return isOfAll(shape) && !shape.isNewestFirst;
}

/** True for a list of all referrals whose reader may stop at what is known. */
function isNewestOfAll(shape: ListShape): boolean {
  return isOfAll(shape) && shape.isNewestFirst;
}

function isOfAll({ statuses, asksTime, skip }: ListShape): boolean {
  return statuses?.size === 3 && !asksTime && skip === 0;
}

/**
 * True for a list whose reader may stop after any page: with the newest first until what is known, or by the time of
 * the last one it has read.
 */
function mayStop({ isNewestFirst, isFromTime, top }: ListShape, items: number): boolean {
  return isNewestFirst || isFromTime || (top !== undefined && top <= items);
}

function pathsOf(paths: readonly string[] | undefined): string {
  return paths?.join(' ') ?? 'PUT';
}
