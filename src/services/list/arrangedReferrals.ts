import { ChunkedList } from '../../base/chunkedList.ts';
import { categoryOf } from '../../referral/category.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { wordsOf } from '../search/fold.ts';
import { findWord, lettersOf, narrows, searchTextOf, type SearchText } from '../search/searchText.ts';
import { defaultArrangement, type Arrangement, type Group, type ReferralFilter } from './arrangement.ts';
import { NumberList, resized } from './numberList.ts';
import { ReferralGroups } from './referralGroups.ts';
import { SortKeys } from './sorting.ts';
import { UrgentOrder } from './urgentOrder.ts';

/** What a view has to redraw. Views redraw nothing else. */
export type ArrangementChange =
  | { readonly kind: 'nothing' }
  /** The set of groups or their order changed. */
  | { readonly kind: 'all' }
  /**
   * `groups`: keys of the groups in which rows were added, removed or moved. `rows`: ids of changed referrals in the
   * other groups.
   */
  | { readonly kind: 'some'; readonly groups: readonly string[]; readonly rows: readonly string[] };

/** If more than this share of the referrals changed, sorting all of them is faster than moving the changed ones. */
const maxMovedShare = 0.1;

/**
 * Filters, sorts and groups referrals. For speed with 100,000 referrals, the values used for searching, sorting and
 * grouping are stored in typed arrays. The index into these arrays is the position of the referral in the list. A
 * keystroke takes one pass over the arrays. A few changed referrals are moved in place.
 */
export class ArrangedReferrals {
  readonly #locale: string;
  readonly #textOf: (item: ReferralSummary) => SearchText;
  readonly #now: () => number;
  #items = ChunkedList.of<ReferralSummary>();
  #arrangement: Arrangement = defaultArrangement;
  #myEmail: string | undefined;

  #texts: SearchText[] = [];
  /** For each position, a bit set of the characters that occur in the text. */
  #letters: Int32Array = new Int32Array();
  #sortKeys: SortKeys;
  #matches: Uint8Array = new Uint8Array();
  /** Positions, sorted by key. */
  #order = new NumberList();
  /** Only set while the filter asks for what needs attention. */
  #urgent: UrgentOrder | undefined;
  #groups: ReferralGroups;

  /** @param textOf returns the text in which a referral is searched; by default it is created here */
  constructor(
    locale: string,
    textOf: (item: ReferralSummary) => SearchText = searchTextOf,
    now: () => number = Date.now,
  ) {
    this.#locale = locale;
    this.#textOf = textOf;
    this.#now = now;
    this.#sortKeys = new SortKeys(defaultArrangement.sort, locale);
    this.#groups = new ReferralGroups(defaultArrangement.groupBy, locale);
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  /** In display order, without empty groups. The grouping `none` has one group. */
  get groups(): readonly Group[] {
    return this.#groups.groups;
  }

  /** Number of referrals that match the filter. */
  get shown(): number {
    return this.#groups.shown;
  }

  /** Sets the list's items. Items that are the same objects at the same positions cost almost nothing. */
  setItems(items: ChunkedList<ReferralSummary>): ArrangementChange {
    const changed = changedPositions(this.#items, items);
    if (changed?.size === 0) return { kind: 'nothing' };
    this.#items = items;
    if (items.length === 0) this.#forgetNames();
    this.#resize(items.length);
    for (const position of changed ?? this.#matches.keys()) {
      const item = items.at(position);
      if (!item) continue;
      const text = this.#textOf(item);
      this.#texts[position] = text;
      this.#letters[position] = text.letters;
    }
    const few = changed && changed.size <= maxMovedShare * items.length ? changed : undefined;
    this.#sort(few);
    const affected = this.#arrangement.filter.needsAttention ? this.#judge(few) : changed;
    this.#match(affected);
    this.#groups.setItems(items, changed);
    return this.#layOut(affected ?? changed, affected !== undefined);
  }

  /** Filters, sorts and groups again. */
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
      this.#urgent = undefined;
    }
    if (!arrangement.filter.needsAttention) this.#urgent = undefined;
    else if (!this.#urgent) this.#judge(undefined);
    // While the user types a word, only referrals that matched before can still match.
    if (!sameFilter) this.#match(undefined, narrower);
    if (before.groupBy !== groupBy) {
      this.#groups = new ReferralGroups(groupBy, this.#locale);
      this.#groups.setItems(this.#items, undefined);
    }
    this.#layOut(undefined);
  }

  /** Updates what depends on the time: which referrals need attention, and in which order. */
  timePassed(): ArrangementChange {
    if (!this.#arrangement.filter.needsAttention) return { kind: 'nothing' };
    this.#judge(undefined);
    this.#match(undefined);
    return this.#layOut(new Set());
  }

  /**
   * Groups and sort keys keep the names that they have seen, for later versions of the list. After a sign-out, which
   * empties the list, customers' names must not stay.
   */
  #forgetNames(): void {
    const { sort, groupBy } = this.#arrangement;
    this.#sortKeys = new SortKeys(sort, this.#locale);
    this.#groups = new ReferralGroups(groupBy, this.#locale);
  }

  #resize(length: number): void {
    if (this.#texts.length > length) this.#texts.length = length;
    this.#sortKeys.resize(length);
    this.#matches = resized(this.#matches, length);
    this.#letters = resized(this.#letters, length);
  }

  /** @param positions the positions to update; undefined for all */
  #sort(positions: ReadonlySet<number> | undefined): void {
    const { numbering } = this.#sortKeys;
    for (const position of positions ?? []) {
      const item = this.#items.at(position);
      if (item) this.#sortKeys.set(position, item);
    }
    if (positions && numbering === this.#sortKeys.numbering) {
      this.#order.removeAll(positions);
      this.#order.insertInOrder(positions, this.#sortKeys.compare);
    } else {
      this.#sortKeys.setAll(this.#items);
      this.#order = new NumberList(this.#sortKeys.sortedPositions());
    }
  }

