import { categoryOf } from '../../referral/category.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { safeLocale } from '../../referral/when.ts';
import type { GroupBy } from './arrangement.ts';
import { fold } from '../search/fold.ts';

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
 * The headings in the order a person expects: states as a deal goes through them, months as they pass, names from A.
 * What the API may add stands behind what is known, and having no value behind all. Engagements stand as their first
 * referrals do, which is how they come in.
 */
export function inGroupOrder<T extends { readonly value: string | undefined }>(
  groups: readonly T[],
  by: GroupBy,
  locale: string,
): T[] {
  const named = groups.filter((group): group is T & { readonly value: string } => group.value !== undefined);
  const rest = groups.filter((group) => group.value === undefined);
  if (by === 'closeMonth') named.sort((a, b) => (a.value < b.value ? -1 : 1));
  else if (by !== 'engagement') {
    const first = meant[by] ?? [];
    const place = (value: string): number => (first.includes(value) ? first.indexOf(value) : first.length);
    const sorted = byName(
      named,
      (group) => (by === 'country' ? countryName(group.value, locale) : group.value),
      locale,
    );
    return [...(first.length === 0 ? sorted : sorted.sort((a, b) => place(a.value) - place(b.value))), ...rest];
  }
  return [...named, ...rest];
}

/** In the locale's alphabetical order. */
export function byName<T>(items: readonly T[], nameOf: (item: T) => string, locale: string): T[] {
  const { compare } = new Intl.Collator(safeLocale(locale), { numeric: true });
  const named = items.map((item) => ({ item, name: nameOf(item), folded: '' }));
  for (const entry of named) entry.folded = fold(entry.name);
  // Comparing by locale is slow; what is nearly in order already needs little of it.
  named.sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : 0));
  return named.sort((a, b) => compare(a.name, b.name)).map(({ item }) => item);
}

/** "Spain" of `ES`; what isn't a code stays as it is. */
export function countryName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(safeLocale(locale), { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
