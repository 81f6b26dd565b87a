import { categoryOf } from '../../referral/category.ts';
import { expiryOf } from '../../referral/expiry.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { wordsOf } from '../search/fold.ts';
import { findWord, lettersOf, narrows, searchTextOf, type SearchText } from '../search/searchText.ts';
import { usualArrangement, type Arrangement, type Group, type ReferralFilter } from './arrangement.ts';
import { microsoftChanges, reasonOf, reasons } from './attention.ts';
import { Headings } from './headings.ts';
import { comparing, movedPlaces, sortedPlaces, SortKeys } from './sorting.ts';

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
 * over plain numbers.
 */
export class ArrangedReferrals {
  readonly #locale: string;
  readonly #textOf: (item: ReferralSummary) => SearchText;
  readonly #now: () => number;
  #items: readonly ReferralSummary[] = [];
  #arrangement: Arrangement = usualArrangement;
  #myEmail: string | undefined;

  #texts: SearchText[] = [];
  /** Which characters occur in the texts. */
  #letters: Int32Array = new Int32Array();
  #sortKeys: SortKeys;
  #keys: Float64Array = new Float64Array();
  #matches: Uint8Array = new Uint8Array();
  /** Index of the reason for attention; had only while it is asked for. */
  #pressing: Uint8Array | undefined;
  /** Places in the order of their keys. */
  #order: Uint32Array = new Uint32Array();
  #headings: Headings;

