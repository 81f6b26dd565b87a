import type { ReferralPage } from '../api/client.ts';
import { ApiError, type Failure } from '../api/failure.ts';
import type { SkipToken } from '../api/paging.ts';
import { Emitter } from '../base/event.ts';
import type { Disposable } from '../base/lifetime.ts';
import type { ReferralSummary } from '../referral/summary.ts';
import type { Catalog } from './catalog.ts';
import type { ConnectionId, Connections } from './connection.ts';

export interface ListState {
  readonly connection: ConnectionId;
  /** `new` until somebody asked for the first page. */
  readonly phase: 'new' | 'loading' | 'ready' | 'failed';
  /** In the server's order, each referral once. Kept while a refresh runs and when it fails. */
  readonly items: readonly ReferralSummary[];
  readonly hasMore: boolean;
  /** Why the newest attempt failed. */
  readonly failure: Failure | undefined;
  /** What else a person should know, e.g. items that can't be read. */
  readonly notices: readonly ListNotice[];
}

export type ListNotice =
  { readonly kind: 'unreadableItems'; readonly count: number } | { readonly kind: 'brokenPaging' };

/** A server that pages for ever is stopped here: 1,000 pages are 100,000 referrals. */
const mostPages = 1000;
/** For how long pages are followed in one go, in ms. */
const longestSearch = 50_000;

/** What the pages so far came to. */
interface Loaded {
  /** In the server's order, each referral once. */
  readonly items: readonly ReferralSummary[];
  /** Pages that brought something. */
  readonly pages: number;
  readonly next: SkipToken | undefined;
  /** Tokens that were followed. */
  readonly tokens: ReadonlySet<SkipToken>;
  readonly notices: readonly ListNotice[];
}

const nothingLoaded: Loaded = { items: [], pages: 0, next: undefined, tokens: new Set(), notices: [] };

function withPage(before: Loaded, page: ReferralPage): Loaded {
  const ids = new Set(before.items.map((item) => item.id));
  const fresh = page.items.filter((item) => !ids.has(item.id) && ids.add(item.id));
  const next = page.next.kind === 'more' ? page.next.token : undefined;
  const tokens = before.next === undefined ? before.tokens : new Set([...before.tokens, before.next]);
  // The same token again, or nothing but referrals that are there already: following it would go round for ever.
  const goesNowhere = next !== undefined && (tokens.has(next) || (page.items.length > 0 && fresh.length === 0));
  const broken = page.next.kind === 'broken' || goesNowhere || tokens.size >= mostPages;
  const unreadable = before.notices.reduce((sum, each) => sum + ('count' in each ? each.count : 0), page.unreadable);
  return {
    items: [...before.items, ...fresh],
    pages: before.pages + (page.items.length > 0 ? 1 : 0),
    next: broken ? undefined : next,
    tokens,
    notices: [
      ...(unreadable > 0 ? [{ kind: 'unreadableItems', count: unreadable } as const] : []),
      ...(broken ? [{ kind: 'brokenPaging' } as const] : []),
    ],
  };
}

/** The list of the current connection, loaded page by page. */
export class ReferralList implements Disposable {
  readonly #connections: Pick<Connections, 'current' | 'onDidChange'>;
  readonly #catalog: Pick<Catalog, 'addListed' | 'find' | 'onDidChange'>;
  readonly #changed = new Emitter<ListState>();
  readonly #ended: Disposable[] = [];
  #state: ListState;
  #loaded: Loaded = nothingLoaded;
  #running: AbortController | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(
    connections: Pick<Connections, 'current' | 'onDidChange'>,
    catalog: Pick<Catalog, 'addListed' | 'find' | 'onDidChange'>,
  ) {
    this.#connections = connections;
    this.#catalog = catalog;
    this.#state = emptyState(connections.current.id);
    this.#ended.push(
      connections.onDidChange(() => this.reset()),
      // A referral that was opened may be newer than the page it came in.
      catalog.onDidChange((change) => {
        if (change.connection !== this.#state.connection || this.#state.phase === 'new') return;
        if (!this.#state.items.some((item) => change.ids.has(item.id) && item !== this.#known(item))) return;
        this.#set({ items: this.#state.items.map((item) => this.#known(item)) });
      }),
    );
  }

  get state(): ListState {
    return this.#state;
  }

  /** Back to the beginning, nothing loaded; a running request ends. */
  reset(): void {
    this.#stop();
    this.#loaded = nothingLoaded;
    this.#state = emptyState(this.#connections.current.id);
    this.#changed.fire(this.#state);
  }

  /**
   * Loads anew as many pages as are there, at least the first. What is shown stays until all answers are there, and for
   * good when one fails.
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    await this.#load(nothingLoaded, Math.max(1, this.#loaded.pages), signal);
  }

  /** Loads the next page, if there is one and nothing runs. */
  async loadMore(signal?: AbortSignal): Promise<void> {
    if (this.#loaded.next === undefined || this.#state.phase === 'loading') return;
    await this.#load(this.#loaded, this.#loaded.pages + 1, signal);
  }

  dispose(): void {
    this.#stop();
    for (const item of this.#ended) item.dispose();
    this.#changed.dispose();
  }

  async #load(from: Loaded, pages: number, signal: AbortSignal | undefined): Promise<void> {
    this.#stop();
    const run = new AbortController();
    this.#running = run;
    const stop = (): void => run.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) run.abort();
    const wanted = (): boolean => this.#running === run;
    this.#set({ phase: 'loading', failure: undefined });
    try {
      const client = await this.#connections.current.client();
      let loaded = from;
      const giveUpAt = Date.now() + longestSearch;
      do {
        const page = await client.list(loaded.next, { signal: run.signal });
        if (!wanted()) return;
        this.#catalog.addListed(this.#state.connection, page.items);
        loaded = withPage(loaded, page);
        // Empty pages that go on are followed, but not for ever: "Load more" goes on from here.
      } while (loaded.next !== undefined && loaded.pages < pages && Date.now() < giveUpAt);
      this.#loaded = loaded;
      const { items, next, notices } = loaded;
      this.#set({ phase: 'ready', items, hasMore: next !== undefined, notices });
    } catch (error) {
      if (!wanted()) return;
      const failure: Failure | undefined = error instanceof ApiError ? error.failure : undefined;
      const before = this.#state.items.length > 0 ? 'ready' : failure?.kind === 'cancelled' ? 'new' : 'failed';
      this.#set({ phase: before, failure: failure?.kind === 'cancelled' ? undefined : failure });
      if (failure === undefined) throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      if (this.#running === run) this.#running = undefined;
    }
  }

  #known(item: ReferralSummary): ReferralSummary {
    return this.#catalog.find(this.#state.connection, item.id)?.summary ?? item;
  }

  #set(change: Partial<ListState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed.fire(this.#state);
  }

  #stop(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.abort();
  }
}

function emptyState(connection: ConnectionId): ListState {
  return { connection, phase: 'new', items: [], hasMore: false, failure: undefined, notices: [] };
}
