import type { ListQuery } from '../../api/listQuery.ts';
import { sameSummary } from '../../referral/sameSummary.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionStore, PendingRequest, StoreChange } from '../catalog/connectionStore.ts';
import { meetsQuery } from './query.ts';
import { SharedText } from './sharedText.ts';

/** Tells whether a person should be told of what came; `before` is what was known of it. */
type NewsTest = (before: ReferralSummary | undefined, item: ReferralSummary) => boolean;

/** Which of a store's referrals the list holds, in which places, and which of them a person has not seen yet. */
export class LoadedReferrals {
  readonly #store: ConnectionStore;
  readonly #shared = new SharedText();
  /** Where each stands in `#all`. */
  readonly #places = new Map<string, number>();
  readonly #filing = new Set<PendingRequest>();
  #all: readonly ReferralSummary[] = [];
  #marked: ReadonlySet<string> = new Set();

  constructor(store: ConnectionStore) {
    this.#store = store;
  }

  get size(): number {
    return this.#places.size;
  }

  /** Each in its place as long as it is there; the same array until something changes. */
  get all(): readonly ReferralSummary[] {
    return this.#all;
  }

  /** Another set when it changes. */
  get marked(): ReadonlySet<string> {
    return this.#marked;
  }

  /** Files what a page brought in the store, and holds it. */
  file(items: readonly ReferralSummary[], request: PendingRequest, isNews: NewsTest = () => false): void {
    const shared = items.map((item) => this.#shared.share(item));
    const marked = new Set(this.#marked);
    this.#filing.add(request);
    const filed = this.#store.addListed(shared, request);
    this.#filing.delete(request);
    const changed = filed.filter((item) => {
      const before = this.#find(item.id);
      if (before !== item && isNews(before, item)) marked.add(item.id);
      return before !== item;
    });
    this.#put(changed);
    if (marked.size > this.#marked.size) this.#marked = marked;
  }

  /**
   * Takes over what others filed in the store: a referral that was opened may be newer than its page, and was seen. False
   * when it is only what is being filed here.
   */
  storeChanged({ ids, request }: StoreChange): boolean {
    if (!request || this.#filing.has(request)) return false;
    const changed: ReferralSummary[] = [];
    const opened: string[] = [];
    for (const id of ids) {
      const entry = this.#places.has(id) ? this.#store.find(id) : undefined;
      if (!entry) continue;
      if (entry.summary !== this.#find(id)) changed.push(entry.summary);
      // What a search brought, nobody looked at.
      if (entry.fetched && sameSummary(entry.fetched.summary, entry.summary)) opened.push(id);
    }
    this.#put(changed);
    this.unmark(opened);
    return true;
  }

  unmark(ids: readonly string[]): void {
    const left = new Set(this.#marked);
    for (const id of ids) left.delete(id);
    if (left.size < this.#marked.size) this.#marked = left;
  }

  /** What the server would have listed, in answer to the query, if it were still there when it was asked. */
  missing(
    query: ListQuery,
    listed: readonly ReferralSummary[],
    { complete, since }: { complete: boolean; since: PendingRequest },
  ): string[] {
    const { field, descending } = query.orderBy;
    const times = listed.map((item) => timeOf(item, field) ?? NaN);
    // A server may leave out the order without a word; then a page's end tells nothing.
    const isInOrder = times.every((at, n) => {
      const before = times[n - 1] ?? at;
      return descending ? at <= before : at >= before;
    });
    const end = isInOrder ? times.at(-1) : undefined;
    const ids = new Set(listed.map(({ id }) => id));
    const isMissing = (item: ReferralSummary): boolean => {
      if (ids.has(item.id) || this.#store.isNewer(item.id, since) || !meetsQuery(query, item, true)) return false;
      const at = timeOf(item, field);
      return complete || (at !== undefined && end !== undefined && (descending ? at > end : at < end));
    };
    return this.#all.filter(isMissing).map(({ id }) => id);
  }

  /** What all pages together did not bring, though it was known before they were asked for. */
  missingFrom(listed: ReadonlySet<string>, since: PendingRequest): string[] {
    return this.#all.flatMap(({ id }) => (listed.has(id) || this.#store.isNewer(id, since) ? [] : [id]));
  }

  drop(ids: Iterable<string>): void {
    const gone = new Set(ids);
    if (gone.size === 0) return;
    this.#all = this.#all.filter(({ id }) => !gone.has(id));
    this.#places.clear();
    for (const [place, { id }] of this.#all.entries()) this.#places.set(id, place);
    this.unmark([...gone]);
  }

  knows(item: ReferralSummary): boolean {
    const known = this.#find(item.id);
    return known !== undefined && sameSummary(known, item);
  }

  /** News is what changed, and what is newer than all that is here now; not what an older page brings. */
  newsTest(): NewsTest {
    if (this.size === 0) return () => false;
    let newest = -Infinity;
    for (const item of this.#all) newest = Math.max(newest, timeOf(item, 'updatedDateTime') ?? -Infinity);
    return (before, item) => before !== undefined || (timeOf(item, 'updatedDateTime') ?? -Infinity) > newest;
  }

  #find(id: string): ReferralSummary | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#all[place];
  }

  #put(items: readonly ReferralSummary[]): void {
    if (items.length === 0) return;
    const all = [...this.#all];
    for (const item of items) {
      const place = this.#places.get(item.id) ?? all.length;
      all[place] = item;
      this.#places.set(item.id, place);
    }
    this.#all = all;
  }
}

function timeOf(item: ReferralSummary, field: 'createdDateTime' | 'updatedDateTime'): number | undefined {
  const at = Date.parse(item[field] ?? '');
  return Number.isNaN(at) ? undefined : at;
}
