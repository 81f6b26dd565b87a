import { ChunkedList } from '../../base/chunkedList.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ArrangementChange } from './arrangedReferrals.ts';
import type { Group, GroupBy } from './arrangement.ts';
import { GroupOrder, groupValueBy, type GroupValue } from './grouping.ts';
import { Layout, sortedByFirstRow, startsOf, withRows, type Place } from './layout.ts';
import { NumberList, resized } from './numberList.ts';

/**
 * Up to this many changed referrals are moved within the layout. Beyond it a new layout is faster, since each one must
 * be searched for.
 */
const maxMoved = 16;

/** The groups of the side panel for one grouping, and the rows in each. */
export class ReferralGroups {
  readonly #by: GroupBy;
  readonly #groupOrder: GroupOrder | undefined;
  readonly #valueOf: GroupValue;
  #items = ChunkedList.of<ReferralSummary>();
  /** For each position, the number of the referral's value, which is its index in `#values`. */
  #numbers: Int32Array = new Int32Array();
  readonly #values: (string | undefined)[] = [];
  readonly #numberOf = new Map<string | undefined, number>();
  /** For each number, how many referrals have the value. */
  readonly #counts: number[] = [];
  /** Numbers, in the order of their values. */
  #order = new NumberList();
  #layout = new Layout();
  /** For each number, the index of the group in the layout plus 1, or 0 if it has no rows. Created on first use. */
  #groupIndexes: Uint32Array | undefined;
  /** False if a referral changed its group since the last layout, or the list was replaced. */
  #sameGroups = false;
  readonly #groupObjects: (LazyGroup | undefined)[] = [];
  #groups: readonly Group[] | undefined = [];

  constructor(by: GroupBy, locale: string) {
    this.#by = by;
    this.#valueOf = by === 'engagement' ? (item) => item.engagementId?.toLowerCase() : groupValueBy(by);
    if (by !== 'engagement' && by !== 'none') this.#groupOrder = new GroupOrder(by, locale);
    // Referrals without a value have the number 0.
    this.#addValue(undefined);
  }

  get shown(): number {
    return this.#layout.size;
  }

  /** In display order, without empty groups. A group keeps its object; `members` are always the current ones. */
  get groups(): readonly Group[] {
    return (this.#groups ??= Array.from(
      this.#layout.groups,
      (number) => (this.#groupObjects[number] ??= new LazyGroup(this, number, this.#by, this.#values[number])),
    ));
  }

  /** @param changed positions of the changed and added items; undefined for all */
  setItems(items: ChunkedList<ReferralSummary>, changed: ReadonlySet<number> | undefined): void {
    const before = this.#items.length;
    this.#items = items;
    this.#sameGroups = changed !== undefined;
    const known = this.#values.length;
    if (items.length !== this.#numbers.length) this.#numbers = resized(this.#numbers, items.length);
    if (!changed) this.#counts.fill(0);
    for (const position of changed ?? this.#numbers.keys()) {
      const item = items.at(position);
      if (!item) continue;
      const former = changed && position < before ? this.#numbers[position] : undefined;
      if (former !== undefined) this.#count(former, -1);
      const value = this.#valueOf(item);
      const number = this.#numberOf.get(value) ?? this.#addValue(value);
      this.#numbers[position] = number;
      if (number !== former) this.#sameGroups = false;
      this.#count(number, 1);
    }
    this.#sortValues(known);
  }

  /**
   * Puts the matching referrals into their groups.
   * @param order positions, sorted as the rows are
   * @param matches for each position, 1 if the referral matches the filter
   * @param changed positions whose rows changed; undefined if everything may have changed
   * @param compare compares two positions; only passed if `matches` and the order of all other positions are unchanged
   */
  layOut(
    order: Uint32Array,
    matches: Uint8Array,
    changed: ReadonlySet<number> | undefined,
    compare?: (a: number, b: number) => number,
  ): ArrangementChange {
    this.#groupIndexes = undefined;
    // A referral that joins or leaves an engagement can move other referrals into or out of its group.
    const canMove = this.#by !== 'engagement' || this.#sameGroups;
    if (!compare || !changed || changed.size > maxMoved || !canMove)
      return this.#replaceLayout(order, matches, changed);
    return this.#moveRows(changed, matches, compare);
  }

  /** The referrals in the group with this number. */
  members(number: number): readonly ReferralSummary[] {
    return Array.from(this.#positionsOf(number), (position) => this.#items.at(position)).filter(
      (item) => item !== undefined,
    );
  }

  #layoutOf(order: Uint32Array, matches: Uint8Array): Layout {
    const numbers = this.#groupNumbers();
    const sizes = new Uint32Array(this.#values.length);
    let shown = 0;
    for (let position = 0; position < numbers.length; position++) {
      if (matches[position] !== 1) continue;
      const number = numbers[position] ?? 0;
      sizes[number] = (sizes[number] ?? 0) + 1;
      shown++;
    }
    const inOrder = this.#groupOrder ? this.#order.values : sortedByFirstRow(order, matches, numbers, sizes.length);
    const groups = withRows(inOrder, sizes);
    const starts = startsOf(groups, sizes);
    const next = new Uint32Array(sizes.length);
    for (let at = 0; at < groups.length; at++) next[groups[at] ?? 0] = starts[at] ?? 0;
    const positions = new Uint32Array(shown);
    for (let at = 0; at < order.length; at++) {
      const position = order[at] ?? 0;
      if (matches[position] !== 1) continue;
      const number = numbers[position] ?? 0;
      const to = next[number] ?? 0;
      positions[to] = position;
      next[number] = to + 1;
    }
    return new Layout(positions, groups, starts);
  }

  /** Lays out anew, and compares the result with the layout before. */
  #replaceLayout(order: Uint32Array, matches: Uint8Array, changed: ReadonlySet<number> | undefined): ArrangementChange {
    const before = this.#layout;
    const layout = this.#layoutOf(order, matches);
    this.#layout = layout;
    if (!sameNumbers(layout.groups, before.groups)) return this.#groupsChanged();
    if (!changed) return { kind: 'all' };
    const moved = new Set<number>();
    for (const [group, number] of layout.groups.entries()) {
      if (!sameNumbers(layout.rowsAt(group), before.rowsAt(group))) moved.add(number);
    }
    return this.#changeOf(moved, matches, changed);
  }

