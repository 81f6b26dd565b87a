import { closestName } from '../../referral/rules/closestName.ts';
import { refuse } from '../http/requestRefusal.ts';
import { instantKey } from '../time/instant.ts';
import { columnOf, type StoredReferral } from '../store/store.ts';

const sortable = ['createdDateTime', 'updatedDateTime'] as const;

interface Term {
  readonly path: (typeof sortable)[number];
  readonly sign: 1 | -1;
}

/** The terms of a `$orderby`, the most significant first. */
export type Order = readonly Term[];

/**
 * `$orderby`: the two documented properties, each with ` asc` or ` desc`, separated by commas (docs/api.md, Query
 * options).
 * @throws RequestRefusal 400 with target `$orderby`
 */
export function readOrder(orderby: string | undefined): Order {
  return orderby === undefined ? [] : orderby.split(',').map(readTerm);
}

/**
 * Sorts referrals. Times are compared exactly; absent ones come first. Equal ones, and lists without `$orderby`, keep
 * the order of creation.
 */
export function inOrder(referrals: readonly StoredReferral[], order: Order): StoredReferral[] {
  const keyed = referrals.map((referral) => ({ referral, keys: order.map(({ path }) => keyOf(referral, path)) }));
  keyed.sort((a, b) => {
    for (const [index, { sign }] of order.entries()) {
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
  if (!path) {
    const meant = closestName(name, sortable);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw refuse('orderby-name', `$orderby takes ${sortable.join(' and ')}, not "${name}".${hint}`, '$orderby');
  }
  if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
    const found = [direction, ...rest].join(' ');
    throw refuse('orderby-name', `$orderby takes asc or desc after ${name}, not "${found}".`, '$orderby');
  }
  return { path, sign: direction === 'asc' ? 1 : -1 };
}
