import type { ListQuery } from '../../api/listQuery.ts';
import { sameSummary } from '../../referral/sameSummary.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';
import { meetsQuery } from './query.ts';
import { SharedText } from './sharedText.ts';

/** Tells whether a person should be told of what came; `before` is what was known of it. */
type NewsTest = (before: ReferralSummary | undefined, item: ReferralSummary) => boolean;

/** What was loaded of one connection's list, by whatever query, and which of it a person has not seen yet. */
export class LoadedReferrals {
  readonly #connection: ConnectionId;
  readonly #catalog: Pick<Catalog, 'addListed' | 'find'>;
  readonly #items = new Map<string, ReferralSummary>();
  readonly #shared = new SharedText();
  #all: readonly ReferralSummary[] | undefined = [];
  #marked: ReadonlySet<string> = new Set();
  #filing = false;

  constructor(connection: ConnectionId, catalog: Pick<Catalog, 'addListed' | 'find'>) {
    this.#connection = connection;
    this.#catalog = catalog;
  }

  get size(): number {
    return this.#items.size;
  }

  /** Each in its place as long as it is there; the same array until something changes. */
  get all(): readonly ReferralSummary[] {
    return (this.#all ??= [...this.#items.values()]);
  }

  /** Another set when it changes. */
  get marked(): ReadonlySet<string> {
    return this.#marked;
  }

  /** Takes what a page brought, and tells the catalog. */
  file(items: readonly ReferralSummary[], isNews: NewsTest = () => false): void {
    const shared = items.map((item) => this.#shared.share(item));
    const marked = new Set(this.#marked);
    this.#filing = true;
    try {
      for (const item of this.#catalog.addListed(this.#connection, shared)) {
        const before = this.#items.get(item.id);
        if (before !== item && isNews(before, item)) marked.add(item.id);
        this.#put(item);
      }
    } finally {
      this.#filing = false;
    }
    if (marked.size > this.#marked.size) this.#marked = marked;
  }

  /**
   * A referral that was opened may be newer than the page it came in, and was looked at. False when it is only what is
   * being filed here.
   */
  takeFromCatalog(ids: Iterable<string>): boolean {
    if (this.#filing) return false;
    const known = [...ids].filter((id) => this.#items.has(id));
    const opened: string[] = [];
    for (const id of known) {
      const entry = this.#catalog.find(this.#connection, id);
      if (!entry) continue;
      this.#put(entry.summary);
      // What a search brought nobody looked at.
      if (entry.fetched && sameSummary(entry.fetched.summary, entry.summary)) opened.push(id);
    }
    this.unmark(opened);
    return true;
  }

  unmark(ids: readonly string[]): void {
    const left = new Set(this.#marked);
    for (const id of ids) left.delete(id);
    if (left.size < this.#marked.size) this.#marked = left;
  }

  /** Lets go of what the server would have listed, in answer to the query, if it were still there. */
  drop(query: ListQuery, listed: readonly ReferralSummary[], complete: boolean): void {
    const { field, descending } = query.orderBy;
    const times = listed.map((item) => timeOf(item, field) ?? NaN);
    // A server may leave out the order without a word; then a page's end tells nothing.
    const isInOrder = times.every((at, n) => {
      const before = times[n - 1] ?? at;
      return descending ? at <= before : at >= before;
    });
    const end = isInOrder ? times.at(-1) : undefined;
    const ids = new Set(listed.map(({ id }) => id));
    for (const item of this.#items.values()) {
      if (ids.has(item.id) || !meetsQuery(query, item)) continue;
      const at = timeOf(item, field);
      const covered = at !== undefined && end !== undefined && (descending ? at > end : at < end);
      if (!complete && !covered) continue;
      this.#items.delete(item.id);
      this.#all = undefined;
    }
  }

  /** Lets go of what all pages together did not bring, unless it came or changed since they were asked for. */
  dropMissing(listed: ReadonlySet<string>, since: number): void {
    for (const item of this.#items.values()) {
      const at = timeOf(item, 'updatedDateTime');
      if (listed.has(item.id) || at === undefined || at >= since) continue;
      this.#items.delete(item.id);
      this.#all = undefined;
    }
  }

  knows(item: ReferralSummary): boolean {
    const known = this.#items.get(item.id);
    return known !== undefined && sameSummary(known, item);
  }

  /** News is what changed, and what is newer than all that is here now; not what an older page brings. */
  newsTest(): NewsTest {
    if (this.#items.size === 0) return () => false;
    let newest = -Infinity;
    for (const item of this.#items.values()) newest = Math.max(newest, timeOf(item, 'updatedDateTime') ?? -Infinity);
    return (before, item) => before !== undefined || (timeOf(item, 'updatedDateTime') ?? -Infinity) > newest;
  }

  #put(item: ReferralSummary): void {
    if (this.#items.get(item.id) === item) return;
    this.#items.set(item.id, item);
    this.#all = undefined;
  }
}

function timeOf(item: ReferralSummary, field: 'createdDateTime' | 'updatedDateTime'): number | undefined {
  const at = Date.parse(item[field] ?? '');
  return Number.isNaN(at) ? undefined : at;
}
