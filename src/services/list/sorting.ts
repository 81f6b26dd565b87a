import type { ChunkedList } from '../../base/chunkedList.ts';
import { expiryOf } from '../../referral/expiry.ts';
import { titleOf, type ReferralSummary } from '../../referral/summary.ts';
import type { SortBy, Sorting } from './arrangement.ts';
import { NameOrder } from './nameOrder.ts';
import { resized } from './numberList.ts';

/**
 * Sort keys of referrals as numbers, by position. The smallest key is first. Referrals without a value have the key
 * Infinity and are last in both directions. Values of different currencies don't compare, so the currency comes first,
 * from A to Z in both directions.
 */
export class SortKeys {
  readonly #by: SortBy;
  readonly #sign: 1 | -1;
  readonly #names: NameOrder;
  #keys = new Float64Array();
  /** Keys of the currencies, if values are compared. */
  #currencies: Float64Array | undefined;

  constructor({ by, descending }: Sorting, locale: string) {
    this.#by = by;
    this.#sign = descending ? -1 : 1;
    this.#names = new NameOrder(locale);
    if (by === 'value') this.#currencies = new Float64Array();
  }

  /** Changes when new keys no longer compare with earlier ones. */
  get numbering(): number {
    return this.#names.numbering;
  }

  /** Keeps the keys of the first referrals. */
  resize(length: number): void {
    this.#keys = resized(this.#keys, length);
    this.#currencies &&= resized(this.#currencies, length);
  }

  /** Sets the keys of all referrals. */
  setAll(referrals: ChunkedList<ReferralSummary>): void {
    if (this.#by === 'name') this.#names.add(referrals.map(titleOf));
    else if (this.#currencies) this.#names.add(referrals.map(({ currency }) => currencyCode(currency) ?? ''));
    this.resize(referrals.length);
    let position = 0;
    for (const referral of referrals) this.set(position++, referral);
  }

  /** Sets the key of a new or changed referral. */
  set(position: number, referral: ReferralSummary): void {
    const value = this.#by === 'name' ? this.#names.rankOf(titleOf(referral)) : valueOf(referral, this.#by);
    this.#keys[position] = Number.isNaN(value) ? Infinity : this.#sign * value;
    if (this.#currencies) this.#currencies[position] = Number.isNaN(value) ? Infinity : this.#rankOf(referral.currency);
  }

  /** Returns the positions sorted by key; equal keys keep their order. */
  sortedPositions(): Uint32Array {
    const positions = Uint32Array.from(this.#keys, (_, position) => position);
    return positions.sort(this.compare);
  }

  /** Returns a function that compares positions by the present keys; equal keys keep their order. */
  get compare(): (a: number, b: number) => number {
    const [keys, currencies] = [this.#keys, this.#currencies];
    // Infinity - Infinity is NaN, which counts as equal.
    const byKey = (a: number, b: number): number => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b;
    return currencies ? (a, b) => (currencies[a] ?? 0) - (currencies[b] ?? 0) || byKey(a, b) : byKey;
  }

  /** Amounts without a currency follow the others. */
  #rankOf(currency: string | undefined): number {
    const code = currencyCode(currency);
    return code === undefined ? Number.MAX_VALUE : this.#names.rankOf(code);
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

function currencyCode(currency: string | undefined): string | undefined {
  return currency?.trim().toUpperCase();
}

function timeOf(date: string | undefined): number {
  return date === undefined ? NaN : Date.parse(date);
}
