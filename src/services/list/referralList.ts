import { ApiError, type Failure } from '../../api/failure.ts';
import { defaultQuery, type ListQuery } from '../../api/listQuery.ts';
import { orAborted } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Connections } from '../connection/connection.ts';
import { ListQueries } from './listQueries.ts';
import { emptyState, isOffline, noticesOf, type ListState } from './listState.ts';
import { LoadedReferrals } from './loadedReferrals.ts';
import { PageRequests, type AnsweredPage } from './pageRequests.ts';
import { Pages } from './pages.ts';
import { hasFilter, isDefaultQuery } from './query.ts';
import { Runs } from './runs.ts';

/** Time limit for following pages in one operation, in ms. */
const maxLoadingMs = 50_000;
/** If more pages than this were loaded, a refresh stops at the first page without changes. */
const alwaysReloadedPages = 50;
/** Maximum number of pages that a check for news loads. */
const maxNewsPages = 5;

/**
 * The list of the current connection, loaded page by page. At most one operation of the user and one check for news
 * send requests at the same time.
 */
export class ReferralList implements Disposable {
  readonly #connections: Pick<Connections, 'current' | 'onDidChange'>;
  readonly #catalog: Pick<Catalog, 'of'>;
  readonly #now: () => number;
  readonly #own = new Lifetime();
  readonly #changed = this.#own.add(new Emitter<ListState>());
  #state: ListState;
  #queries!: ListQueries;
  #loaded!: LoadedReferrals;
  #requests!: PageRequests;
  #watching: Disposable | undefined;
  readonly #runs = new Runs();
  #newsCheck: AbortController | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(
    connections: Pick<Connections, 'current' | 'onDidChange'>,
    catalog: Pick<Catalog, 'of'>,
    now: () => number = Date.now,
  ) {
    this.#connections = connections;
    this.#catalog = catalog;
    this.#now = now;
    this.#state = this.#start(defaultQuery);
    this.#own.add(connections.onDidChange(() => this.reset()));
  }

  get state(): ListState {
    return this.#state;
  }

  /** Removes everything that was loaded and stops running requests. */
  reset(): void {
    this.#runs.stop();
    this.#newsCheck?.abort();
    this.#newsCheck = undefined;
    this.#state = this.#start(this.#queries.wanted);
    this.#changed.fire(this.#state);
  }

  /** Shows items that were stored earlier, until a refresh updates them. Has no effect if the list isn't new. */
  restore(items: readonly ReferralSummary[], asOf: number): void {
    if (this.#state.phase !== 'new' || this.#loaded.size > 0 || items.length === 0) return;
    this.#loaded.add(items, this.#store.request());
    this.#set({ asOf });
  }

  /**
   * Starts the connection before an operation begins: a sandbox that starts again empties the list, which would stop the
   * operation. A failure is that of the first request.
   */
  #connect(): void {
    this.#connections.current.client().catch(() => undefined);
  }

  /** Sets the wanted query. Loads its first page, unless that or the complete list is already loaded. */
  async ask(query: ListQuery): Promise<void> {
    if (!this.#queries.setWanted(query)) return;
    this.#set({});
    if (this.#state.phase === 'new' || this.#state.phase === 'failed') return;
    // Loading the complete list includes this query; loading all pages of a filter doesn't.
    if (this.#runs.current?.allOf && isDefaultQuery(this.#runs.current.allOf)) return;
    if (!this.#queries.pages) await this.#refresh(undefined, { again: false });
  }

  /**
   * Reloads as many pages as were loaded, at least the first. The current items stay until all responses have arrived.
   * If a request fails, they remain, with what the pages before it changed.
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    this.#connect();
    this.#queries.setAnswered(undefined);
    await this.#refresh(signal, { again: true });
  }

  /**
   * Loads the next page, or the first page of a new list. Has no effect if there is no further page or while the list
   * is loading.
   */
  async loadMore(signal?: AbortSignal): Promise<void> {
    this.#connect();
    if (this.#state.phase === 'new') return this.refresh(signal);
    // The user stopped loading the complete list before it included the wanted query.
    if (this.#state.phase !== 'loading' && !this.#queries.pages) {
      return this.#refresh(signal, { again: false });
    }
    await this.#loadFurther(signal, false, () => undefined);
  }

  /**
   * Loads all pages one after another, after a running operation has ended. If it is stopped, the loaded referrals
   * stay, and the next call continues from there. A complete list is read again from its beginning, so that what the
   * server no longer has is removed.
   */
  async loadAll(signal?: AbortSignal, onProgress: (loaded: number) => void = () => undefined): Promise<void> {
    this.#connect();
    const loaded = this.#loaded;
    const wanted = (): boolean => this.#loaded === loaded && !signal?.aborted;
    const isIdle = !this.#runs.current;
    const again = isIdle && this.#state.phase === 'ready' && this.#queries.pages?.complete === true;
    if (isIdle && (this.#state.phase !== 'ready' || !this.#queries.pages)) {
      await this.refresh(signal);
    }
    while (this.#runs.current && wanted()) {
      const { ended } = this.#runs.current;
      await (signal ? orAborted(ended, signal).catch(() => undefined) : ended);
    }
    if (!wanted()) return;
    if (again) await this.#refresh(signal, { again: true, all: true }, onProgress);
    else await this.#loadFurther(signal, true, onProgress);
  }

  /**
   * Requests the newest referrals without showing progress, page by page until a page has no changes. Rejects with an
   * `ApiError`; the items stay.
   */
  async lookForNews(): Promise<void> {
    this.#connect();
    const { phase } = this.#state;
    const throttled = this.#store.capabilities.throttledAt(this.#now());
    if (throttled) throw new ApiError(throttled);
    // A list that was never loaded, e.g. because the window opened offline, is loaded completely.
    if (phase === 'failed' || (phase === 'ready' && !this.#queries.pages)) {
      await this.refresh();
      if (this.#state.failure) throw new ApiError(this.#state.failure);
      return;
    }
    if (phase !== 'ready' || this.#newsCheck) return;
    const check = new AbortController();
    this.#newsCheck = check;
    const wanted = (): boolean => this.#newsCheck === check;
    try {
      await this.#addNews(check.signal, wanted);
      if (wanted())
        this.#set({ ...this.#updatedAsOf(), ...(isOffline(this.#state.failure) && { failure: undefined }) });
    } catch (error) {
      if (!wanted() || !(error instanceof ApiError)) return;
      if (isOffline(error.failure)) this.#set({ failure: error.failure });
      throw error;
    } finally {
      if (wanted()) this.#newsCheck = undefined;
    }
  }

  /** Call this when the user viewed the referral. */
  markSeen(id: string): void {
    this.#loaded.unmark([id]);
    this.#fireIfChanged();
  }

  dispose(): void {
    this.#runs.stop();
    this.#newsCheck?.abort();
    this.#watching?.dispose();
    this.#own.dispose();
  }

  /** Starts an empty list for the current connection. */
  #start(wanted: ListQuery): ListState {
    const { current } = this.#connections;
    const store = this.#catalog.of(current.id);
    this.#queries = new ListQueries(wanted, store.capabilities);
    this.#loaded = new LoadedReferrals(store);
    this.#requests = new PageRequests(current, store, this.#now);
    this.#watching?.dispose();
    this.#watching = store.onDidChange((change) => {
      // A list without a page would look complete with the one referral.
      if (change.isCreated && this.#loaded.size === 0 && this.#state.phase !== 'ready') return;
      if (this.#loaded.storeChanged(change)) this.#fireIfChanged();
    });
    return emptyState(current.id);
  }

  get #store() {
    return this.#catalog.of(this.#state.connection);
  }

  async #refresh(
    signal: AbortSignal | undefined,
    { again, all = false }: { readonly again: boolean; readonly all?: boolean },
    onProgress: (loaded: number) => void = () => undefined,
  ): Promise<void> {
    await this.#run(signal, undefined, async (wanted, signalOfRun) => {
      if (!again && this.#queries.pages) return this.#set({ phase: 'ready' });
      const asked = this.#queries.toRefresh;
      const first = await this.#requests.firstPage(asked, signalOfRun);
      if (!wanted()) return;
      const { query } = first;
      if (asked === this.#queries.wanted) this.#queries.setAnswered(query);
      const old = this.#queries.pagesOf(query);
      // A complete list stays complete, also if it has grown.
      const loadedPages = Math.max(1, old?.count ?? 1, old?.goal ?? 1);
      const depth = !again ? 1 : all || old?.complete ? Infinity : loadedPages;
      const isDeep = (old?.count ?? 1) > alwaysReloadedPages;
      const deadline = all ? Infinity : this.#now() + maxLoadingMs;
      const fresh = new Pages(first.page.request);
      const answers: AnsweredPage[] = [];
      let stoppedEarly = false;
      for (let { page } = first; ;) {
        fresh.add(page);
        answers.push(page);
        onProgress(fresh.ids.size);
        // Empty pages with a `nextLink` are followed up to the time limit. "Load more" continues from there.
        if (fresh.next === undefined || fresh.count >= depth || this.#now() >= deadline) break;
        // Changed referrals come first, so after a page without changes there are none.
        const nothingNew = isDeep && !all && page.items.every((item) => this.#loaded.isKnown(item));
        stoppedEarly = nothingNew && isDefaultQuery(query) && old?.mayBeStale === false && !old.isUnfinished;
        if (stoppedEarly) break;
        page = await this.#requests.page(query, fresh.next, signalOfRun).catch((error: unknown) => {
          if (wanted() && old) {
            // The pages that were read count, for example where the server throttles. Later ones may be outdated.
            this.#addAnswers(answers);
            old.mayBeStale = true;
          }
          throw error;
        });
        if (!wanted()) return;
      }
      const items = answers.flatMap((page) => page.items);
      const missing = new Set(this.#loaded.missing(query, items, fresh));
      const timedOut = fresh.next !== undefined && fresh.count < depth && !stoppedEarly;
      // After the time limit, the remaining pages must be loaded again.
      if (old && stoppedEarly) fresh.continueFrom(old);
      if (old && timedOut) fresh.goal = depth;
      this.#queries.setPages(query, fresh);
      this.#addAnswers(answers);
      // Referrals that no longer match the filter, or that moved to the front while pages were read, are among the
      // newest referrals.
      const moved = missing.size > 0 && (answers.length > 1 || !isDefaultQuery(query));
      if (moved || (!isDefaultQuery(query) && old)) {
        for (const id of await this.#addNews(signalOfRun, wanted)) missing.delete(id);
      }
      if (!wanted()) return;
      this.#loaded.drop(missing);
      this.#set({ phase: 'ready', ...(!(old && timedOut) && this.#updatedAsOf()) });
    });
  }

  #addAnswers(answers: readonly AnsweredPage[]): void {
    const isNews = this.#loaded.newsTest();
    for (const { items, request } of answers) this.#loaded.add(items, request, isNews);
  }

  async #loadFurther(
    signal: AbortSignal | undefined,
    all: boolean,
    onProgress: (loaded: number) => void,
  ): Promise<void> {
    const { query } = this.#queries;
    const before = this.#queries.pagesOf(query);
    if (before?.next === undefined || this.#state.phase === 'loading') return;
    await this.#run(signal, all ? query : undefined, async (wanted, signalOfRun) => {
      let pages = before;
      const nextPage = async (): Promise<AnsweredPage> => {
        try {
          return await this.#requests.page(query, pages.next, signalOfRun);
        } catch (error) {
          if (pages !== before || !isExpired(error)) throw error;
          // The server no longer accepts the token, so the loaded pages are followed again.
          const first = await this.#requests.page(query, undefined, signalOfRun);
          pages = new Pages(first.request);
          if (wanted()) this.#queries.setPages(query, pages);
          return first;
        }
      };
      const deadline = all ? Infinity : this.#now() + maxLoadingMs;
      const goal = all ? Infinity : before.count + 1;
      while (pages.next !== undefined && pages.count < goal && this.#now() < deadline) {
        const page = await nextPage();
        if (!wanted()) return;
        pages.add(page);
        this.#loaded.add(page.items, page.request);
        onProgress(this.#loaded.size);
        // Redrawing thousands of rows after each page would take longer than loading them.
        if (this.#loaded.size > 1.2 * this.#state.items.length) this.#set({});
      }
      // Only the default query is checked: an outdated referral may match a filter that the server's copy no longer
      // matches.
      if (isDefaultQuery(query) && pages.complete) {
        const missing = new Set(this.#loaded.missingFrom(pages.ids, pages.since));
        if (missing.size > 0) for (const id of await this.#addNews(signalOfRun, wanted)) missing.delete(id);
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

  /** Adds the newest referrals to the list, and returns their ids. */
  async #addNews(signal: AbortSignal, wanted: () => boolean): Promise<readonly string[]> {
    const isNews = this.#loaded.newsTest();
    const wasStale = this.#queries.pagesOf(defaultQuery)?.mayBeStale === true;
    const ids: string[] = [];
    for (let count = 0, token; count < maxNewsPages; count++) {
      const page: AnsweredPage = await this.#requests.page(defaultQuery, token, signal);
      if (!wanted()) return ids;
      const news = page.items.some((item) => !this.#loaded.isKnown(item));
      this.#loaded.add(page.items, page.request, isNews);
      const pages = this.#queries.pagesOf(defaultQuery);
      for (const { id } of page.items) {
        ids.push(id);
        pages?.ids.add(id);
      }
      const continues = news && page.next.kind === 'more';
      // After this the first page has no changes, even if pages after the last loaded one do.
      const allSeen = page.next.kind === 'none' || count + 1 >= (pages?.count ?? 0);
      if (pages) pages.mayBeStale = !allSeen && (continues || wasStale);
      if (!continues) break;
      token = page.next.token;
    }
    return ids;
  }

  /** `asOf` stays unchanged if referrals after the loaded pages may be outdated. */
  #updatedAsOf(): Partial<ListState> {
    const pages = this.#queries.pagesOf(defaultQuery);
    return pages?.mayBeStale || pages?.isUnfinished ? {} : { asOf: this.#now() };
  }

  /** Fires `onDidChange` if the items or the marks changed. */
  #fireIfChanged(): void {
    if (this.#state.items !== this.#loaded.all || this.#state.changed !== this.#loaded.marked) this.#set({});
  }

  #set(change: Partial<ListState>): void {
    const { pages } = this.#queries;
    this.#state = {
      ...this.#state,
      items: this.#loaded.all,
      hasMore: this.#queries.followed?.next !== undefined,
      filteredBy: pages && hasFilter(this.#queries.query) ? 'server' : 'us',
      notices: noticesOf(pages, this.#state.notices),
      changed: this.#loaded.marked,
      ...('failure' in change && { failedAt: change.failure && this.#now() }),
      ...change,
    };
    this.#changed.fire(this.#state);
  }
}

/**
 * Whether a skip token may have expired. The documentation doesn't say how the server reports this, so the caller
 * starts again from the first page.
 */
function isExpired(error: unknown): boolean {
  return error instanceof ApiError && ['invalidRequest', 'notFound'].includes(error.failure.kind);
}
