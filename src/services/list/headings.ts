import type { ReferralSummary } from '../../referral/summary.ts';
import type { ArrangementChange } from './arrangedReferrals.ts';
import type { Group, GroupBy } from './arrangement.ts';
import { GroupOrder, groupValueBy, type GroupValue } from './grouping.ts';

/** How the rows lie: the places of all that match, group after group. */
interface Layout {
  readonly places: Uint32Array;
  /** Numbers of the groups that have rows, in order. */
  readonly groups: Uint32Array;
  /** Where each of these begins in `places`, and at last where the last one ends. */
  readonly starts: Uint32Array;
}

const empty: Layout = { places: new Uint32Array(), groups: new Uint32Array(), starts: new Uint32Array(1) };

/** The headings of the side panel for one grouping, and which rows stand under each. */
export class Headings {
  readonly #by: GroupBy;
  readonly #groupOrder: GroupOrder | undefined;
  readonly #valueOf: GroupValue;
  #items: readonly ReferralSummary[] = [];
  /** By place: the number of its value. */
  #numbers: Int32Array = new Int32Array();
  readonly #values: (string | undefined)[] = [];
  readonly #numberOf = new Map<string | undefined, number>();
  /** By number: how many have the value. */
  readonly #counts: number[] = [];
  /** Numbers in the order of their values. */
  #order: Uint32Array = new Uint32Array();
  #layout = empty;
  readonly #known: (LaidGroup | undefined)[] = [];
  #groups: readonly Group[] | undefined = [];

  constructor(by: GroupBy, locale: string) {
    this.#by = by;
    this.#valueOf = by === 'engagement' ? (item) => item.engagementId?.toLowerCase() : groupValueBy(by);
    if (by !== 'engagement' && by !== 'none') this.#groupOrder = new GroupOrder(by, locale);
    // The referrals without a value have the number 0.
    this.#add(undefined);
  }

  get shown(): number {
    return this.#layout.places.length;
  }

