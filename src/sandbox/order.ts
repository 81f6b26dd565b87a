import { invalidRequest } from './apiError.ts';
import type { StoredReferral } from './store.ts';

type Compare = (a: StoredReferral, b: StoredReferral) => number;

const sortable = new Map<string, 'created' | 'updated'>([
  ['createdDateTime', 'created'],
  ['updatedDateTime', 'updated'],
]);

/**
 * `$orderby`: the two fields the service documents, each ` asc` or ` desc`, several with commas between (reference §4.1).
 * Ties, and lists without `$orderby`, keep the order of arrival.
 * @throws ApiError 400 with target `$orderby`
 */
export function readOrder(orderby: string | undefined): Compare {
  const terms = (orderby === undefined ? [] : orderby.split(',')).map(readTerm);
  return (a, b) => {
    for (const { field, sign } of terms) {
      if (a[field] !== b[field]) return a[field] < b[field] ? -sign : sign;
    }
    return a.order - b.order;
  };
}

function readTerm(term: string): { field: 'created' | 'updated'; sign: 1 | -1 } {
  const [name = '', direction = 'asc', ...rest] = term.trim().split(/\s+/);
  const field = sortable.get(name);
  if (!field) {
    throw invalidRequest(`$orderby takes ${[...sortable.keys()].join(' and ')}, not "${name}".`, '$orderby');
  }
  if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
    throw invalidRequest(
      `$orderby takes asc or desc after ${name}, not "${[direction, ...rest].join(' ')}".`,
      '$orderby',
    );
  }
  return { field, sign: direction === 'asc' ? 1 : -1 };
}
