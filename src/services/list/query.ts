import { defaultQuery, type ListQuery } from '../../api/listQuery.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Arrangement } from './arrangement.ts';

/**
 * Returns the part of an arrangement that the API can filter and sort by. Text, category and attention are filtered
 * only here.
 */
export function queryOf({ filter, sort }: Arrangement, myEmail: string | undefined): ListQuery {
  const [status, ...others] = filter.status;
  return {
    filter: {
      // Only `eq` is documented, not `or`.
      ...(status !== undefined && others.length === 0 && { status }),
      ...(filter.direction !== undefined && { direction: filter.direction }),
      ...(filter.type !== undefined && { type: filter.type }),
      ...(filter.mine && myEmail !== undefined && { teamEmail: myEmail }),
    },
    orderBy:
      sort.by === 'created' || sort.by === 'updated'
        ? { field: `${sort.by}DateTime`, descending: sort.descending }
        : defaultQuery.orderBy,
  };
}

/** True if an arrangement filters by something that isn't in its query. */
export function isFilteredByUs({ filter }: Arrangement, myEmail: string | undefined): boolean {
  const { text, status, category, needsAttention, mine } = filter;
  return (
    text.trim() !== '' ||
    status.length > 1 ||
    category !== undefined ||
    needsAttention ||
    (mine && myEmail === undefined)
  );
}

/**
 * Whether the response to a query may contain a referral.
 * @param exactly whether the response must contain it. Servers may or may not ignore case in e-mail addresses.
 */
export function meetsQuery({ filter }: ListQuery, referral: ReferralSummary, exactly = false): boolean {
  const { teamEmail, ...compared } = filter;
  const me = exactly ? teamEmail : teamEmail?.toLowerCase();
  return (
    Object.entries(compared).every(([name, value]) => referral[name as keyof typeof compared] === value) &&
    (me === undefined || referral.team.some(({ email }) => (exactly ? email : email?.toLowerCase()) === me))
  );
}

export function hasFilter({ filter }: ListQuery): boolean {
  return Object.keys(filter).length > 0;
}

export function isDefaultQuery(query: ListQuery): boolean {
  return keyOf(query) === keyOf(defaultQuery);
}

export function keyOf({ filter, orderBy }: ListQuery): string {
  return JSON.stringify([Object.entries(filter).sort(), orderBy.field, orderBy.descending]);
}
