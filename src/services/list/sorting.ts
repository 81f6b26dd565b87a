import { expiryOf } from '../../referral/expiry.ts';
import { titleOf, type ReferralSummary } from '../../referral/summary.ts';
import type { SortBy, Sorting } from './arrangement.ts';
import { NameOrder } from './nameOrder.ts';

/** What referrals are sorted by, as numbers: the smallest first, Infinity last, whichever way the sorting goes. */
export class SortKeys {
  readonly #by: SortBy;
  readonly #sign: 1 | -1;
  readonly #names: NameOrder;

  constructor({ by, descending }: Sorting, locale: string) {
    this.#by = by;
    this.#sign = descending ? -1 : 1;
    this.#names = new NameOrder(locale);
  }

  /** Keys of an earlier numbering no longer compare with new ones. */
  get numbering(): number {
    return this.#names.numbering;
  }

  /** Of all referrals, by their places. */
  of(referrals: readonly ReferralSummary[]): Float64Array {
    if (this.#by === 'name') this.#names.add(referrals.map(titleOf));
    return Float64Array.from(referrals, (referral) => this.keyOf(referral));
  }

  /** Of one that came or changed. */
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

/** The places of all keys in their order; ties stay as they came. */
export function sortedPlaces(keys: Float64Array): Uint32Array {
  const places = Uint32Array.from(keys, (_, place) => place);
  return places.sort(comparing(keys));
}

/** Takes a few places out of what is sorted and puts them, and new ones, where they belong now. */
export function movedPlaces(sorted: Uint32Array, few: ReadonlySet<number>, keys: Float64Array): Uint32Array {
  return insertedInOrder(without(sorted, few, keys.length), [...few], comparing(keys));
}

/** Puts a few places where they belong in others that are sorted. */
export function insertedInOrder(
  sorted: Uint32Array,
  few: readonly number[],
  compare: (a: number, b: number) => number,
): Uint32Array {
  return withInserted(
    sorted,
    few.toSorted(compare).map((place) => ({ place, index: indexFor(place, compare, sorted, 0, sorted.length) })),
  );
}

/** Places, of which there are `count`, but not these few. */
export function without(places: Uint32Array, few: Iterable<number>, count: number): Uint32Array {
  const isGone = new Uint8Array(count);
  for (const place of few) isGone[place] = 1;
  const left = new Uint32Array(places.length);
  let found = 0;
  // Typed arrays' own `filter` takes ten times as long.
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    if (isGone[place] === 0) left[found++] = place;
  }
  return left.subarray(0, found);
}

/** The index in sorted places, from `from` up to `to`, before which another place belongs. */
export function indexFor(
  place: number,
  compare: (a: number, b: number) => number,
  sorted: Uint32Array,
  from: number,
  to: number,
): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(place, sorted[middle] ?? 0) < 0) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Puts places before others; the indexes are those of `places` and in order. */
export function withInserted(
  places: Uint32Array,
  inserted: readonly { readonly place: number; readonly index: number }[],
): Uint32Array {
  const merged = new Uint32Array(places.length + inserted.length);
  let taken = 0;
  for (const [count, { place, index }] of inserted.entries()) {
    merged.set(places.subarray(taken, index), taken + count);
    merged[index + count] = place;
    taken = index;
  }
  merged.set(places.subarray(taken), taken + inserted.length);
  return merged;
}

/** Compares places by their keys; ties stay as they came. */
export function comparing(keys: Float64Array): (a: number, b: number) => number {
  // Infinity less Infinity is no number, and so a tie.
  return (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b;
}

function timeOf(date: string | undefined): number {
  return date === undefined ? NaN : Date.parse(date);
}
