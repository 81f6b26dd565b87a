import { usualQuery, type ListFilter, type ListQuery } from '../../api/listQuery.ts';

/** One refusal may be a passing failure; this many in a row are none. */
const certain = 2;

/**
 * What a server can't do, found out by asking: nothing of this is documented. A refusal (400) is believed when it comes
 * twice in a row; a filter that the server ignored, at once.
 */
export class Capabilities {
  /** How often in a row each was refused, by key. */
  readonly #refusals = new Map<string, number>();

  /** The query without what the server can't do. A filter is left out whole: which part was refused isn't told. */
  supported({ filter, orderBy }: ListQuery): ListQuery {
    const names = new Set(Object.keys(filter));
    const refused = [...this.#refusals].some(([key, count]) => {
      if (count < certain || !key.startsWith(filterPrefix)) return false;
      return key
        .slice(filterPrefix.length)
        .split(' ')
        .every((name) => names.has(name));
    });
    return {
      filter: refused ? {} : filter,
      orderBy: this.#isRefused(orderKey({ filter, orderBy })) ? usualQuery.orderBy : orderBy,
    };
  }

  filterRefused(filter: ListFilter, how: 'refused' | 'ignored' = 'refused'): void {
    this.#refuse(filterKey(filter), how);
  }

  orderRefused(query: ListQuery): void {
    this.#refuse(orderKey(query), 'refused');
  }

  /** The server did it, so an earlier refusal was a passing failure. */
  queryAnswered(query: ListQuery): void {
    this.#refusals.delete(filterKey(query.filter));
    this.#refusals.delete(orderKey(query));
  }

  /** Whether the server can search by a property, as far as is known. */
  canSearchBy(property: string): boolean {
    return !this.#isRefused(searchKey(property));
  }

  searchRefused(property: string, how: 'refused' | 'ignored'): void {
    this.#refuse(searchKey(property), how);
  }

  searchAnswered(property: string): void {
    this.#refusals.delete(searchKey(property));
  }

  forget(): void {
    this.#refusals.clear();
  }

  #isRefused(key: string): boolean {
    return (this.#refusals.get(key) ?? 0) >= certain;
  }

  #refuse(key: string, how: 'refused' | 'ignored'): void {
    this.#refusals.set(key, how === 'ignored' ? certain : (this.#refusals.get(key) ?? 0) + 1);
  }
}

const filterPrefix = 'filter ';

function filterKey(filter: ListFilter): string {
  return filterPrefix + Object.keys(filter).sort().join(' ');
}

function orderKey({ orderBy }: ListQuery): string {
  return `order ${orderBy.field} ${String(orderBy.descending)}`;
}

function searchKey(property: string): string {
  return `search ${property}`;
}
