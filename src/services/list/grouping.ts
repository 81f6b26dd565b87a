import { categoryOf } from '../../referral/category.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { displayLocale } from '../../referral/locale.ts';
import { parseDate } from '../../referral/when.ts';
import type { GroupBy } from './arrangement.ts';
import { compareUnits, NameOrder } from './nameOrder.ts';
import type { NumberList } from './numberList.ts';

/** Returns the value by which a referral is grouped, or undefined if it has none. */
export type GroupValue = (referral: ReferralSummary) => string | undefined;

/** Grouping by engagement is in `ReferralGroups`, since it depends on other referrals too. */
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

/** Returns for example `2026-11`, in UTC as the API's dates are, or undefined if the date is invalid. */
function monthOf(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  // Dates in the usual format need no parsing, which is faster.
  if (/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])(T00:00:00(\.0+)?Z)?$/.test(date)) return date.slice(0, 7);
  const at = parseDate(date);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 7);
}

const knownOrder: Partial<Record<GroupBy, readonly string[]>> = {
  status: ['New', 'Active', 'Closed'],
  category: ['marketplaceLead', 'qualifiedLead', 'coSell', 'other'],
};

/**
 * The order of groups: states in the order of a deal, months by date, names alphabetically. Values that are unknown
 * here follow the known ones, and the group without a value is last.
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

  /** Returns the indexes of the values, sorted. */
  of(values: readonly (string | undefined)[]): Uint32Array {
    if (this.#by !== 'closeMonth') this.#names.add(values.flatMap((value) => this.#nameOf(value) ?? []));
    const ranks = Float64Array.from(values, (value) => this.#rankOf(value));
    return Uint32Array.from(ranks, (_, number) => number).sort(
      (a, b) => compareRanks(ranks[a], ranks[b]) || compareValues(values[a], values[b]),
    );
  }

  /** Inserts the index of one more value into the order. */
  insert(index: number, order: NumberList, values: readonly (string | undefined)[]): void {
    const rankAt = (other: number): number => this.#rankOf(values[other]);
    order.insertInOrder([index], (a, b) => compareRanks(rankAt(a), rankAt(b)) || compareValues(values[a], values[b]));
  }

  #rankOf(value: string | undefined): number {
    if (value === undefined) return Infinity;
    if (this.#by === 'closeMonth') return Date.parse(value);
    const known = knownOrder[this.#by]?.indexOf(value) ?? -1;
    return known >= 0 ? known - beforeNames : this.#names.rankOf(this.#nameOf(value) ?? '');
  }

  #nameOf(value: string | undefined): string | undefined {
    return value !== undefined && this.#by === 'country' ? countryName(value, this.#locale) : value;
  }
}

/** Subtracted from the ranks of known values, so that they are lower than those of all names, which can be negative. */
const beforeNames = 2 ** 50;

function compareRanks(a = 0, b = 0): number {
  // Infinity - Infinity is NaN, which counts as equal.
  return a - b || 0;
}

/** For values of one name, such as the countries GB and UK. */
function compareValues(a = '', b = ''): number {
  return compareUnits(a, b);
}

/** Returns for example "Spain" for `ES`. Other values than country codes, and `ZZ`, are returned unchanged. */
export function countryName(code: string, locale: string): string {
  // Intl knows it as "Unknown Region".
  if (code === 'ZZ') return code;
  try {
    return new Intl.DisplayNames(displayLocale(locale), { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
