import { ApiError, type Failure } from '../../api/failure.ts';
import { usualQuery, type ListQuery } from '../../api/listQuery.ts';
import { orAborted } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Connections } from '../connection/connection.ts';
import { AskedQuery } from './askedQuery.ts';
import { emptyState, isOffline, noticesOf, type ListState } from './listState.ts';
import { LoadedReferrals } from './loadedReferrals.ts';
import { PageRequests, type AnsweredPage } from './pageRequests.ts';
import { Pages } from './pages.ts';
import { hasFilter, isUsual } from './query.ts';
import { Runs } from './runs.ts';

/** For how long pages are followed in one go, in ms. */
const longestSearch = 50_000;
/** A list deeper than this is loaded anew only until a page brings nothing new. */
const shallow = 10;
/** Pages that are looked through for news. */
const mostNews = 5;

/**
 * The list of the current connection, loaded page by page. One run that a person asked for and one silent look for news
 * at most talk to the server at a time.
 */
export class ReferralList implements Disposable {
  readonly #connections: Pick<Connections, 'current' | 'onDidChange'>;
  readonly #catalog: Pick<Catalog, 'of'>;
  readonly #now: () => number;
  readonly #own = new Lifetime();
  readonly #changed = this.#own.add(new Emitter<ListState>());
  #state: ListState;
  #asked!: AskedQuery;
  #loaded!: LoadedReferrals;
  #requests!: PageRequests;
  #watching: Disposable | undefined;
  readonly #runs = new Runs();
  #looking: AbortController | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(
    connections: Pick<Connections, 'current' | 'onDidChange'>,
    catalog: Pick<Catalog, 'of'>,
    now: () => number = Date.now,
  ) {
    this.#connections = connections;
    this.#catalog = catalog;
    this.#now = now;
    this.#state = this.#begin(usualQuery);
    this.#own.add(connections.onDidChange(() => this.reset()));
  }

  get state(): ListState {
    return this.#state;
  }

  /** Back to the beginning, nothing loaded; a running request ends. */
  reset(): void {
    this.#runs.stop();
    this.#looking?.abort();
    this.#looking = undefined;
    this.#state = this.#begin(this.#asked.wanted);
    this.#changed.fire(this.#state);
  }

  /** Shows what was kept from before; a refresh tells what became of it. Only for a list that is new. */
  restore(items: readonly ReferralSummary[], asOf: number): void {
    if (this.#state.phase !== 'new' || this.#loaded.size > 0 || items.length === 0) return;
    this.#loaded.file(items, this.#store.request());
    this.#set({ asOf });
  }

  /** From now on this is wanted; its first page is loaded unless it, or everything, is there. */
  async ask(query: ListQuery): Promise<void> {
    if (!this.#asked.want(query)) return;
    this.#set({});
    if (this.#state.phase === 'new' || this.#state.phase === 'failed') return;
    // Loading all brings what is wanted too; all of a filter doesn't.
    if (this.#runs.current?.allOf && isUsual(this.#runs.current.allOf)) return;
    if (!this.#asked.pages) await this.#refresh(undefined, { again: false });
  }

  /**
   * Loads anew as many pages as are there, at least the first. What is shown stays until all answers are there, and for
   * good when one fails.
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    this.#asked.answered(undefined);
    await this.#refresh(signal, { again: true });
  }

  /** Loads the next page, which of a new list is the first, if there is one and nothing runs. */
  async loadMore(signal?: AbortSignal): Promise<void> {
    if (this.#state.phase === 'new') return this.refresh(signal);
    // Loading all was stopped before it came to what is wanted now.
    if (this.#state.phase !== 'loading' && !this.#asked.pages) {
      return this.#refresh(signal, { again: false });
    }
    await this.#goOn(signal, false, () => undefined);
  }

  /**
   * Loads all pages there are, one after the other, after what is loading. What came stays, and the next time goes on
   * from there.
   */
  async loadAll(signal?: AbortSignal, onProgress: (loaded: number) => void = () => undefined): Promise<void> {
    const loaded = this.#loaded;
    const wanted = (): boolean => this.#loaded === loaded && !signal?.aborted;
    if (!this.#runs.current && (this.#state.phase !== 'ready' || !this.#asked.pages)) {
      await this.refresh(signal);
    }
    while (this.#runs.current && wanted()) {
      const { ended } = this.#runs.current;
      await (signal ? orAborted(ended, signal).catch(() => undefined) : ended);
    }
    if (wanted()) await this.#goOn(signal, true, onProgress);
  }

  /**
   * Asks silently what is newest, page by page until one brings nothing new. Rejects with an `ApiError`, and keeps what
   * is there.
   */
  async lookForNews(): Promise<void> {
    const { phase } = this.#state;
    const { throttled } = this.#requests;
    if (throttled) throw new ApiError(throttled);
    // What never came, e.g. because the network was away when the window opened, is had whole.
    if (phase === 'failed' || (phase === 'ready' && !this.#asked.pages)) {
      await this.refresh();
      if (this.#state.failure) throw new ApiError(this.#state.failure);
      return;
    }
    if (phase !== 'ready' || this.#looking) return;
    const look = new AbortController();
    this.#looking = look;
    const wanted = (): boolean => this.#looking === look;
    try {
      await this.#fileNews(look.signal, wanted);
      if (wanted()) this.#set({ ...this.#sinceNow(), ...(isOffline(this.#state.failure) && { failure: undefined }) });
    } catch (error) {
      if (!wanted() || !(error instanceof ApiError)) return;
      if (isOffline(error.failure)) this.#set({ failure: error.failure });
      throw error;
    } finally {
      if (wanted()) this.#looking = undefined;
    }
  }

  /** A person looked at it. */
  markSeen(id: string): void {
    this.#loaded.unmark([id]);
    this.#tell();
  }

  dispose(): void {
    this.#runs.stop();
    this.#looking?.abort();
    this.#watching?.dispose();
    this.#own.dispose();
  }

  /** Nothing loaded, of the current connection. */
  #begin(wanted: ListQuery): ListState {
    const { current } = this.#connections;
    const store = this.#catalog.of(current.id);
    this.#asked = new AskedQuery(wanted, store.capabilities);
    this.#loaded = new LoadedReferrals(store);
    this.#requests = new PageRequests(current, store, this.#now);
    this.#watching?.dispose();
    this.#watching = store.onDidChange((change) => {
      if (this.#loaded.storeChanged(change)) this.#tell();
    });
    return emptyState(current.id);
  }

  get #store() {
    return this.#catalog.of(this.#state.connection);
  }

  async #refresh(signal: AbortSignal | undefined, { again }: { again: boolean }): Promise<void> {
    await this.#run(signal, undefined, async (wanted, signalOfRun) => {
      if (!again && this.#asked.pages) return this.#set({ phase: 'ready' });
      const first = await this.#requests.firstPage(this.#asked.wanted, signalOfRun);
      if (!wanted()) return;
      const { query } = first;
      this.#asked.answered(query);
      const old = this.#asked.pagesOf(query);
      const depth = again ? Math.max(1, old?.count ?? 1) : 1;
      const giveUpAt = this.#now() + longestSearch;
      const fresh = new Pages(first.page.request);
      const answers: AnsweredPage[] = [];
      let passedOver = false;
      for (let { page } = first; ;) {
        fresh.add(page);
        answers.push(page);
        // Empty pages that go on are followed, but not for ever: "Load more" goes on from here.
        if (fresh.next === undefined || fresh.count >= depth || this.#now() >= giveUpAt) break;
        // What changed stands in front, so behind a page that tells nothing new nothing is.
        const nothingNew = depth > shallow && page.items.every((item) => this.#loaded.knows(item));
        passedOver = nothingNew && isUsual(query) && old?.mayBeStale === false;
        if (passedOver) break;
        page = await this.#requests.page(query, fresh.next, signalOfRun);
        if (!wanted()) return;
      }
      const items = answers.flatMap((page) => page.items);
      const missing = new Set(this.#loaded.missing(query, items, fresh));
      const gaveUp = fresh.next !== undefined && fresh.count < depth && !passedOver;
      // Where it gave up, what is behind is to be loaded anew.
      if (old && passedOver) fresh.goOnWith(old);
      this.#asked.setPages(query, fresh);
      const isNews = this.#loaded.newsTest();
      for (const { items: ofPage, request } of answers) this.#loaded.file(ofPage, request, isNews);
      // What no longer meets the filter, or moved to the front while pages were read, is among the newest of all.
      const moved = missing.size > 0 && (answers.length > 1 || !isUsual(query));
      if (moved || (!isUsual(query) && old)) {
        for (const id of await this.#fileNews(signalOfRun, wanted)) missing.delete(id);
      }
      if (!wanted()) return;
      this.#loaded.drop(missing);
      this.#set({ phase: 'ready', ...(!(old && gaveUp) && this.#sinceNow()) });
    });
  }

  async #goOn(signal: AbortSignal | undefined, all: boolean, onProgress: (loaded: number) => void): Promise<void> {
    const { query } = this.#asked;
    const before = this.#asked.pagesOf(query);
    if (before?.next === undefined || this.#state.phase === 'loading') return;
    await this.#run(signal, all ? query : undefined, async (wanted, signalOfRun) => {
      let pages = before;
      const nextPage = async (): Promise<AnsweredPage> => {
        try {
          return await this.#requests.page(query, pages.next, signalOfRun);
        } catch (error) {
          if (pages !== before || !isExpired(error)) throw error;
          // The server has forgotten where it was: the pages that were there are followed once more.
          const first = await this.#requests.page(query, undefined, signalOfRun);
          pages = new Pages(first.request);
          if (wanted()) this.#asked.setPages(query, pages);
          return first;
        }
      };
      const giveUpAt = all ? Infinity : this.#now() + longestSearch;
      const goal = all ? Infinity : before.count + 1;
      while (pages.next !== undefined && pages.count < goal && this.#now() < giveUpAt) {
        const page = await nextPage();
        if (!wanted()) return;
        pages.add(page);
        this.#loaded.file(page.items, page.request);
        onProgress(this.#loaded.size);
        // Drawing thousands of rows a thousand times would take longer than loading them.
        if (this.#loaded.size > 1.2 * this.#state.items.length) this.#set({});
      }
      // What is stale may seem to meet a filter.
      if (isUsual(query) && pages.complete) {
        const missing = new Set(this.#loaded.missingFrom(pages.ids, pages.since));
        if (missing.size > 0) for (const id of await this.#fileNews(signalOfRun, wanted)) missing.delete(id);
        if (!wanted()) return;
        this.#loaded.drop(missing);
      }
      this.#set({ phase: 'ready' });
    });
  }

  async #run(
    signal: AbortSignal | undefined,
    allOf: ListQuery | undefined,
    task: (wanted: () => boolean, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const run = this.#runs.start(signal, allOf);
    this.#set({ phase: 'loading', failure: undefined });
    try {
      await task(run.wanted, run.signal);
    } catch (error) {
      if (!run.wanted()) return;
      const failure: Failure | undefined = error instanceof ApiError ? error.failure : undefined;
      const phase = this.#loaded.size > 0 ? 'ready' : failure?.kind === 'cancelled' ? 'new' : 'failed';
      this.#set({ phase, failure: failure?.kind === 'cancelled' ? undefined : failure });
      if (failure === undefined) throw error;
    } finally {
      run.end();
    }
  }

  /** Files what is newest, and returns the ids that came. */
  async #fileNews(signal: AbortSignal, wanted: () => boolean): Promise<readonly string[]> {
    const isNews = this.#loaded.newsTest();
    const wasStale = this.#asked.pagesOf(usualQuery)?.mayBeStale === true;
    const came: string[] = [];
    for (let count = 0, token; count < mostNews; count++) {
      const page: AnsweredPage = await this.#requests.page(usualQuery, token, signal);
      if (!wanted()) return came;
      const news = page.items.some((item) => !this.#loaded.knows(item));
      this.#loaded.file(page.items, page.request, isNews);
      const pages = this.#asked.pagesOf(usualQuery);
      for (const { id } of page.items) {
        came.push(id);
        pages?.ids.add(id);
      }
      const goesOn = news && page.next.kind === 'more';
      // From here on the first page tells nothing new, whatever is behind the last one that came.
      const allSeen = page.next.kind === 'none' || count + 1 >= (pages?.count ?? 0);
      if (pages) pages.mayBeStale = !allSeen && (goesOn || wasStale);
      if (!goesOn) break;
      token = page.next.token;
    }
    return came;
  }

  /** What was not looked through is as old as it was. */
  #sinceNow(): Partial<ListState> {
    return this.#asked.pagesOf(usualQuery)?.mayBeStale ? {} : { asOf: this.#now() };
  }

  /** Tells of what changed in the items, if anything did. */
  #tell(): void {
    if (this.#state.items !== this.#loaded.all || this.#state.changed !== this.#loaded.marked) this.#set({});
  }

  #set(change: Partial<ListState>): void {
    const { pages } = this.#asked;
    this.#state = {
      ...this.#state,
      items: this.#loaded.all,
      hasMore: this.#asked.followed?.next !== undefined,
      filteredBy: pages && hasFilter(this.#asked.query) ? 'server' : 'us',
      notices: noticesOf(pages, this.#state.notices),
      changed: this.#loaded.marked,
      ...change,
    };
    this.#changed.fire(this.#state);
  }
}

/** A server says in no documented way that a token is too old; it is found out by asking from the start. */
function isExpired(error: unknown): boolean {
  return error instanceof ApiError && ['invalidRequest', 'notFound'].includes(error.failure.kind);
}
