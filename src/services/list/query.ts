import { usualQuery, type ListFilter, type ListQuery } from '../../api/listQuery.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Arrangement } from './arrangement.ts';

/** The part of an arrangement that the API can do; text, category and attention are for us alone. */
export function queryOf({ filter, sort }: Arrangement, myEmail: string | undefined): ListQuery {
  const [status, ...others] = filter.status;
  return {
    filter: {
      // Only `eq` is documented, and no `or`.
      ...(status !== undefined && others.length === 0 && { status }),
      ...(filter.direction !== undefined && { direction: filter.direction }),
      ...(filter.type !== undefined && { type: filter.type }),
      ...(filter.mine && myEmail !== undefined && { teamEmail: myEmail }),
    },
    orderBy:
      sort.by === 'created' || sort.by === 'updated'
        ? { field: `${sort.by}DateTime`, descending: sort.descending }
        : usualQuery.orderBy,
  };
}

export function meetsQuery({ filter }: ListQuery, referral: ReferralSummary): boolean {
  const { teamEmail, ...compared } = filter;
  const me = teamEmail?.toLowerCase();
  return (
    Object.entries(compared).every(([name, value]) => referral[name as keyof typeof compared] === value) &&
    (me === undefined || referral.team.some(({ email }) => email?.toLowerCase() === me))
  );
}

export function hasFilter({ filter }: ListQuery): boolean {
  return Object.keys(filter).length > 0;
}

export function isUsual(query: ListQuery): boolean {
  return keyOf(query) === keyOf(usualQuery);
}

export function keyOf({ filter, orderBy }: ListQuery): string {
  return JSON.stringify([Object.entries(filter).sort(), orderBy.field, orderBy.descending]);
}

/** What a server would not do, found out by asking; whatever contains that isn't asked for again. */
export class Refusals {
  readonly #filters: ReadonlySet<string>[] = [];
  readonly #orders = new Set<string>();

  /** The query without what was refused before. */
  spare(query: ListQuery): ListQuery {
    const names = new Set(Object.keys(query.filter));
    const refused = this.#filters.some((filter) => [...filter].every((name) => names.has(name)));
    return {
      filter: refused ? {} : query.filter,
      orderBy: this.#orders.has(orderKey(query)) ? usualQuery.orderBy : query.orderBy,
    };
  }

  /** Returns what takes it back. */
  addFilter(filter: ListFilter): () => void {
    const names: ReadonlySet<string> = new Set(Object.keys(filter));
    this.#filters.push(names);
    return () => void this.#filters.splice(this.#filters.indexOf(names), 1);
  }

  addOrder(query: ListQuery): void {
    this.#orders.add(orderKey(query));
  }
}

function orderKey({ orderBy }: ListQuery): string {
  return `${orderBy.field} ${String(orderBy.descending)}`;
}
