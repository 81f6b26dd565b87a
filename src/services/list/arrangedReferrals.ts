import { categoryOf } from '../../referral/category.ts';
import { expiryOf } from '../../referral/lifeCycle.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { usualArrangement, type Arrangement, type Group, type ReferralFilter } from './arrangement.ts';
import { microsoftChanges, reasonOf, reasons } from './attention.ts';
import { groupValueBy, inGroupOrder } from './grouping.ts';
import { wordsOf } from '../search/fold.ts';
import { meetsWords, searchTextOf } from './searchText.ts';
import { movedPlaces, sortKeys, sortedPlaces } from './sorting.ts';

/** What a view has to draw anew: as little as can be. */
export type ArrangementChange =
  | { readonly kind: 'nothing' }
  /** The headings are others, or in another order. */
  | { readonly kind: 'all' }
  /** In these groups rows came, went or moved; elsewhere these rows say something else. */
  | { readonly kind: 'some'; readonly groups: readonly string[]; readonly rows: readonly string[] };

/** In the column of reasons: there is none. */
const notPressing = 255;
/** Above this share of changed referrals sorting all is quicker than moving them. */
const few = 0.1;

/**
 * Referrals, filtered, sorted and grouped. Made for 100,000 of them: what each is searched, sorted and grouped by is kept
 * in columns, in the places that the referrals have in the list, so that a keystroke or a changed referral costs one pass
 * over plain data.
 */
export class ArrangedReferrals {
  readonly #locale: string;
  readonly #now: () => number;
  #items: readonly ReferralSummary[] = [];
  #arrangement: Arrangement = usualArrangement;
  #myEmail: string | undefined;
  #groups: readonly Group[] = [];
  #shown = 0;

  #search: string[] = [];
  #keys: Float64Array = new Float64Array();
  #matches: Uint8Array = new Uint8Array();
  /** Index of the reason for attention; had only while it is asked for. */
  #pressing: Uint8Array | undefined;
  /** Numbers of the groups' values. */
  #group: Int32Array = new Int32Array();
  #values: (string | undefined)[] = [];
  /** Places in the order of their keys. */
  #order: Uint32Array = new Uint32Array();

