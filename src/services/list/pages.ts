import type { ReferralPage } from '../../api/client.ts';
import type { SkipToken } from '../../api/paging.ts';
import type { PendingRequest } from '../catalog/connectionStore.ts';

/** A server that pages for ever is stopped here: 2,000 pages are 200,000 referrals. */
const mostPages = 2000;
/** Pages in a row that may bring nothing but what came before: referrals shift while a list is paged through. */
const mostRepeats = 3;

/** How far one query's pages were followed. */
export class Pages {
  /** What came, in all pages. */
  readonly ids = new Set<string>();
  /** Pages that brought something. */
  count = 0;
  next: SkipToken | undefined;
  unreadable = 0;
  /** The server's link to more leads nowhere new. */
  broken = false;
  /** More changed than was looked through, so something behind the first page may be as it was. */
  mayBeStale = false;
  /** That of the first page. What is filed after it may not be in any of the pages. */
  readonly since: PendingRequest;
  readonly #followed = new Set<SkipToken>();
  #repeats = 0;

  constructor(since: PendingRequest) {
    this.since = since;
  }

  /** Everything was loaded. */
  get complete(): boolean {
    return this.next === undefined && !this.broken;
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
    const round = next !== undefined && (this.#followed.has(next) || this.#repeats >= mostRepeats);
    this.broken = page.next.kind === 'broken' || round || this.#followed.size >= mostPages;
    this.next = this.broken ? undefined : next;
  }

  /** Goes on where another following of the same query had come to. */
  goOnWith(other: Pages): void {
    for (const id of other.ids) this.ids.add(id);
    for (const token of other.#followed) this.#followed.add(token);
    this.count = Math.max(this.count, other.count);
    this.next = other.next;
    this.broken = other.broken;
    this.unreadable = Math.max(this.unreadable, other.unreadable);
  }
}
