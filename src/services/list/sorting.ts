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
  const compare = comparing(keys);
  const moving = [...few].sort(compare);
  const merged = new Uint32Array(keys.length);
  let next = 0;
  let at = 0;
  for (const place of sorted) {
    if (few.has(place)) continue;
    for (let mover = moving[next]; mover !== undefined && compare(mover, place) < 0; mover = moving[++next]) {
      merged[at++] = mover;
    }
    merged[at++] = place;
  }
  for (; next < moving.length; next++) merged[at++] = moving[next] ?? 0;
  return merged;
}

function comparing(keys: Float64Array): (a: number, b: number) => number {
  // Infinity less Infinity is no number, and so a tie.
  return (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b;
}

function timeOf(date: string | undefined): number {
  return date === undefined ? NaN : Date.parse(date);
}