  /** In order, none of them empty. The same object for the same heading, with the members that it has now. */
  get groups(): readonly Group[] {
    const { groups, starts } = this.#layout;
    return (this.#groups ??= Array.from(groups, (number, at) => {
      const group = (this.#known[number] ??= new LaidGroup(this, this.#by, this.#values[number]));
      group.lie(starts[at] ?? 0, starts[at + 1] ?? 0);
      return group;
    }));
  }

  /** @param changed the places of what changed or was added; undefined: all */
  setItems(items: readonly ReferralSummary[], changed: ReadonlySet<number> | undefined): void {
    const before = this.#numbers;
    this.#items = items;
    this.#numbers = new Int32Array(items.length);
    if (changed) this.#numbers.set(before.subarray(0, items.length));
    else this.#counts.fill(0);
    const known = this.#values.length;
    for (const place of changed ?? items.keys()) {
      const item = items[place];
      if (!item) continue;
      if (changed && place < before.length) this.#count(before[place], -1);
      const value = this.#valueOf(item);
      const number = this.#numberOf.get(value) ?? this.#add(value);
      this.#numbers[place] = number;
      this.#count(number, 1);
    }
    this.#putInOrder(known);
  }

  /**
   * Puts what matches under its headings.
   * @param order places, as the rows are sorted
   * @param matches by place
   * @param changed the places whose rows say something else; undefined: everything may be other than before
   */
  lay(order: Uint32Array, matches: Uint8Array, changed: ReadonlySet<number> | undefined): ArrangementChange {
    const before = this.#layout;
    this.#layout = this.#layoutOf(order, matches);
    const { groups, starts } = this.#layout;
    const same = sameNumbers(groups, before.groups);
    if (!same) this.#groups = undefined;
    for (const number of before.groups) this.#known[number]?.lie(0, 0);
    for (let at = 0; at < groups.length; at++) {
      this.#known[groups[at] ?? 0]?.lie(starts[at] ?? 0, starts[at + 1] ?? 0);
    }
    if (!same || !changed) return { kind: 'all' };
    return this.#difference(before, changed);
  }

  /** The rows of a group. */
  members(start: number, end: number): readonly ReferralSummary[] {
    const { places } = this.#layout;
    return Array.from(places.subarray(start, end), (place) => this.#items[place]).filter((item) => item !== undefined);
  }

  #layoutOf(order: Uint32Array, matches: Uint8Array): Layout {
    const sizes = new Uint32Array(this.#values.length);
    // Engagements stand as their first referrals do.
    const firstCome = this.#groupOrder ? undefined : new Uint32Array(this.#values.length);
    let count = 0;
    let shown = 0;
    for (let at = 0; at < order.length; at++) {
      const place = order[at] ?? 0;
      if (matches[place] !== 1) continue;
      shown++;
      const number = this.#groupAt(place);
      if (firstCome && sizes[number] === 0 && number > 0) firstCome[count++] = number;
      sizes[number] = (sizes[number] ?? 0) + 1;
    }
    // Those without a value, or alone in their engagement, stand at the end.
    if (firstCome) firstCome[count++] = 0;
    const inOrder = firstCome?.subarray(0, count) ?? this.#order;
    const groups = inOrder.filter((number) => (sizes[number] ?? 0) > 0);
    const starts = new Uint32Array(groups.length + 1);
    const next = new Uint32Array(this.#values.length);
    for (let at = 0; at < groups.length; at++) {
      const number = groups[at] ?? 0;
      next[number] = starts[at] ?? 0;
      starts[at + 1] = (starts[at] ?? 0) + (sizes[number] ?? 0);
    }
    const places = new Uint32Array(shown);
    for (let at = 0; at < order.length; at++) {
      const place = order[at] ?? 0;
      if (matches[place] !== 1) continue;
      const number = this.#groupAt(place);
      const to = next[number] ?? 0;
      places[to] = place;
      next[number] = to + 1;
    }
    return { places, groups, starts };
  }

  #difference(before: Layout, changed: ReadonlySet<number>): ArrangementChange {
    const { places, groups: numbers, starts } = this.#layout;
    const groups: string[] = [];
    const rows: string[] = [];
    const moved = new Set<number>();
    for (let at = 0; at < numbers.length; at++) {
      const [from, to] = [starts[at] ?? 0, starts[at + 1] ?? 0];
      const [oldFrom, oldTo] = [before.starts[at] ?? 0, before.starts[at + 1] ?? 0];
      let same = to - from === oldTo - oldFrom;
      for (let offset = 0; same && offset < to - from; offset++) {
        same = places[from + offset] === before.places[oldFrom + offset];
      }
      if (same) continue;
      const number = numbers[at] ?? 0;
      moved.add(number);
      groups.push(keyOf(this.#by, this.#values[number]));
    }
    for (const place of changed) {
      const item = this.#items[place];
      const shown = item && !moved.has(this.#groupAt(place)) && this.#isLaid(place);
      if (shown) rows.push(item.id);
    }
    return groups.length + rows.length === 0 ? { kind: 'nothing' } : { kind: 'some', groups, rows };
  }

  #isLaid(place: number): boolean {
    const { places, groups, starts } = this.#layout;
    const at = groups.indexOf(this.#groupAt(place));
    return at >= 0 && places.subarray(starts[at], starts[at + 1]).includes(place);
  }

  /** A heading over each single referral of an engagement would tell nothing: those stand under one. */
  #groupAt(place: number): number {
    const number = this.#numbers[place] ?? 0;
    return this.#by === 'engagement' && (this.#counts[number] ?? 0) < 2 ? 0 : number;
  }

  #add(value: string | undefined): number {
    const number = this.#values.push(value) - 1;
    this.#numberOf.set(value, number);
    this.#counts.push(0);
    return number;
  }

  #count(number = 0, by: 1 | -1): void {
    this.#counts[number] = (this.#counts[number] ?? 0) + by;
  }

  #putInOrder(known: number): void {
    if (!this.#groupOrder) return;
    const added = this.#values.length - known;
    // One by one only while that is quicker than all at once.
    if (this.#order.length === known && added <= 8) {
      for (let number = known; number < this.#values.length; number++) {
        this.#order = this.#groupOrder.with(this.#order, this.#values, this.#values[number]);
      }
    } else this.#order = this.#groupOrder.of(this.#values);
  }
}

/** Its members are looked up when they are asked for: of 100,000 groups few are opened. */
class LaidGroup implements Group {
  readonly key: string;
  readonly by: GroupBy;
  readonly value: string | undefined;
  readonly #headings: Headings;
  #start = 0;
  #end = 0;

  constructor(headings: Headings, by: GroupBy, value: string | undefined) {
    this.key = keyOf(by, value);
    this.by = by;
    this.value = value;
    this.#headings = headings;
  }

  get members(): readonly ReferralSummary[] {
    return this.#headings.members(this.#start, this.#end);
  }

  lie(start: number, end: number): void {
    this.#start = start;
    this.#end = end;
  }
}

function keyOf(by: GroupBy, value: string | undefined): string {
  return `${by}/${value ?? ''}`;
}

function sameNumbers(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((number, at) => number === b[at]);
}
