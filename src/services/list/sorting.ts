import { expiryOf } from '../../referral/expiry.ts';
import { titleOf, type ReferralSummary } from '../../referral/summary.ts';
import type { SortBy, Sorting } from './arrangement.ts';
import { NameOrder } from './nameOrder.ts';

/**
 * Sort keys of referrals as numbers. The smallest key is first. Referrals without a value have the key Infinity and are
 * last in both directions.
 */
export class SortKeys {
  readonly #by: SortBy;
  readonly #sign: 1 | -1;
  readonly #names: NameOrder;

  constructor({ by, descending }: Sorting, locale: string) {
    this.#by = by;
    this.#sign = descending ? -1 : 1;
    this.#names = new NameOrder(locale);
  }

  /** Changes when new keys no longer compare with earlier ones. */
  get numbering(): number {
    return this.#names.numbering;
  }

  /** Returns the keys of all referrals, by position. */
  of(referrals: readonly ReferralSummary[]): Float64Array {
    if (this.#by === 'name') this.#names.add(referrals.map(titleOf));
    return Float64Array.from(referrals, (referral) => this.keyOf(referral));
  }

  /** Returns the key of a new or changed referral. */
  keyOf(referral: ReferralSummary): number {
    const value = this.#by === 'name' ? this.#names.rankOf(titleOf(referral)) : valueOf(referral, this.#by);
    return Number.isNaN(value) ? Infinity : this.#sign * value;
  }
}

function valueOf(referral: ReferralSummary, by: Exclude<SortBy, 'name'>): number {
  switch (by) {
    case 'updated':
      return timeOf(referral.updatedDateTime);
    case 'created':
      return timeOf(referral.createdDateTime);
    case 'expiry':
      return expiryOf(referral) ?? NaN;
    case 'value':
      return referral.dealValue ?? NaN;
  }
}

/** Returns the positions sorted by key; equal keys keep their order. */
export function sortedPositions(keys: Float64Array): Uint32Array {
  const positions = Uint32Array.from(keys, (_, position) => position);
  return positions.sort(compareByKey(keys));
}

/** Returns sorted positions after a few keys changed or were added. */
export function movedPositions(sorted: Uint32Array, few: ReadonlySet<number>, keys: Float64Array): Uint32Array {
  return insertedInOrder(without(sorted, few, keys.length), [...few], compareByKey(keys));
}

/** Inserts a few positions into sorted ones. */
export function insertedInOrder(
  sorted: Uint32Array,
  few: readonly number[],
  compare: (a: number, b: number) => number,
): Uint32Array {
  return withInserted(
    sorted,
    few
      .toSorted(compare)
      .map((position) => ({ position, index: indexFor(position, compare, sorted, 0, sorted.length) })),
  );
}

/**
 * Removes a few positions.
 * @param count number of referrals
 */
export function without(positions: Uint32Array, few: Iterable<number>, count: number): Uint32Array {
  const isGone = new Uint8Array(count);
  for (const position of few) isGone[position] = 1;
  const left = new Uint32Array(positions.length);
  let found = 0;
  // `filter` of typed arrays takes ten times as long.
  for (let at = 0; at < positions.length; at++) {
    const position = positions[at] ?? 0;
    if (isGone[position] === 0) left[found++] = position;
  }
  return left.subarray(0, found);
}

/** Binary search: the index between `from` and `to` at which a position has to be inserted. */
export function indexFor(
  position: number,
  compare: (a: number, b: number) => number,
  sorted: Uint32Array,
  from: number,
  to: number,
): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(position, sorted[middle] ?? 0) < 0) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Inserts positions. Each `index` is one of `positions`, and they must be ascending. */
export function withInserted(
  positions: Uint32Array,
  inserted: readonly { readonly position: number; readonly index: number }[],
): Uint32Array {
  const merged = new Uint32Array(positions.length + inserted.length);
  let taken = 0;
  for (const [count, { position, index }] of inserted.entries()) {
    merged.set(positions.subarray(taken, index), taken + count);
    merged[index + count] = position;
    taken = index;
  }
  merged.set(positions.subarray(taken), taken + inserted.length);
  return merged;
}

/** Returns a function that compares positions by key; equal keys keep their order. */
export function compareByKey(keys: Float64Array): (a: number, b: number) => number {
  // Infinity - Infinity is NaN, which counts as equal.
  return (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b;
}

function timeOf(date: string | undefined): number {
  return date === undefined ? NaN : Date.parse(date);
}
