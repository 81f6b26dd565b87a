import type { Failure } from '../../api/failure.ts';
import { defaultQuery, type ListFilter, type ListQuery } from '../../api/listQuery.ts';

type Throttled = Failure & { kind: 'throttled' };

/** Number of consecutive refusals that count. A single one may be a temporary failure. */
const requiredRefusals = 2;

/**
 * Records what a server doesn't support, since none of this is documented, and how long its list must not be requested
 * after a 429. A refusal (400) and a filter that was ignored count after two in a row: a single row that doesn't meet the
 * filter may have changed while it was read.
 */
export class Capabilities {
  /** Number of consecutive refusals, by key. */
  readonly #refusals = new Map<string, number>();
  /** The values that were searched for and refused, by property. */
  readonly #refusedValues = new Map<string, Set<string>>();
  #throttled: { readonly failure: Throttled; readonly since: number; readonly until: number } | undefined;

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

  filterRefused(filter: ListFilter): void {
    this.#refuse(filterKey(filter));
  }

  orderRefused(query: ListQuery): void {
    this.#refuse(orderKey(query));
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

  /** How often searches by a property were refused. Pass it on with a refusal of a search that begins now. */
  searchRefusals(property: string): number {
    return this.#refusals.get(searchKey(property)) ?? 0;
  }

  /**
   * Counts one refusal for each value, since a server may refuse only that value, and one of searches that overlap, since
   * they meet the same temporary failure.
   * @param before the number of refusals when the search began
   */
  searchRefused(property: string, value: string, before: number): void {
    const values = this.#refusedValues.get(property) ?? new Set();
    this.#refusedValues.set(property, values);
    if (values.has(value) || before !== this.searchRefusals(property)) return;
    values.add(value);
    this.#refuse(searchKey(property));
  }

  searchAnswered(property: string): void {
    this.#refusals.delete(searchKey(property));
    this.#refusedValues.delete(property);
  }

  /** @param now in ms since 1970 */
  noteThrottling(failure: Throttled, now: number): void {
    const until = now + (failure.retryAfterMs ?? 0);
    // Requests overlap, and each may be told another time.
    if (!this.throttledAt(until)) this.#throttled = { failure, since: now, until };
  }

  /**
   * The failure because of which the list must not be requested at this time, with the remaining time in
   * `retryAfterMs`. Undefined if it may be.
   */
  throttledAt(now: number): Throttled | undefined {
    const { failure, since = 0, until = 0 } = this.#throttled ?? {};
    // Before `since` only after the clock was set back.
    return failure && now >= since && now < until ? { ...failure, retryAfterMs: until - now } : undefined;
  }

  forget(): void {
    this.#refusals.clear();
    this.#refusedValues.clear();
    this.#throttled = undefined;
  }

  #isRefused(key: string): boolean {
    return (this.#refusals.get(key) ?? 0) >= requiredRefusals;
  }

  #refuse(key: string): void {
    this.#refusals.set(key, (this.#refusals.get(key) ?? 0) + 1);
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
