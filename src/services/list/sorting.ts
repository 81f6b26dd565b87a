import type { ChunkedList } from '../../base/chunkedList.ts';
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
  of(referrals: ChunkedList<ReferralSummary>): Float64Array {
    if (this.#by === 'name') this.#names.add(referrals.map(titleOf));
    return Float64Array.from(referrals.map((referral) => this.keyOf(referral)));
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

/** Returns a function that compares positions by key; equal keys keep their order. */
export function compareByKey(keys: Float64Array): (a: number, b: number) => number {
  // Infinity - Infinity is NaN, which counts as equal.
  return (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b;
}

function timeOf(date: string | undefined): number {
  return date === undefined ? NaN : Date.parse(date);
}
