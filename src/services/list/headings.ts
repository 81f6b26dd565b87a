import type { ReferralSummary } from '../../referral/summary.ts';
import type { ArrangementChange } from './arrangedReferrals.ts';
import type { Group, GroupBy } from './arrangement.ts';
import { GroupOrder, groupValueBy, type GroupValue } from './grouping.ts';
import {
  emptyLayout,
  firstCome,
  groupAt,
  sameNumbers,
  startsOf,
  withChangedGroups,
  withRows,
  type ChangedGroup,
  type Layout,
} from './layout.ts';
import { indexFor, insertedInOrder, withInserted, without } from './sorting.ts';

/** Up to so many changed places are moved within the layout; looking for each takes a while. */
const few = 16;

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
  #layout = emptyLayout;
  /** By number: how many rows the group has in the layout. */
  #sizes: Uint32Array = new Uint32Array();
  /** By number: where the group stands in the layout, counted from 1; 0: it has no rows. Had only while it is needed. */
  #positions: Uint32Array | undefined;
  /** False when a referral went to another group since the rows were laid, or the list was replaced. */
  #stayed = false;
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
    return (this.#groups ??= Array.from(
      this.#layout.groups,
      (number) => (this.#known[number] ??= new LaidGroup(this, number, this.#by, this.#values[number])),
    ));
  }

  /** @param changed the places of what changed or was added; undefined: all */
  setItems(items: readonly ReferralSummary[], changed: ReadonlySet<number> | undefined): void {
    const before = this.#numbers;
    this.#items = items;
    this.#numbers = new Int32Array(items.length);
    if (changed) this.#numbers.set(before.subarray(0, items.length));
    else this.#counts.fill(0);
    this.#stayed = changed !== undefined && items.length === before.length;
    const known = this.#values.length;
    for (const place of changed ?? items.keys()) {
      const item = items[place];
      if (!item) continue;
      if (changed && place < before.length) this.#count(before[place], -1);
      const value = this.#valueOf(item);
      const number = this.#numberOf.get(value) ?? this.#add(value);
      this.#numbers[place] = number;
      if (number !== before[place]) this.#stayed = false;
      this.#count(number, 1);
    }
    this.#putInOrder(known);
  }

  /**
   * Puts what matches under its headings.
   * @param order places, as the rows are sorted
   * @param matches by place
   * @param changed the places whose rows say something else; undefined: everything may be other than before
   * @param compare the order of places, when all others match and are sorted as before
   */
  lay(
    order: Uint32Array,
    matches: Uint8Array,
    changed: ReadonlySet<number> | undefined,
    compare?: (a: number, b: number) => number,
  ): ArrangementChange {
    const before = this.#layout;
    if (!compare || !changed || changed.size > few) this.#layout = this.#layoutOf(order, matches);
    else if (this.#by !== 'engagement') this.#layout = this.#layoutWith(changed, matches, compare);
    // A referral that joins or leaves an engagement may bring others under its heading.
    else if (this.#stayed) this.#layout = this.#engagementsWith(changed, matches, compare);
    else this.#layout = this.#layoutOf(order, matches);
    this.#positions = undefined;
    const same = sameNumbers(this.#layout.groups, before.groups);
    if (!same) this.#groups = undefined;
    if (!same || !changed) return { kind: 'all' };
    return this.#difference(before, changed);
  }

  /** The rows of the group with this number. */
  members(number: number): readonly ReferralSummary[] {
    return Array.from(this.#placesOf(number), (place) => this.#items[place]).filter((item) => item !== undefined);
  }

  #layoutOf(order: Uint32Array, matches: Uint8Array): Layout {
    const numbers = this.#groupNumbers();
    const sizes = (this.#sizes = new Uint32Array(this.#values.length));
    let shown = 0;
    for (let place = 0; place < numbers.length; place++) {
      if (matches[place] !== 1) continue;
      const number = numbers[place] ?? 0;
      sizes[number] = (sizes[number] ?? 0) + 1;
      shown++;
    }
    const groups = withRows(this.#groupOrder ? this.#order : firstCome(order, matches, numbers, sizes.length), sizes);
    const starts = startsOf(groups, sizes);
    const next = new Uint32Array(sizes.length);
    for (let at = 0; at < groups.length; at++) next[groups[at] ?? 0] = starts[at] ?? 0;
    const places = new Uint32Array(shown);
    for (let at = 0; at < order.length; at++) {
      const place = order[at] ?? 0;
      if (matches[place] !== 1) continue;
      const number = numbers[place] ?? 0;
      const to = next[number] ?? 0;
      places[to] = place;
      next[number] = to + 1;
    }
    return { places, groups, starts };
  }

  /** The layout with a few places taken out and put where they belong now. */
  #layoutWith(changed: ReadonlySet<number>, matches: Uint8Array, compare: (a: number, b: number) => number): Layout {
    const before = this.#layout;
    const sizes = new Uint32Array(this.#values.length);
    sizes.set(this.#sizes);
    this.#sizes = sizes;
    const coming: number[] = [];
    for (const place of changed) {
      const index = before.places.indexOf(place);
      if (index >= 0) {
        const number = before.groups[groupAt(before.starts, index)] ?? 0;
        sizes[number] = (sizes[number] ?? 0) - 1;
      }
      if (matches[place] === 1) {
        coming.push(place);
        const number = this.#groupAt(place);
        sizes[number] = (sizes[number] ?? 0) + 1;
      }
    }
    const groups = withRows(this.#groupOrder ? this.#order : Uint32Array.of(0), sizes);
    const starts = startsOf(groups, sizes);
    const staying = without(before.places, changed, this.#items.length);
    const placed = coming
      .map((place) => ({ place, group: groups.indexOf(this.#groupAt(place)) }))
      .sort((a, b) => a.group - b.group || compare(a.place, b.place));
    const inserted = placed.map(({ place, group }) => {
      // In what stays, those that come are missing.
      const from = (starts[group] ?? 0) - placed.filter((other) => other.group < group).length;
      const to = (starts[group + 1] ?? 0) - placed.filter((other) => other.group <= group).length;
      return { place, index: indexFor(place, compare, staying, from, to) };
    });
    return { places: withInserted(staying, inserted), groups, starts };
  }

  /** The layout with the engagements of a few places laid out again; all have the members that they had. */
  #engagementsWith(
    changed: ReadonlySet<number>,
    matches: Uint8Array,
    compare: (a: number, b: number) => number,
  ): Layout {
    const numbers = new Set(Array.from(changed, (place) => this.#groupAt(place)));
    const sizes = this.#sizes.slice();
    const groups = Array.from(numbers, (number): ChangedGroup => {
      const shown = [...changed].filter((place) => this.#groupAt(place) === number && matches[place] === 1);
      const staying = without(this.#placesOf(number), changed, this.#items.length);
      const places = insertedInOrder(staying, shown, compare);
      sizes[number] = places.length;
      return { number, places };
    });
    this.#sizes = sizes;
    return withChangedGroups(this.#layout, groups, compare);
  }

  /** By place: the number of the heading. */
  #groupNumbers(): Int32Array {
    if (this.#by !== 'engagement') return this.#numbers;
    const numbers = new Int32Array(this.#numbers.length);
    for (let place = 0; place < numbers.length; place++) numbers[place] = this.#groupAt(place);
    return numbers;
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
      const number = this.#groupAt(place);
      if (item && !moved.has(number) && this.#placesOf(number).includes(place)) rows.push(item.id);
    }
    return groups.length + rows.length === 0 ? { kind: 'nothing' } : { kind: 'some', groups, rows };
  }

  /** The places that lie under the heading with this number. */
  #placesOf(number: number): Uint32Array {
    const { places, groups, starts } = this.#layout;
    if (!this.#positions) {
      this.#positions = new Uint32Array(this.#values.length);
      for (let at = 0; at < groups.length; at++) this.#positions[groups[at] ?? 0] = at + 1;
    }
    const position = this.#positions[number] ?? 0;
    return position === 0 ? places.subarray(0, 0) : places.subarray(starts[position - 1], starts[position]);
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
  readonly #number: number;

  constructor(headings: Headings, number: number, by: GroupBy, value: string | undefined) {
    this.key = keyOf(by, value);
    this.by = by;
    this.value = value;
    this.#headings = headings;
    this.#number = number;
  }

  get members(): readonly ReferralSummary[] {
    return this.#headings.members(this.#number);
  }
}

function keyOf(by: GroupBy, value: string | undefined): string {
  return `${by}/${value ?? ''}`;
}
