import type { ReferralPage } from '../../api/client.ts';
import type { SkipToken } from '../../api/paging.ts';
import type { PendingRequest } from '../catalog/connectionStore.ts';

/** Limit for servers that return links without end: 2,000 pages are 200,000 referrals. */
const maxPages = 2000;
/**
 * Limit for consecutive pages without a new referral. Some occur because referrals move while the list is being read.
 */
const maxRepeats = 3;

/** The pages of one query that were loaded. */
export class Pages {
  /** Ids of the referrals in all pages. */
  readonly ids = new Set<string>();
  /** Number of pages that weren't empty. */
  count = 0;
  next: SkipToken | undefined;
  unreadable = 0;
  /** The server's `nextLink` can't be used, or leads to pages that were already loaded. */
  broken = false;
  /** More referrals changed than a check for news loads, so referrals after the first page may be outdated. */
  mayBeStale = false;
  /** Number of pages that a refresh had to load. It ends before them at its time limit. */
  goal = 0;
  /** The request of the first page. Referrals that are added to the store after it may be missing from all pages. */
  readonly since: PendingRequest;
  readonly #followed = new Set<SkipToken>();
  #repeats = 0;

  constructor(since: PendingRequest) {
    this.since = since;
  }

  /** All pages were loaded. */
  get complete(): boolean {
    return this.next === undefined && !this.broken;
  }

  /** Referrals after the loaded pages, which were loaded before, may be outdated. */
  get isUnfinished(): boolean {
    return this.next !== undefined && this.count < this.goal;
  }

  add(page: ReferralPage): void {
    if (this.next !== undefined) this.#followed.add(this.next);
    const before = this.ids.size;
    for (const { id } of page.items) this.ids.add(id);
    const repeats = page.items.length > 0 && this.ids.size === before;
    this.#repeats = repeats ? this.#repeats + 1 : 0;
    if (page.items.length > 0) this.count++;
    this.unreadable += page.unreadable;
    const next = page.next.kind === 'more' ? page.next.token : undefined;
    const isLoop = next !== undefined && (this.#followed.has(next) || this.#repeats >= maxRepeats);
    this.broken = page.next.kind === 'broken' || isLoop || this.#followed.size >= maxPages;
    this.next = this.broken ? undefined : next;
  }

  /** Continues after the last page of an earlier load of the same query. */
  continueFrom(other: Pages): void {
    for (const id of other.ids) this.ids.add(id);
    for (const token of other.#followed) this.#followed.add(token);
    this.count = Math.max(this.count, other.count);
    this.next = other.next;
    this.broken = other.broken;
    this.unreadable = Math.max(this.unreadable, other.unreadable);
  }
}
