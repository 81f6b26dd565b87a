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
/** Empty pages that go on are followed this many times in one go. */
const mostEmptyPages = 10;

/** The list of the current connection, loaded page by page. */
export class ReferralList implements Disposable {
  readonly #connections: Pick<Connections, 'current' | 'onDidChange'>;
  readonly #catalog: Pick<Catalog, 'addListed' | 'find' | 'onDidChange'>;
  readonly #changed = new Emitter<ListState>();
  readonly #ended: Disposable[] = [];
  #state: ListState;
  #ids = new Set<string>();
  #next: SkipToken | undefined;
  #tokens = new Set<SkipToken>();
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
    this.#ids = new Set();
    this.#next = undefined;
    this.#tokens = new Set();
    this.#state = emptyState(this.#connections.current.id);
    this.#changed.fire(this.#state);
  }

  /** Loads the first page anew. What is shown stays until the answer is there, and for good when it fails. */
  async refresh(signal?: AbortSignal): Promise<void> {
    await this.#load(undefined, signal);
  }

  /** Loads the next page, if there is one and nothing runs. */
  async loadMore(signal?: AbortSignal): Promise<void> {
    if (this.#next === undefined || this.#state.phase === 'loading') return;
    await this.#load(this.#next, signal);
  }

  dispose(): void {
    this.#stop();
    for (const item of this.#ended) item.dispose();
    this.#changed.dispose();
  }

  async #load(token: SkipToken | undefined, signal: AbortSignal | undefined): Promise<void> {
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
      for (let page = 0, at = token; wanted(); page++) {
        const answer = await client.list(at, { signal: run.signal });
        if (!wanted()) return;
        this.#take(answer, at === undefined);
        at = this.#next;
        if (answer.items.length > 0 || at === undefined || page >= mostEmptyPages) break;
      }
      if (wanted()) this.#set({ phase: 'ready' });
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

  #take(page: ReferralPage, first: boolean): void {
    if (first) {
      this.#ids = new Set();
      this.#tokens = new Set();
    }
    const fresh = page.items.filter((item) => !this.#ids.has(item.id) && this.#ids.add(item.id));
    this.#catalog.addListed(this.#state.connection, fresh);
    const notices = first ? [] : this.#state.notices.filter((notice) => notice.kind === 'unreadableItems');
    const unreadable = page.unreadable + (notices[0]?.kind === 'unreadableItems' ? notices[0].count : 0);
    const next = page.next.kind === 'more' ? page.next.token : undefined;
    // The same token again, or nothing but referrals that are there already: following it would go round for ever.
    const goesNowhere = next !== undefined && (this.#tokens.has(next) || (page.items.length > 0 && fresh.length === 0));
    const broken = page.next.kind === 'broken' || goesNowhere || this.#tokens.size >= mostPages;
    this.#next = broken ? undefined : next;
    if (this.#next !== undefined) this.#tokens.add(this.#next);
    this.#set({
      items: [...(first ? [] : this.#state.items), ...fresh],
      hasMore: this.#next !== undefined,
      notices: [
        ...(unreadable > 0 ? [{ kind: 'unreadableItems', count: unreadable } as const] : []),
        ...(broken ? [{ kind: 'brokenPaging' } as const] : []),
      ],
    });
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