  /** @param textOf where the text of a referral is kept that it is searched by; by default it is made here */
  constructor(
    locale: string,
    textOf: (item: ReferralSummary) => SearchText = searchTextOf,
    now: () => number = Date.now,
  ) {
    this.#locale = locale;
    this.#textOf = textOf;
    this.#now = now;
    this.#sortKeys = new SortKeys(usualArrangement.sort, locale);
    this.#headings = new Headings(usualArrangement.groupBy, locale);
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  /** In order, none of them empty. With the grouping `none` it is one. */
  get groups(): readonly Group[] {
    return this.#headings.groups;
  }

  /** How many meet the filter. */
  get shown(): number {
    return this.#headings.shown;
  }

  /** Takes the list's items; those that are the same objects in the same places cost next to nothing. */
  setItems(items: readonly ReferralSummary[]): ArrangementChange {
    const changed = changedPlaces(this.#items, items);
    if (changed?.size === 0) return { kind: 'nothing' };
    this.#items = items;
    this.#resize(items.length);
    for (const place of changed ?? items.keys()) {
      const item = items[place];
      if (!item) continue;
      const text = this.#textOf(item);
      this.#texts[place] = text;
      this.#letters[place] = text.letters;
    }
    this.#sort(changed && changed.size <= few * items.length ? changed : undefined);
    // Who needs attention, and who has another side, may change with any of them.
    this.#pressing = undefined;
    this.#match(this.#arrangement.filter.needsAttention ? undefined : changed);
    this.#headings.setItems(items, changed);
    return this.#lay(changed, comparing(this.#keys));
  }

  /** Lays out anew. */
  arrange(arrangement: Arrangement, myEmail: string | undefined): void {
    const before = this.#arrangement;
    const narrower = this.#myEmail === myEmail && isNarrower(arrangement.filter, before.filter);
    const sameFilter = narrower && arrangement.filter.text === before.filter.text;
    this.#arrangement = arrangement;
    this.#myEmail = myEmail;
    const { sort, groupBy } = arrangement;
    if (before.sort.by !== sort.by || before.sort.descending !== sort.descending) {
      this.#sortKeys = new SortKeys(sort, this.#locale);
      this.#sort(undefined);
    }
    if (!narrower) this.#pressing = undefined;
    // While a word is typed, only what matched so far can match still.
    if (!sameFilter) this.#match(undefined, narrower);
    if (before.groupBy !== groupBy) {
      this.#headings = new Headings(groupBy, this.#locale);
      this.#headings.setItems(this.#items, undefined);
    }
    this.#lay(undefined);
  }

  /** Looks again at what depends on the time: who needs attention, and in which order. */
  timePassed(): ArrangementChange {
    if (!this.#arrangement.filter.needsAttention) return { kind: 'nothing' };
    this.#pressing = undefined;
    this.#match(undefined);
    return this.#lay(new Set());
  }

  #resize(length: number): void {
    if (this.#texts.length > length) this.#texts.length = length;
    this.#keys = resized(this.#keys, length);
    this.#matches = resized(this.#matches, length);
    this.#letters = resized(this.#letters, length);
  }

  /** @param places undefined: all of them */
  #sort(places: ReadonlySet<number> | undefined): void {
    const { numbering } = this.#sortKeys;
    for (const place of places ?? []) {
      const item = this.#items[place];
      if (item) this.#keys[place] = this.#sortKeys.keyOf(item);
    }
    if (places && numbering === this.#sortKeys.numbering) {
      this.#order = movedPlaces(this.#order, places, this.#keys);
    } else {
      this.#keys = this.#sortKeys.of(this.#items);
      this.#order = sortedPlaces(this.#keys);
    }
  }

  /** @param places undefined: all of them */
  #match(places: Iterable<number> | undefined, onlyMatching = false): void {
    const { filter } = this.#arrangement;
    const words = wordsOf(filter.text);
    const meets = this.#meeting(filter);
    const pressing = filter.needsAttention ? (this.#pressing ??= this.#findPressing()) : undefined;
    const items = this.#items;
    const texts = this.#texts;
    const matches = this.#matches;
    const letters = this.#letters;
    // Most texts lack one of the letters, which is quicker to see.
    const needed = lettersOf(words.join(''));
    const match = (place: number): void => {
      if (onlyMatching && matches[place] === 0) return;
      matches[place] = 0;
      if ((needed & ~(letters[place] ?? 0)) !== 0) return;
      if (pressing && pressing[place] === notPressing) return;
      if (meets) {
        const item = items[place];
        if (!item || !meets(item)) return;
      }
      if (words.length > 0) {
        const text = texts[place];
        if (!text || !words.every((word) => findWord(word, text) >= 0)) return;
      }
      matches[place] = 1;
    };
    if (places) for (const place of places) match(place);
    else for (let place = 0; place < items.length; place++) match(place);
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

  /** @param compare the order of places, when it can be that of `changed` alone that is other than before */
  #lay(changed: ReadonlySet<number> | undefined, compare?: (a: number, b: number) => number): ArrangementChange {
    const { needsAttention } = this.#arrangement.filter;
    if (needsAttention) return this.#headings.lay(this.#mostPressingFirst(), this.#matches, changed);
    return this.#headings.lay(this.#order, this.#matches, changed, compare);
  }

  /** By reason, then by the time that is left, then as sorted. */
  #mostPressingFirst(): Uint32Array {
    const expiry = (place: number): number => {
      const item = this.#items[place];
      return (item && expiryOf(item)) ?? 0;
    };
    const reason = (place: number): number => this.#pressing?.[place] ?? notPressing;
    const rows = Array.from(
      this.#order.filter((place) => this.#matches[place] === 1),
      (place) => ({
        place,
        reason: reason(place),
        expiry: expiry(place),
      }),
    );
    return Uint32Array.from(
      rows.sort((a, b) => a.reason - b.reason || a.expiry - b.expiry),
      ({ place }) => place,
    );
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
    const old = before[place];
    const item = after[place];
    if (old === item) continue;
    if (old !== undefined && old.id !== item?.id) return undefined;
    changed.add(place);
  }
  return changed;
}

function resized<T extends Float64Array | Int32Array | Uint8Array>(column: T, length: number): T {
  if (column.length === length) return column;
  const next = new (column.constructor as new (length: number) => T)(length);
  next.set(column.length > length ? column.subarray(0, length) : column);
  return next;
}

/** True when all that meets `filter` met `before`. */
function isNarrower(filter: ReferralFilter, before: ReferralFilter): boolean {
  const { text, ...rest } = filter;
  const { text: textBefore, ...restBefore } = before;
  return narrows(wordsOf(text), wordsOf(textBefore)) && JSON.stringify(rest) === JSON.stringify(restBefore);
}
