import { invalidRequest } from '../http/requestRefusal.ts';
import { instantKey } from '../time/instant.ts';
import { columnOf, type StoredReferral } from '../store/store.ts';

const sortable = ['createdDateTime', 'updatedDateTime'] as const;

interface Term {
  readonly path: (typeof sortable)[number];
  readonly sign: 1 | -1;
}

/**
 * Sorts by `$orderby`: the two documented properties, each with ` asc` or ` desc`, separated by commas (docs/api.md,
 * Query options). Times are compared exactly; absent ones come first. Equal ones, and lists without `$orderby`, keep
 * the order of creation.
 * @throws RequestRefusal 400 with target `$orderby`
 */
export function inOrder(referrals: readonly StoredReferral[], orderby: string | undefined): StoredReferral[] {
  const terms = (orderby === undefined ? [] : orderby.split(',')).map(readTerm);
  const keyed = referrals.map((referral) => ({ referral, keys: terms.map(({ path }) => keyOf(referral, path)) }));
  keyed.sort((a, b) => {
    for (const [index, { sign }] of terms.entries()) {
      const [left = '', right = ''] = [a.keys[index], b.keys[index]];
      if (left !== right) return left < right ? -sign : sign;
    }
    return a.referral.order - b.referral.order;
  });
  return keyed.map(({ referral }) => referral);
}

function keyOf(referral: StoredReferral, path: Term['path']): string {
  const time = columnOf(referral, path);
  return (typeof time === 'string' ? instantKey(time) : undefined) ?? '';
}

function readTerm(term: string): Term {
  const [name = '', direction = 'asc', ...rest] = term.trim().split(/\s+/);
  const path = sortable.find((known) => known === name);
  if (!path) throw invalidRequest(`$orderby takes ${sortable.join(' and ')}, not "${name}".`, '$orderby');
  if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
    throw invalidRequest(
      `$orderby takes asc or desc after ${name}, not "${[direction, ...rest].join(' ')}".`,
      '$orderby',
    );
  }
  return { path, sign: direction === 'asc' ? 1 : -1 };
}
