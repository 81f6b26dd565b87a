import type { ReferralSummary } from '../../referral/summary.ts';
import type { ArrangementChange } from './arrangedReferrals.ts';
import type { Group, GroupBy } from './arrangement.ts';
import { GroupOrder, groupValueBy, type GroupValue } from './grouping.ts';
import {
  emptyLayout,
  sortedByFirstRow,
  groupAt,
  sameNumbers,
  startsOf,
  withChangedGroups,
  withRows,
  type ChangedGroup,
  type Layout,
} from './layout.ts';
import { indexFor, insertedInOrder, withInserted, without } from './sorting.ts';

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
  #items: readonly ReferralSummary[] = [];
  /** For each position, the number of the referral's value, which is its index in `#values`. */
  #numbers: Int32Array = new Int32Array();
  readonly #values: (string | undefined)[] = [];
  readonly #numberOf = new Map<string | undefined, number>();
  /** For each number, how many referrals have the value. */
  readonly #counts: number[] = [];
  /** Numbers, in the order of their values. */
  #order: Uint32Array = new Uint32Array();
  #layout = emptyLayout;
  /** For each number, how many rows the group has in the layout. */
  #sizes: Uint32Array = new Uint32Array();
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
    return this.#layout.positions.length;
  }

  /** In display order, without empty groups. A group keeps its object; `members` are always the current ones. */
  get groups(): readonly Group[] {
    return (this.#groups ??= Array.from(
      this.#layout.groups,
      (number) => (this.#groupObjects[number] ??= new LazyGroup(this, number, this.#by, this.#values[number])),
    ));
  }

  /** @param changed positions of the changed and added items; undefined for all */
  setItems(items: readonly ReferralSummary[], changed: ReadonlySet<number> | undefined): void {
    const before = this.#numbers;
    this.#items = items;
    this.#numbers = new Int32Array(items.length);
    if (changed) this.#numbers.set(before.subarray(0, items.length));
    else this.#counts.fill(0);
    this.#sameGroups = changed !== undefined && items.length === before.length;
    const known = this.#values.length;
    for (const position of changed ?? items.keys()) {
      const item = items[position];
      if (!item) continue;
      if (changed && position < before.length) this.#count(before[position], -1);
      const value = this.#valueOf(item);
      const number = this.#numberOf.get(value) ?? this.#addValue(value);
      this.#numbers[position] = number;
      if (number !== before[position]) this.#sameGroups = false;
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
    const before = this.#layout;
    if (!compare || !changed || changed.size > maxMoved) this.#layout = this.#layoutOf(order, matches);
    else if (this.#by !== 'engagement') this.#layout = this.#layoutWith(changed, matches, compare);
    // A referral that joins or leaves an engagement can move other referrals into or out of its group.
    else if (this.#sameGroups) this.#layout = this.#engagementsWith(changed, matches, compare);
    else this.#layout = this.#layoutOf(order, matches);
    this.#groupIndexes = undefined;
    const same = sameNumbers(this.#layout.groups, before.groups);
    if (!same) this.#groups = undefined;
    if (!same || !changed) return { kind: 'all' };
    return this.#difference(before, changed);
  }

  /** The referrals in the group with this number. */
  members(number: number): readonly ReferralSummary[] {
    return Array.from(this.#positionsOf(number), (position) => this.#items[position]).filter(
      (item) => item !== undefined,
    );
  }

  #layoutOf(order: Uint32Array, matches: Uint8Array): Layout {
    const numbers = this.#groupNumbers();
    const sizes = (this.#sizes = new Uint32Array(this.#values.length));
    let shown = 0;
    for (let position = 0; position < numbers.length; position++) {
      if (matches[position] !== 1) continue;
      const number = numbers[position] ?? 0;
      sizes[number] = (sizes[number] ?? 0) + 1;
      shown++;
    }
    const groups = withRows(
      this.#groupOrder ? this.#order : sortedByFirstRow(order, matches, numbers, sizes.length),
      sizes,
    );
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
    return { positions, groups, starts };
  }

  /** The layout with the changed positions removed and inserted where they belong now. */
  #layoutWith(changed: ReadonlySet<number>, matches: Uint8Array, compare: (a: number, b: number) => number): Layout {
    const before = this.#layout;
    const sizes = new Uint32Array(this.#values.length);
    sizes.set(this.#sizes);
    this.#sizes = sizes;
    const added: number[] = [];
    for (const position of changed) {
      const index = before.positions.indexOf(position);
      if (index >= 0) {
        const number = before.groups[groupAt(before.starts, index)] ?? 0;
        sizes[number] = (sizes[number] ?? 0) - 1;
      }
      if (matches[position] === 1) {
        added.push(position);
        const number = this.#groupAt(position);
        sizes[number] = (sizes[number] ?? 0) + 1;
      }
    }
    const groups = withRows(this.#groupOrder ? this.#order : Uint32Array.of(0), sizes);
    const starts = startsOf(groups, sizes);
    const unchanged = without(before.positions, changed, this.#items.length);
    const sortedAdded = added
      .map((position) => ({ position, group: groups.indexOf(this.#groupAt(position)) }))
      .sort((a, b) => a.group - b.group || compare(a.position, b.position));
    const inserted = sortedAdded.map(({ position, group }) => {
      // `starts` counts the inserted positions, which `unchanged` doesn't contain.
      const from = (starts[group] ?? 0) - sortedAdded.filter((other) => other.group < group).length;
      const to = (starts[group + 1] ?? 0) - sortedAdded.filter((other) => other.group <= group).length;
      return { position, index: indexFor(position, compare, unchanged, from, to) };
    });
    return { positions: withInserted(unchanged, inserted), groups, starts };
  }

  /**
   * The layout with the engagements of the changed positions replaced. Each engagement must have the same referrals as
   * before.
   */
  #engagementsWith(
    changed: ReadonlySet<number>,
    matches: Uint8Array,
    compare: (a: number, b: number) => number,
  ): Layout {
    const numbers = new Set(Array.from(changed, (position) => this.#groupAt(position)));
    const sizes = this.#sizes.slice();
    const groups = Array.from(numbers, (number): ChangedGroup => {
      const shown = [...changed].filter((position) => this.#groupAt(position) === number && matches[position] === 1);
      const unchanged = without(this.#positionsOf(number), changed, this.#items.length);
      const positions = insertedInOrder(unchanged, shown, compare);
      sizes[number] = positions.length;
      return { number, positions };
    });
    this.#sizes = sizes;
    return withChangedGroups(this.#layout, groups, compare);
  }

  /** For each position, the number of its group. */
  #groupNumbers(): Int32Array {
    if (this.#by !== 'engagement') return this.#numbers;
    const numbers = new Int32Array(this.#numbers.length);
    for (let position = 0; position < numbers.length; position++) numbers[position] = this.#groupAt(position);
    return numbers;
  }

  #difference(before: Layout, changed: ReadonlySet<number>): ArrangementChange {
    const { positions, groups: numbers, starts } = this.#layout;
    const groups: string[] = [];
    const rows: string[] = [];
    const moved = new Set<number>();
    for (let at = 0; at < numbers.length; at++) {
      const [from, to] = [starts[at] ?? 0, starts[at + 1] ?? 0];
      const [oldFrom, oldTo] = [before.starts[at] ?? 0, before.starts[at + 1] ?? 0];
      let same = to - from === oldTo - oldFrom;
      for (let offset = 0; same && offset < to - from; offset++) {
        same = positions[from + offset] === before.positions[oldFrom + offset];
      }
      if (same) continue;
      const number = numbers[at] ?? 0;
      moved.add(number);
      groups.push(keyOf(this.#by, this.#values[number]));
    }
    for (const position of changed) {
      const item = this.#items[position];
      const number = this.#groupAt(position);
      if (item && !moved.has(number) && this.#positionsOf(number).includes(position)) rows.push(item.id);
    }
    return groups.length + rows.length === 0 ? { kind: 'nothing' } : { kind: 'some', groups, rows };
  }

  /** The positions in the group with this number. */
  #positionsOf(number: number): Uint32Array {
    const { positions, groups, starts } = this.#layout;
    if (!this.#groupIndexes) {
      this.#groupIndexes = new Uint32Array(this.#values.length);
      for (let at = 0; at < groups.length; at++) this.#groupIndexes[groups[at] ?? 0] = at + 1;
    }
    const groupIndex = this.#groupIndexes[number] ?? 0;
    return groupIndex === 0 ? positions.subarray(0, 0) : positions.subarray(starts[groupIndex - 1], starts[groupIndex]);
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
        this.#order = this.#groupOrder.with(this.#order, this.#values, this.#values[number]);
      }
    } else this.#order = this.#groupOrder.of(this.#values);
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
