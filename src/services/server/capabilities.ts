import { defaultQuery, type ListFilter, type ListQuery } from '../../api/listQuery.ts';

/** Number of consecutive refusals that count. A single one may be a temporary failure. */
const requiredRefusals = 2;

/**
 * Records what a server doesn't support, since none of this is documented. A refusal (400) counts after two in a row,
 * an ignored filter at once.
 */
export class Capabilities {
  /** Number of consecutive refusals, by key. */
  readonly #refusals = new Map<string, number>();

  /**
   * Returns the query without the parts that the server doesn't support. A filter is removed as a whole, since the
   * server doesn't say which part it refused.
   */
  supported({ filter, orderBy }: ListQuery): ListQuery {
    const names = new Set(Object.keys(filter));
    const refused = [...this.#refusals].some(([key, count]) => {
      if (count < requiredRefusals || !key.startsWith(filterPrefix)) return false;
      return key
        .slice(filterPrefix.length)
        .split(' ')
        .every((name) => names.has(name));
    });
    return {
      filter: refused ? {} : filter,
      orderBy: this.#isRefused(orderKey({ filter, orderBy })) ? defaultQuery.orderBy : orderBy,
    };
  }

  filterRefused(filter: ListFilter, how: 'refused' | 'ignored' = 'refused'): void {
    this.#refuse(filterKey(filter), how);
  }

  orderRefused(query: ListQuery): void {
    this.#refuse(orderKey(query), 'refused');
  }

  /** Resets the refusals of a query that the server supports. */
  queryAnswered(query: ListQuery): void {
    this.#refusals.delete(filterKey(query.filter));
    this.#refusals.delete(orderKey(query));
  }

  /** False if it is known that the server can't search by a property. */
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
    return (this.#refusals.get(key) ?? 0) >= requiredRefusals;
  }

  #refuse(key: string, how: 'refused' | 'ignored'): void {
    this.#refusals.set(key, how === 'ignored' ? requiredRefusals : (this.#refusals.get(key) ?? 0) + 1);
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
