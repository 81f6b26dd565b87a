import type { ReferralPage } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import { defaultQuery, type ListQuery } from '../../api/listQuery.ts';
import type { SkipToken } from '../../api/paging.ts';
import type { ConnectionStore, PendingRequest } from '../catalog/connectionStore.ts';
import type { Connection } from '../connection/connection.ts';
import { hasFilter, isDefaultQuery, meetsQuery } from './query.ts';

export interface AnsweredPage extends ReferralPage {
  /** The request to pass to the store with the items. */
  readonly request: PendingRequest;
}

/** Requests pages of the list of one connection. Its store remembers what the server refused. */
export class PageRequests {
  readonly #connection: Connection;
  readonly #store: ConnectionStore;
  readonly #now: () => number;

  constructor(connection: Connection, store: ConnectionStore, now: () => number) {
    this.#connection = connection;
    this.#store = store;
    this.#now = now;
  }

  /** Rejects with an `ApiError`. Sends nothing while the server has asked to wait. */
  async page(query: ListQuery, token: SkipToken | undefined, signal: AbortSignal): Promise<AnsweredPage> {
    const { capabilities } = this.#store;
    const throttled = capabilities.throttledAt(this.#now());
    if (throttled) throw new ApiError(throttled);
    // First, since the store is emptied when a sandbox starts again.
    const connecting = this.#connection.client();
    const request = this.#store.request();
    try {
      const page = await (await connecting).list(token, { signal }, query);
      if (!this.#store.isCurrent(request)) throw new ApiError({ kind: 'cancelled' });
      return { ...page, request };
    } catch (error) {
      if (!this.#store.isCurrent(request)) throw new ApiError({ kind: 'cancelled' });
      const failure = error instanceof ApiError ? error.failure : undefined;
      if (failure?.kind === 'throttled') capabilities.noteThrottling(failure, this.#now());
      throw error;
    }
  }

  /** Requests the first page of a query. If the server refuses the query, requests simpler ones. */
  async firstPage(
    wanted: ListQuery,
    signal: AbortSignal,
  ): Promise<{ readonly query: ListQuery; readonly page: AnsweredPage }> {
    const { capabilities } = this.#store;
    const refused: ListQuery[] = [];
    let isIgnored = false;
    for (const query of simplifications(capabilities.supported(wanted))) {
      try {
        const page = await this.page(query, undefined, signal);
        // A server may silently ignore a filter that it doesn't know.
        if (!page.items.every((item) => meetsQuery(query, item))) {
          // Several queries with the same filter count as one refusal.
          if (!isIgnored) capabilities.filterRefused(query.filter);
          isIgnored = true;
          continue;
        }
        // Several refused queries count as one refusal.
        const [first] = refused;
        if (first && hasFilter(first) && !hasFilter(query) && !isIgnored) capabilities.filterRefused(first.filter);
        if (first && !sameOrder(first, query)) capabilities.orderRefused(first);
        capabilities.queryAnswered(query);
        return { query, page };
      } catch (error) {
        const isRefused = error instanceof ApiError && error.failure.kind === 'invalidRequest';
        if (!isRefused || isDefaultQuery(query)) throw error;
        refused.push(query);
      }
    }
    throw new Error('The usual query is always the last one.');
  }
}

/**
 * The queries to try: a refusal doesn't say which part of the query it is about, so first the filter is left out, then
 * the order, then both.
 */
function* simplifications(query: ListQuery): Generator<ListQuery> {
  const { filter, orderBy } = query;
  const { orderBy: defaultOrder } = defaultQuery;
  yield query;
  if (hasFilter(query)) yield { filter: {}, orderBy };
  if (sameOrder(query, defaultQuery)) return;
  if (hasFilter(query)) yield { filter, orderBy: defaultOrder };
  yield defaultQuery;
}

function sameOrder(a: ListQuery, b: ListQuery): boolean {
  return a.orderBy.field === b.orderBy.field && a.orderBy.descending === b.orderBy.descending;
}
