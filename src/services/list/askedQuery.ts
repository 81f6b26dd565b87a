import { usualQuery, type ListQuery } from '../../api/listQuery.ts';
import type { Capabilities } from '../server/capabilities.ts';
import type { Pages } from './pages.ts';
import { keyOf } from './query.ts';

/** What is wanted of the list, what the server is asked for it, and which pages came of each query. */
export class AskedQuery {
  readonly #capabilities: Pick<Capabilities, 'supported'>;
  readonly #pages = new Map<string, Pages>();
  #wanted: ListQuery;
  /** What the server was asked in place of what is wanted, when it refused that. */
  #instead: ListQuery | undefined;

  constructor(wanted: ListQuery, capabilities: Pick<Capabilities, 'supported'>) {
    this.#wanted = wanted;
    this.#capabilities = capabilities;
  }

  get wanted(): ListQuery {
    return this.#wanted;
  }

  /** False when it is wanted already. */
  want(query: ListQuery): boolean {
    if (keyOf(query) === keyOf(this.#wanted)) return false;
    this.#wanted = query;
    this.#instead = undefined;
    return true;
  }

  /** The server answered this query, because it refused the one that is wanted; undefined: it is to be tried again. */
  answered(instead: ListQuery | undefined): void {
    this.#instead = instead && keyOf(instead) !== keyOf(this.#wanted) ? instead : undefined;
  }

  /** The query that the server is asked: what it can't do is for us. */
  get query(): ListQuery {
    if (this.pagesOf(usualQuery)?.complete) return usualQuery;
    return this.#instead ?? this.#capabilities.supported(this.#wanted);
  }

  /** Those of `query`. */
  get pages(): Pages | undefined {
    return this.pagesOf(this.query);
  }

  /** What there is more of: while what is wanted was not asked for, of everything. */
  get followed(): Pages | undefined {
    return this.pages ?? this.pagesOf(usualQuery);
  }

  pagesOf(query: ListQuery): Pages | undefined {
    return this.#pages.get(keyOf(query));
  }

  setPages(query: ListQuery, pages: Pages): void {
    this.#pages.set(keyOf(query), pages);
  }
}