  constructor(locale: string, now: () => number = Date.now) {
    this.#locale = locale;
    this.#now = now;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  /** In order, none of them empty. With the grouping `none` it is one. */
  get groups(): readonly Group[] {
    return this.#groups;
  }

  /** How many meet the filter. */
  get shown(): number {
    return this.#shown;
  }

  get total(): number {
    return this.#items.length;
  }

  /** Takes the list's items; those that are the same objects in the same places cost next to nothing. */
  setItems(items: readonly ReferralSummary[]): ArrangementChange {
    const before = this.#items;
    const changed = changedPlaces(before, items);
    if (changed?.size === 0) return { kind: 'nothing' };
    this.#items = items;
    const { sort, filter } = this.#arrangement;
    this.#resize(items.length);
    // The search text is the dearest column, and belongs to the referral wherever it stands.
    const texts = changed ? undefined : new Map(before.map((item, place) => [item, this.#search[place]]));
    for (const place of changed ?? items.keys()) {
      const item = items[place];
      if (item) this.#search[place] = texts?.get(item) ?? searchTextOf(item);
    }
    // A name's key is its rank among all.
    if (changed && changed.size <= few * items.length && sort.by !== 'name') {
      const some = [...changed];
      const keys = sortKeys(
        some.flatMap((place) => items[place] ?? []),
        sort,
        this.#locale,
      );
      for (const [index, place] of some.entries()) this.#keys[place] = keys[index] ?? Infinity;
      this.#order = movedPlaces(this.#order, changed, this.#keys);
    } else this.#sort();
    // Who needs attention, and who has another side, may change with any of them.
    this.#pressing = undefined;
    this.#match(filter.needsAttention ? undefined : changed);
    this.#findGroups(changed);
    const groups = this.#groups;
    this.#lay();
    return difference(groups, this.#groups);
  }

  /** Lays out anew. */
  arrange(arrangement: Arrangement, myEmail: string | undefined): void {
    const before = this.#arrangement;
    const narrows = this.#myEmail === myEmail && isNarrower(arrangement.filter, before.filter);
    const sameFilter = narrows && arrangement.filter.text === before.filter.text;
    this.#arrangement = arrangement;
    this.#myEmail = myEmail;
    const { sort, groupBy } = arrangement;
    if (before.sort.by !== sort.by || before.sort.descending !== sort.descending) this.#sort();
    if (!narrows) this.#pressing = undefined;
    // While a word is typed, only what matched so far can match still.
    if (!sameFilter) this.#match(undefined, narrows);
    if (before.groupBy !== groupBy) this.#findGroups(undefined);
    this.#lay();
  }

  #resize(length: number): void {
    if (this.#search.length > length) this.#search.length = length;
    this.#keys = resized(this.#keys, length);
    this.#matches = resized(this.#matches, length);
    this.#group = resized(this.#group, length);
  }

  #sort(): void {
    this.#keys = sortKeys(this.#items, this.#arrangement.sort, this.#locale);
    this.#order = sortedPlaces(this.#keys);
  }

  /** @param places undefined: all of them */
  #match(places: Iterable<number> | undefined, onlyMatching = false): void {
    const { filter } = this.#arrangement;
    const words = wordsOf(filter.text);
    const meets = this.#meeting(filter);
    const pressing = filter.needsAttention ? (this.#pressing ??= this.#findPressing()) : undefined;
    for (const place of places ?? this.#items.keys()) {
      if (onlyMatching && this.#matches[place] === 0) continue;
      const item = this.#items[place];
      if (!item) continue;
      const matches =
        (pressing === undefined || pressing[place] !== notPressing) &&
        (meets === undefined || meets(item)) &&
        meetsWords(words, this.#search[place] ?? '', item);
      this.#matches[place] = matches ? 1 : 0;
    }
  }

  /** All of the filter but its words; undefined when everything meets it. */
  #meeting(filter: ReferralFilter): ((item: ReferralSummary) => boolean) | undefined {
    const { status, direction, type, category } = filter;
    const tests: ((item: ReferralSummary) => boolean)[] = [];
    if (status.length > 0) tests.push((item) => item.status !== undefined && status.includes(item.status));
    if (direction !== undefined) tests.push((item) => item.direction === direction);
    if (type !== undefined) tests.push((item) => item.type === type);
    if (category !== undefined) tests.push((item) => categoryOf(item) === category);
    if (filter.mine) {
      const me = this.#myEmail?.toLowerCase();
      tests.push((item) => me !== undefined && item.team.some(({ email }) => email?.toLowerCase() === me));
    }
    return tests.length === 0 ? undefined : (item) => tests.every((test) => test(item));
  }

  #findPressing(): Uint8Array {
    const now = this.#now();
    const microsoft = microsoftChanges(this.#items);
    return Uint8Array.from(this.#items, (item) => {
      const reason = reasonOf(item, now, microsoft);
      return reason === undefined ? notPressing : reasons.indexOf(reason);
    });
  }

  /** @param places undefined: all of them */
  #findGroups(places: Iterable<number> | undefined): void {
    const { groupBy } = this.#arrangement;
    if (groupBy === 'engagement') return this.#findEngagements();
    const valueOf = groupValueBy(groupBy);
    if (places === undefined) this.#values = [];
    const numbers = new Map(this.#values.map((value, number) => [value, number]));
    for (const place of places ?? this.#items.keys()) {
      const item = this.#items[place];
      if (!item) continue;
      const value = valueOf(item);
      let number = numbers.get(value);
      if (number === undefined) {
        number = this.#values.push(value) - 1;
        numbers.set(value, number);
      }
      this.#group[place] = number;
    }
  }

  /** Puts what matches under its headings. */
  #lay(): void {
    const { groupBy, filter } = this.#arrangement;
    const members: ReferralSummary[][] = [];
    const groups: Group[] = [];
    let shown = 0;
    for (const place of filter.needsAttention ? this.#mostPressingFirst() : this.#order) {
      const item = this.#items[place];
      if (this.#matches[place] === 0 || !item) continue;
      shown++;
      const number = this.#group[place] ?? 0;
      let list = members[number];
      if (!list) {
        members[number] = list = [];
        const value = this.#values[number];
        groups.push({ key: `${groupBy}/${value ?? ''}`, by: groupBy, value, members: list });
      }
      list.push(item);
    }
    this.#shown = shown;
    this.#groups = inGroupOrder(groups, groupBy, this.#locale);
  }

  /** By reason, then by the time that is left, then as sorted. */
  #mostPressingFirst(): readonly number[] {
    const expiry = (place: number): number => {
      const item = this.#items[place];
      return (item && expiryOf(item)) ?? 0;
    };
    const reason = (place: number): number => this.#pressing?.[place] ?? notPressing;
    const rows = [...this.#order]
      .filter((place) => this.#matches[place] === 1)
      .map((place) => ({ place, reason: reason(place), expiry: expiry(place) }));
    return rows.sort((a, b) => a.reason - b.reason || a.expiry - b.expiry).map(({ place }) => place);
  }

  /** A heading over each single referral would tell nothing: those stand under one. */
  #findEngagements(): void {
    const numbers = new Map<string, number>();
    const counts = new Int32Array(this.#items.length + 1);
    this.#values = [undefined];
    for (const [place, { engagementId }] of this.#items.entries()) {
      let number = engagementId === undefined ? 0 : numbers.get(engagementId);
      if (number === undefined) numbers.set(engagementId ?? '', (number = this.#values.push(engagementId) - 1));
      counts[number] = (counts[number] ?? 0) + 1;
      this.#group[place] = number;
    }
    for (const [place, number] of this.#group.entries()) if (counts[number] === 1) this.#group[place] = 0;
  }
}

/** Where other objects stand than before, and what was appended; undefined when the places themselves are others. */
function changedPlaces(
  before: readonly ReferralSummary[],
  after: readonly ReferralSummary[],
): ReadonlySet<number> | undefined {
  if (after.length < before.length) return undefined;
  const changed = new Set<number>();
  for (let place = 0; place < after.length; place++) {
    const [old, item] = [before[place], after[place]];
    if (old === item) continue;
    if (old !== undefined && old.id !== item?.id) return undefined;
    changed.add(place);
  }
  return changed;
}

function resized<T extends Float64Array | Uint8Array | Int32Array>(column: T, length: number): T {
  if (column.length === length) return column;
  const next = new (column.constructor as new (length: number) => T)(length);
  next.set(column.length > length ? column.subarray(0, length) : column);
  return next;
}

/** True when all that meets `filter` met `before`. */
function isNarrower(filter: ReferralFilter, before: ReferralFilter): boolean {
  const { text, ...rest } = filter;
  const { text: textBefore, ...restBefore } = before;
  return text.startsWith(textBefore) && JSON.stringify(rest) === JSON.stringify(restBefore);
}

function difference(before: readonly Group[], after: readonly Group[]): ArrangementChange {
  if (before.length !== after.length) return { kind: 'all' };
  const groups: string[] = [];
  const rows: string[] = [];
  for (const [index, group] of after.entries()) {
    const old = before[index];
    if (old?.key !== group.key) return { kind: 'all' };
    const others: string[] = [];
    const inPlace =
      group.members.length === old.members.length &&
      group.members.every((member, place) => {
        const other = old.members[place];
        if (other !== member) others.push(member.id);
        return other?.id === member.id;
      });
    if (inPlace) rows.push(...others);
    else groups.push(group.key);
  }
  return groups.length + rows.length === 0 ? { kind: 'nothing' } : { kind: 'some', groups, rows };
}
