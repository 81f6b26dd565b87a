import { categoryOf } from '../../referral/category.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { displayLocale } from '../../referral/locale.ts';
import type { GroupBy } from './arrangement.ts';
import { NameOrder } from './nameOrder.ts';

/** What a referral shares with the others under its heading; undefined: it has no such thing. */
export type GroupValue = (referral: ReferralSummary) => string | undefined;

/** Engagements take more than the referral itself: see `ArrangedReferrals`. */
export function groupValueBy(by: Exclude<GroupBy, 'engagement'>): GroupValue {
  switch (by) {
    case 'none':
      return () => undefined;
    case 'status':
      return (referral) => referral.status;
    case 'category':
      return categoryOf;
    case 'customer':
      return (referral) => referral.customerName?.trim();
    case 'country':
      return (referral) => referral.customerCountry?.trim().toUpperCase();
    case 'closeMonth':
      return (referral) => monthOf(referral.closingDateTime);
  }
}

/** `2026-11`, in UTC as the API's dates are; undefined for what is no date. */
function monthOf(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  // The usual spelling needs no parsing.
  if (/^\d{4}-(0[1-9]|1[0-2])-\d\d(T[\d:.]*Z)?$/.test(date)) return date.slice(0, 7);
  const at = Date.parse(date);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 7);
}

const meant: Partial<Record<GroupBy, readonly string[]>> = {
  status: ['New', 'Active', 'Closed'],
  category: ['marketplaceLead', 'qualifiedLead', 'coSell', 'other'],
};

/**
 * The order of headings that a person expects: states as a deal goes through them, months as they pass, names from A.
 * What the API may add stands behind what is known, and having no value behind all.
 */
export class GroupOrder {
  readonly #by: GroupBy;
  readonly #locale: string;
  readonly #names: NameOrder;

  constructor(by: Exclude<GroupBy, 'engagement' | 'none'>, locale: string) {
    this.#by = by;
    this.#locale = locale;
    this.#names = new NameOrder(locale);
  }

  /** Numbers of the values, in order. */
  of(values: readonly (string | undefined)[]): Uint32Array {
    if (this.#by !== 'closeMonth') this.#names.add(values.flatMap((value) => this.#nameOf(value) ?? []));
    const ranks = Float64Array.from(values, (value) => this.#rankOf(value));
    return Uint32Array.from(ranks, (_, number) => number).sort((a, b) => compareRanks(ranks[a], ranks[b]) || a - b);
  }

  /** The order with one more value, whose number is the next one. */
  with(order: Uint32Array, values: readonly (string | undefined)[], added: string | undefined): Uint32Array {
    const rank = this.#rankOf(added);
    let [from, to] = [0, order.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compareRanks(this.#rankOf(values[order[middle] ?? 0]), rank) <= 0) from = middle + 1;
      else to = middle;
    }
    const next = new Uint32Array(order.length + 1);
    next.set(order.subarray(0, from));
    next[from] = order.length;
    next.set(order.subarray(from), from + 1);
    return next;
  }

  #rankOf(value: string | undefined): number {
    if (value === undefined) return Infinity;
    if (this.#by === 'closeMonth') return Date.parse(value);
    const known = meant[this.#by]?.indexOf(value) ?? -1;
    return known >= 0 ? known - beforeNames : this.#names.rankOf(this.#nameOf(value) ?? '');
  }

  #nameOf(value: string | undefined): string | undefined {
    return value !== undefined && this.#by === 'country' ? countryName(value, this.#locale) : value;
  }
}

/** Ranks of names may be below 0; these are below all of them. */
const beforeNames = 2 ** 50;

function compareRanks(a = 0, b = 0): number {
  // Infinity less Infinity is no number, and so a tie.
  return a - b || 0;
}

/** "Spain" of `ES`; what isn't a code stays as it is. */
export function countryName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(displayLocale(locale), { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
