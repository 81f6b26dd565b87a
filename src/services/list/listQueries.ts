import { defaultQuery, type ListQuery } from '../../api/listQuery.ts';
import type { Capabilities } from '../server/capabilities.ts';
import type { Pages } from './pages.ts';
import { keyOf } from './query.ts';

/**
 * The query that the user's filter needs, the query that is sent to the server for it, and the pages loaded for each
 * query.
 */
export class ListQueries {
  readonly #capabilities: Pick<Capabilities, 'supported'>;
  readonly #pages = new Map<string, Pages>();
  #wanted: ListQuery;
  /** The simpler query that the server answered after it refused the wanted one. */
  #fallback: ListQuery | undefined;

  constructor(wanted: ListQuery, capabilities: Pick<Capabilities, 'supported'>) {
    this.#wanted = wanted;
    this.#capabilities = capabilities;
  }

  get wanted(): ListQuery {
    return this.#wanted;
  }

  /** Sets the wanted query. Returns false if it is already set. */
  setWanted(query: ListQuery): boolean {
    if (keyOf(query) === keyOf(this.#wanted)) return false;
    this.#wanted = query;
    this.#fallback = undefined;
    return true;
  }

  /**
   * Records that the server answered this query because it refused the wanted one. With undefined, the wanted query is
   * tried again.
   */
  setAnswered(fallback: ListQuery | undefined): void {
    this.#fallback = fallback && keyOf(fallback) !== keyOf(this.#wanted) ? fallback : undefined;
  }

  /** The query that is sent to the server. The extension filters and sorts by whatever it leaves out. */
  get query(): ListQuery {
    if (this.pagesOf(defaultQuery)?.complete) return defaultQuery;
    return this.#fallback ?? this.#capabilities.supported(this.#wanted);
  }

  /** The query whose pages a refresh requests: of a complete list all pages, whatever is shown of it. */
  get toRefresh(): ListQuery {
    return this.pagesOf(defaultQuery)?.complete ? defaultQuery : this.#wanted;
  }

  /** The pages of `query`. */
  get pages(): Pages | undefined {
    return this.pagesOf(this.query);
  }

  /**
   * The pages that "Load more" continues: those of `query`, or of the default query while `query` wasn't requested yet.
   */
  get followed(): Pages | undefined {
    return this.pages ?? this.pagesOf(defaultQuery);
  }

  pagesOf(query: ListQuery): Pages | undefined {
    return this.#pages.get(keyOf(query));
  }

  setPages(query: ListQuery, pages: Pages): void {
    this.#pages.set(keyOf(query), pages);
  }
}