  /** Moves the rows of a few positions within the layout. */
  #moveRows(
    changed: ReadonlySet<number>,
    matches: Uint8Array,
    compare: (a: number, b: number) => number,
  ): ArrangementChange {
    const layout = this.#layout;
    const before = this.#placesOf(changed);
    const sameGroups =
      this.#by === 'engagement'
        ? this.#moveInEngagements(changed, matches, compare)
        : this.#moveBetweenGroups(changed, matches, compare);
    if (!sameGroups) return this.#groupsChanged();
    // All other rows keep their order. So a group looks the same if these rows have the same places in it.
    const moved = new Set<number>();
    for (const position of changed) {
      const [from, to] = [before.get(position), layout.placeOf(position)];
      if (from?.group === to?.group && from?.index === to?.index) continue;
      for (const place of [from, to]) if (place) moved.add(place.group);
    }
    return this.#changeOf(moved, matches, changed);
  }

  /** Returns false if a group came or went. */
  #moveBetweenGroups(
    changed: ReadonlySet<number>,
    matches: Uint8Array,
    compare: (a: number, b: number) => number,
  ): boolean {
    const layout = this.#layout;
    const left = new Set<number>();
    for (const position of changed) {
      const number = layout.placeOf(position)?.group;
      if (number !== undefined) left.add(number);
      layout.removeRow(position);
    }
    let same = true;
    for (const position of changed) {
      if (matches[position] !== 1) continue;
      const number = this.#groupAt(position);
      let group = layout.indexOf(number);
      if (group < 0) {
        group = this.#indexFor(number);
        layout.insertGroup(group, number);
        same = false;
      }
      layout.insertRow(group, position, compare);
    }
    for (const number of left) {
      const group = layout.indexOf(number);
      if (layout.sizeAt(group) > 0) continue;
      layout.removeGroup(group);
      same = false;
    }
    return same;
  }

  /**
   * Each engagement must have the same referrals as before. Engagements are ordered by their first rows; group 0 is
   * last. Returns false if an engagement came, went or moved.
   */
  #moveInEngagements(
    changed: ReadonlySet<number>,
    matches: Uint8Array,
    compare: (a: number, b: number) => number,
  ): boolean {
    const layout = this.#layout;
    const numbers = new Set(Array.from(changed, (position) => this.#groupAt(position)));
    const before = new Map(Array.from(numbers, (number) => [number, layout.indexOf(number)]));
    for (const position of changed) layout.removeRow(position);
    const engagements: { number: number; rows: Uint32Array }[] = [];
    for (const number of numbers) {
      let group = layout.indexOf(number);
      if (group < 0) layout.insertGroup((group = layout.groups.length), number);
      for (const position of changed) {
        if (matches[position] === 1 && this.#groupAt(position) === number) layout.insertRow(group, position, compare);
      }
      const isEmpty = layout.sizeAt(group) === 0;
      if (number === 0 && !isEmpty) continue;
      if (!isEmpty) engagements.push({ number, rows: layout.rowsAt(group).slice() });
      layout.removeGroup(group);
    }
    for (const { number, rows } of engagements) {
      layout.insertGroup(this.#indexByFirstRow(rows[0] ?? 0, compare), number, rows);
    }
    return Array.from(numbers).every((number) => layout.indexOf(number) === before.get(number));
  }

  /** Binary search: the index for an engagement with this first row. */
  #indexByFirstRow(first: number, compare: (a: number, b: number) => number): number {
    const layout = this.#layout;
    let [from, to] = [0, layout.groups.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (layout.groups[middle] === 0 || compare(first, layout.rowsAt(middle)[0] ?? 0) < 0) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  /** The index for a group that isn't in the layout. */
  #indexFor(number: number): number {
    const { groups } = this.#layout;
    let index = 0;
    for (const other of this.#order.values) {
      if (other === number) break;
      if (groups[index] === other) index++;
    }
    return index;
  }

  #placesOf(positions: Iterable<number>): Map<number, Place | undefined> {
    return new Map(Array.from(positions, (position) => [position, this.#layout.placeOf(position)]));
  }

  /** For each position, the number of its group. */
  #groupNumbers(): Int32Array {
    if (this.#by !== 'engagement') return this.#numbers;
    const numbers = new Int32Array(this.#numbers.length);
    for (let position = 0; position < numbers.length; position++) numbers[position] = this.#groupAt(position);
    return numbers;
  }

  #groupsChanged(): ArrangementChange {
    this.#groups = undefined;
    return { kind: 'all' };
  }

  /** @param moved numbers of the groups that look different */
  #changeOf(moved: ReadonlySet<number>, matches: Uint8Array, changed: ReadonlySet<number>): ArrangementChange {
    const inOrder = moved.size > 1 ? this.#layout.groups.filter((number) => moved.has(number)) : moved;
    const groups = Array.from(inOrder, (number) => keyOf(this.#by, this.#values[number]));
    const rows = [...changed].flatMap((position) => {
      const item = this.#items.at(position);
      return item && matches[position] === 1 && !moved.has(this.#groupAt(position)) ? [item.id] : [];
    });
    return groups.length + rows.length === 0 ? { kind: 'nothing' } : { kind: 'some', groups, rows };
  }

  /** The positions in the group with this number. */
  #positionsOf(number: number): Uint32Array {
    if (!this.#groupIndexes) {
      this.#groupIndexes = new Uint32Array(this.#values.length);
      for (const [index, other] of this.#layout.groups.entries()) this.#groupIndexes[other] = index + 1;
    }
    const index = this.#groupIndexes[number] ?? 0;
    return index === 0 ? new Uint32Array() : this.#layout.rowsAt(index - 1);
  }

  /**
   * The number of the group of a position. Referrals that are alone in their engagement share group 0, since a group
   * for each one would be of no use.
   */
  #groupAt(position: number): number {
    const number = this.#numbers[position] ?? 0;
    return this.#by === 'engagement' && (this.#counts[number] ?? 0) < 2 ? 0 : number;
  }

  #addValue(value: string | undefined): number {
    const number = this.#values.push(value) - 1;
    this.#numberOf.set(value, number);
    this.#counts.push(0);
    return number;
  }

  #count(number = 0, by: 1 | -1): void {
    this.#counts[number] = (this.#counts[number] ?? 0) + by;
  }

  #sortValues(known: number): void {
    if (!this.#groupOrder) return;
    const added = this.#values.length - known;
    // Inserting single values is only faster for a few of them.
    if (this.#order.length === known && added <= 8) {
      for (let number = known; number < this.#values.length; number++) {
        this.#groupOrder.insert(number, this.#order, this.#values);
      }
    } else this.#order = new NumberList(this.#groupOrder.of(this.#values));
  }
}

/** A group that looks up its members on request, since few of 100,000 groups are expanded. */
class LazyGroup implements Group {
  readonly key: string;
  readonly by: GroupBy;
  readonly value: string | undefined;
  readonly #groups: ReferralGroups;
  readonly #number: number;

  constructor(groups: ReferralGroups, number: number, by: GroupBy, value: string | undefined) {
    this.key = keyOf(by, value);
    this.by = by;
    this.value = value;
    this.#groups = groups;
    this.#number = number;
  }

  get members(): readonly ReferralSummary[] {
    return this.#groups.members(this.#number);
  }
}

function keyOf(by: GroupBy, value: string | undefined): string {
  return `${by}/${value ?? ''}`;
}

function sameNumbers(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
