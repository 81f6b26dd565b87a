import type { ServedPage } from '../coach/observedCall.ts';
import { findReferrals } from '../filter/findReferrals.ts';
import { parseFilter } from '../filter/parseFilter.ts';
import { isVisible, type Caller } from '../http/callers.ts';
import { refuse } from '../http/requestRefusal.ts';
import type { ReferralStore } from '../store/store.ts';
import { inOrder, readOrder } from './order.ts';
import { readCount, readFlag, readListOptions, readReferralOptions, type QueryOptions } from './queryOptions.ts';
import { readSelection, type Selection } from './selection.ts';
import { readSkipToken, writeSkipToken } from './skipToken.ts';
import { SnapshotCache, type Snapshot } from './snapshotCache.ts';
import { StoredNames } from './storedNames.ts';

export interface ListSettings {
  /** Referrals per page; the service has 100 (docs/api.md, Pages). */
  readonly pageSize: number;
  /** nextLink and count as in official samples (docs/api.md, Pages); otherwise as in OData. */
  readonly quirks: boolean;
  /** Take only the queries that the documents show. */
  readonly strict?: boolean;
  /** What the lists that are being paged through may take in memory; for tests. */
  readonly snapshotBytes?: number;
}

/** A page with its response body. */
export interface Page extends ServedPage {
  readonly body: string;
}

/** Answers list requests page by page, and knows how a request for one referral selects properties. */
export class ListEndpoint {
  readonly #snapshots: SnapshotCache;
  readonly #store: ReferralStore;
  readonly #settings: ListSettings;
  readonly #names: StoredNames;

  constructor(store: ReferralStore, settings: ListSettings) {
    this.#store = store;
    this.#settings = settings;
    this.#names = new StoredNames(store);
    this.#snapshots = new SnapshotCache(settings.snapshotBytes);
  }

  /**
   * One page.
   * @throws RequestRefusal 400 with `target` naming the option that is wrong
   */
  page(url: URL, caller: Caller): Page {
    const { quirks, pageSize, strict = false } = this.#settings;
    const options = readListOptions(url.searchParams, strict);
    const { snapshot, offset, left } = this.#begin(options, caller);
    const { referrals, count, selection } = snapshot;
    const end = Math.min(offset + Math.min(pageSize, left ?? Infinity), referrals.length);
    const cut = referrals.slice(offset, end);
    // They were visible when the first page was requested, but may no longer be.
    const items = cut.filter((referral) => isVisible(referral, caller));
    const total = (count ?? !quirks) ? referrals.length : items.length;
    const texts = items.map(selection);
    const hasETags = texts[0]?.includes('"eTag":') ?? false;
    const served = items.map(({ key, eTag }) => [key, eTag] as const);
    const versions = hasETags ? served : [];
    const leftAfter = left === undefined ? undefined : left - cut.length;
    const parts = [
      `{"@odata.context":"${quirks ? 'http' : 'https'}://api.partner.microsoft.com/v1.0/$metadata#Referrals"`,
      `"@odata.count":${total}`,
      `"value":[${texts.join(',')}]`,
    ];
    let nextToken: string | undefined;
    if (end < referrals.length && leftAfter !== 0) {
      const next = {
        snapshot: this.#snapshots.keep(snapshot),
        offset: end,
        ...(leftAfter !== undefined && { left: leftAfter }),
      };
      nextToken = writeSkipToken(next, quirks);
      parts.push(`"@odata.nextLink":${JSON.stringify(this.#nextLink(url, nextToken))}`);
    }
    return { body: `${parts.join(',')}}`, items: items.length, nextToken, versions, served };
  }

  /**
   * How a request for one referral represents it.
   * @throws RequestRefusal 400 with `target` naming the option that is wrong
   */
  selection(url: URL): Selection {
    return readSelection(readReferralOptions(url.searchParams).$select, this.#names);
  }

  #begin(options: QueryOptions, caller: Caller): { snapshot: Snapshot; offset: number; left: number | undefined } {
    const { $skiptoken: token } = options;
    const email = caller.role === 'user' ? caller.email : '';
    if (token === undefined) {
      const count = options.$count === undefined ? undefined : readFlag(options, '$count');
      const offset = readCount(options, '$skip') ?? 0;
      const left = readCount(options, '$top');
      const { $filter, $orderby, $select } = options;
      const key = JSON.stringify([email, $filter, $orderby, $select, count]);
      const make = (): Omit<Snapshot, 'query'> => ({ caller: email, count, ...this.#evaluate(options, caller) });
      return { snapshot: this.#snapshots.take(key, this.#store.version, make), offset, left };
    }
    // A client may repeat its options with the token (docs/api.md, Pages); those of the first page are used.
    const { snapshot: id, offset, left } = readSkipToken(token);
    const snapshot = this.#snapshots.find(id);
    if (snapshot.caller !== email) {
      throw refuse('skip-token', 'The $skiptoken was given to another caller.', '$skiptoken');
    }
    return { snapshot, offset, left };
  }

  #evaluate({ $filter, $orderby, $select }: QueryOptions, caller: Caller): Pick<Snapshot, 'referrals' | 'selection'> {
    const { strict = false } = this.#settings;
    const isStored = (name: string): boolean => this.#names.has(name);
    // What is wrong is told before anything is looked up.
    const selection = readSelection($select, this.#names);
    const order = readOrder($orderby);
    const filter = $filter === undefined ? undefined : parseFilter($filter, { strict, isStored });
    const found = filter ? findReferrals(this.#store, filter) : this.#store.all();
    const visible = caller.role === 'admin' ? [...found] : [...found].filter((each) => isVisible(each, caller));
    return { selection, referrals: inOrder(visible, order) };
  }

  /** With quirks the link has the short path of the samples, but the sandbox's host, so that it can be followed. */
  #nextLink(url: URL, token: string): string {
    const path = this.#settings.quirks ? '/v1.0/referrals' : '/v1.0/engagements/referrals';
    return `${url.origin}${path}?$skiptoken=${token}`;
  }
}
