import type { ListQuery } from '../../api/listQuery.ts';
import { ChunkedList } from '../../base/chunkedList.ts';
import { sameSummary } from '../../referral/sameSummary.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionStore, PendingRequest, StoreChange } from '../catalog/connectionStore.ts';
import { meetsQuery } from './query.ts';
import { SharedText } from './sharedText.ts';

/** Returns whether a loaded item is news for the user. `before` is the item as it was known, undefined if it is new. */
type NewsTest = (before: ReferralSummary | undefined, item: ReferralSummary) => boolean;

/**
 * The referrals of a store that are in the list, their positions, and which of them the user hasn't viewed since they
 * changed.
 */
export class LoadedReferrals {
  readonly #store: ConnectionStore;
  readonly #shared = new SharedText();
  /** Index in `#all` by id. */
  readonly #positions = new Map<string, number>();
  readonly #ownRequests = new Set<PendingRequest>();
  #all = ChunkedList.of<ReferralSummary>();
  #marked: ReadonlySet<string> = new Set();

  constructor(store: ConnectionStore) {
    this.#store = store;
  }

  get size(): number {
    return this.#positions.size;
  }

  /** Each referral keeps its position while it is in the list. It is the same object until something changes. */
  get all(): ChunkedList<ReferralSummary> {
    return this.#all;
  }

  /** Ids of the referrals that the user hasn't viewed since they changed. Each change creates a new set. */
  get marked(): ReadonlySet<string> {
    return this.#marked;
  }

  /** Adds the items of a page to the store and to the list. */
  add(items: readonly ReferralSummary[], request: PendingRequest, isNews: NewsTest = () => false): void {
    const shared = items.map((item) => this.#shared.share(item));
    const marked = new Set(this.#marked);
    this.#ownRequests.add(request);
    const added = this.#store.addListed(shared, request);
    this.#ownRequests.delete(request);
    const changed = added.filter((item) => {
      const before = this.#find(item.id);
      if (before !== item && isNews(before, item)) marked.add(item.id);
      return before !== item;
    });
    this.#put(changed);
    if (marked.size > this.#marked.size) this.#marked = marked;
  }

  /**
   * Takes over changes of the store: an opened referral may be newer than its page, and counts as viewed; one that was
   * created is added. Returns false if the change comes from `add` or the store was emptied.
   */
  storeChanged({ ids, request, isCreated }: StoreChange): boolean {
    if (!request || this.#ownRequests.has(request)) return false;
    const changed: ReferralSummary[] = [];
    const opened: string[] = [];
    for (const id of ids) {
      const entry = isCreated === true || this.#positions.has(id) ? this.#store.find(id) : undefined;
      if (!entry) continue;
      if (entry.summary !== this.#find(id)) changed.push(entry.summary);
      // Search results don't count as viewed.
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

  /**
   * Returns the ids of known referrals that the query's response should contain if they still existed on the server.
   */
  missing(
    query: ListQuery,
    listed: readonly ReferralSummary[],
    { complete, since }: { complete: boolean; since: PendingRequest },
  ): string[] {
    const { field, descending } = query.orderBy;
    const times = listed.map((item) => timeOf(item, field) ?? NaN);
    // A server may silently ignore `$orderby`. Then the last item of a page isn't a limit for the others.
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

  /**
   * Returns the ids of known referrals that none of the pages contains, although they were known before the request.
   */
  missingFrom(listed: ReadonlySet<string>, since: PendingRequest): string[] {
    return this.#all.filter(({ id }) => !listed.has(id) && !this.#store.isNewer(id, since)).map(({ id }) => id);
  }

  drop(ids: Iterable<string>): void {
    const gone = new Set(ids);
    if (gone.size === 0) return;
    const left = this.#all.filter(({ id }) => !gone.has(id));
    this.#all = ChunkedList.of(left);
    this.#positions.clear();
    for (const [position, { id }] of left.entries()) this.#positions.set(id, position);
    this.unmark([...gone]);
  }

  isKnown(item: ReferralSummary): boolean {
    const known = this.#find(item.id);
    return known !== undefined && sameSummary(known, item);
  }

  /**
   * Returns a test by which changed referrals are news, and new ones if they are newer than all current referrals;
   * older pages are not news.
   */
  newsTest(): NewsTest {
    if (this.size === 0) return () => false;
    let newest = -Infinity;
    for (const item of this.#all) newest = Math.max(newest, timeOf(item, 'updatedDateTime') ?? -Infinity);
    return (before, item) => before !== undefined || (timeOf(item, 'updatedDateTime') ?? -Infinity) > newest;
  }

  #find(id: string): ReferralSummary | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#all.at(position);
  }

  #put(items: readonly ReferralSummary[]): void {
    if (items.length === 0) return;
    const changes = new Map<number, ReferralSummary>();
    for (const item of items) {
      const position = this.#positions.get(item.id) ?? this.#positions.size;
      this.#positions.set(item.id, position);
      changes.set(position, item);
    }
    this.#all = this.#all.with(changes);
  }
}

function timeOf(item: ReferralSummary, field: 'createdDateTime' | 'updatedDateTime'): number | undefined {
  const at = Date.parse(item[field] ?? '');
  return Number.isNaN(at) ? undefined : at;
}