  /**
   * Judges which referrals need attention.
   * @param changed positions of the changed and added items; undefined for all
   * @returns the positions that may be judged otherwise than before; undefined for all
   */
  #judge(changed: ReadonlySet<number> | undefined): ReadonlySet<number> | undefined {
    const [now, { compare }] = [this.#now(), this.#sortKeys];
    if (this.#urgent && changed) return this.#urgent.update(this.#items, changed, now, compare);
    this.#urgent = new UrgentOrder(this.#items, now, compare);
    return undefined;
  }

  /** @param positions the positions to update; undefined for all */
  #match(positions: Iterable<number> | undefined, onlyMatching = false): void {
    const { filter } = this.#arrangement;
    const words = wordsOf(filter.text);
    const passes = this.#filterTest(filter);
    const urgent = this.#urgent;
    const items = this.#items;
    const texts = this.#texts;
    const matches = this.#matches;
    const letters = this.#letters;
    // Most texts lack one of the letters, which is faster to check.
    const needed = lettersOf(words.join(''));
    const match = (position: number): void => {
      if (onlyMatching && matches[position] === 0) return;
      matches[position] = 0;
      if ((needed & ~(letters[position] ?? 0)) !== 0) return;
      if (urgent && !urgent.has(position)) return;
      if (passes) {
        const item = items.at(position);
        if (!item || !passes(item)) return;
      }
      if (words.length > 0) {
        const text = texts[position];
        if (!text || !words.every((word) => findWord(word, text) >= 0)) return;
      }
      matches[position] = 1;
    };
    if (positions) for (const position of positions) match(position);
    else for (let position = 0; position < items.length; position++) match(position);
  }

  /** Returns a test for the whole filter except its text, or undefined if every referral matches. */
  #filterTest(filter: ReferralFilter): ((item: ReferralSummary) => boolean) | undefined {
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

  /**
   * @param inPlace true if `matches` and the order are unchanged for the positions other than `changed`
   */
  #layOut(changed: ReadonlySet<number> | undefined, inPlace = false): ArrangementChange {
    const { compare: byKey } = this.#sortKeys;
    const [order, compare] = this.#urgent
      ? [this.#urgent.positions, this.#urgent.comparing(byKey)]
      : [this.#order.values, byKey];
    return this.#groups.layOut(order, this.#matches, changed, inPlace ? compare : undefined);
  }
}

/**
 * Positions at which the object changed or was appended, or undefined if a referral has another position than before.
 */
function changedPositions(
  before: ChunkedList<ReferralSummary>,
  after: ChunkedList<ReferralSummary>,
): ReadonlySet<number> | undefined {
  if (after.length < before.length) return undefined;
  const changed = new Set(after.changedSince(before));
  for (const position of changed) {
    const old = before.at(position);
    if (old !== undefined && old.id !== after.at(position)?.id) return undefined;
  }
  return changed;
}

/** True if every referral that matches `filter` also matched `before`. */
function isNarrower(filter: ReferralFilter, before: ReferralFilter): boolean {
  const { text, ...rest } = filter;
  const { text: textBefore, ...restBefore } = before;
  return narrows(wordsOf(text), wordsOf(textBefore)) && JSON.stringify(rest) === JSON.stringify(restBefore);
}
