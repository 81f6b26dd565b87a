import { expiryOf } from '../../referral/lifeCycle.ts';
import { titleOf, type ReferralSummary } from '../../referral/summary.ts';
import type { SortBy, Sorting } from './arrangement.ts';
import { byName } from './grouping.ts';

/** Numbers to sort by, smallest first; Infinity for what has no such thing: that stands last whichever way it goes. */
export function sortKeys(
  referrals: readonly ReferralSummary[],
  { by, descending }: Sorting,
  locale: string,
): Float64Array {
  const keys = new Float64Array(referrals.length);
  const rank = by === 'name' ? ranks(referrals, locale) : undefined;
  for (const [place, referral] of referrals.entries()) {
    const value = rank ? (rank.get(titleOf(referral)) ?? NaN) : valueOf(referral, by);
    keys[place] = Number.isNaN(value) ? Infinity : descending ? -value : value;
  }
  return keys;
}

function valueOf(referral: ReferralSummary, by: SortBy): number {
  switch (by) {
    case 'updated':
      return timeOf(referral.updatedDateTime);
    case 'created':
      return timeOf(referral.createdDateTime);
    case 'expiry':
      return expiryOf(referral) ?? NaN;
    case 'value':
      return referral.dealValue ?? NaN;
    case 'name':
      return NaN;
  }
}

/** Comparing by locale is slow: each name takes part once, and from then on is a number. */
function ranks(referrals: readonly ReferralSummary[], locale: string): ReadonlyMap<string, number> {
  const titles = [...new Set(referrals.map(titleOf))];
  return new Map(byName(titles, (title) => title, locale).map((title, rank) => [title, rank]));
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
