import { NumberList } from './numberList.ts';

export interface Place {
  /** Number of the row's group. */
  readonly group: number;
  /** Index of the row in its group. */
  readonly index: number;
}

/** The rows in display order. */
export class Layout {
  /** Positions of referrals. */
  readonly #positions: NumberList;
  /** Numbers of the groups, in display order. */
  readonly #groups: NumberList;
  /** For each group its start index in the positions, followed by the end index of the last group. */
  readonly #starts: NumberList;

  /** The arrays are taken over and changed. */
  constructor(
    positions: Uint32Array = new Uint32Array(),
    groups: Uint32Array = new Uint32Array(),
    starts: Uint32Array = new Uint32Array(1),
  ) {
    this.#positions = new NumberList(positions);
    this.#groups = new NumberList(groups);
    this.#starts = new NumberList(starts);
  }

  /** Number of rows. */
  get size(): number {
    return this.#positions.length;
  }

  /** Numbers of the groups, in display order. Valid until the next change. */
  get groups(): Uint32Array {
    return this.#groups.values;
  }

  /** The positions in the group at an index. Valid until the next change. */
  rowsAt(group: number): Uint32Array {
    return this.#positions.values.subarray(this.#starts.at(group), this.#starts.at(group + 1));
  }

  sizeAt(group: number): number {
    return this.#starts.at(group + 1) - this.#starts.at(group);
  }

  /** The index of a group with this number, or -1. */
  indexOf(number: number): number {
    return this.#groups.indexOf(number);
  }

  /** Returns undefined if no row shows this position. */
  placeOf(position: number): Place | undefined {
    const index = this.#positions.indexOf(position);
    if (index < 0) return undefined;
    const group = this.#groupAt(index);
    return { group: this.#groups.at(group), index: index - this.#starts.at(group) };
  }

  /** Removes the row of a position, if there is one. Its group stays, even if it is empty then. */
  removeRow(position: number): void {
    const index = this.#positions.indexOf(position);
    if (index < 0) return;
    this.#starts.add(-1, this.#groupAt(index) + 1);
    this.#positions.remove(index);
  }

  /** Adds a row to the group at an index, where it belongs in the order of the others. */
  insertRow(group: number, position: number, compare: (a: number, b: number) => number): void {
    const index = this.#positions.indexFor(position, compare, this.#starts.at(group), this.#starts.at(group + 1));
    this.#positions.insert(index, [position]);
    this.#starts.add(1, group + 1);
  }

  /** Removes the group at an index with its rows. */
  removeGroup(group: number): void {
    const size = this.sizeAt(group);
    this.#positions.remove(this.#starts.at(group), this.#starts.at(group + 1));
    this.#groups.remove(group);
    this.#starts.remove(group + 1);
    this.#starts.add(-size, group + 1);
  }

  /** Inserts a group so that it has this index. */
  insertGroup(group: number, number: number, rows: ArrayLike<number> = []): void {
    const start = this.#starts.at(group);
    this.#positions.insert(start, rows);
    this.#groups.insert(group, [number]);
    this.#starts.insert(group + 1, [start]);
    this.#starts.add(rows.length, group + 1);
  }

  /** The index of the group that contains an index of the positions. */
  #groupAt(index: number): number {
    return this.#starts.indexFor(index, (a, b) => a - b) - 1;
  }
}

/**
 * Returns the numbers of the engagements, ordered by their first referrals. Group 0 is last: referrals without an
 * engagement or alone in it.
 */
export function sortedByFirstRow(
  order: Uint32Array,
  matches: Uint8Array,
  numbers: Int32Array,
  count: number,
): Uint32Array {
  const seen = new Uint8Array(count);
  const groups = new Uint32Array(count);
  let found = 0;
  for (let at = 0; at < order.length; at++) {
    const position = order[at] ?? 0;
    const number = numbers[position] ?? 0;
    if (number === 0 || seen[number] === 1 || matches[position] !== 1) continue;
    seen[number] = 1;
    groups[found++] = number;
  }
  groups[found++] = 0;
  return groups.subarray(0, found);
}

/** The start index of each group, followed by the end index of the last group. */
export function startsOf(groups: Uint32Array, sizes: Uint32Array): Uint32Array {
  const starts = new Uint32Array(groups.length + 1);
  let start = 0;
  for (let at = 0; at < groups.length; at++) starts[at + 1] = start += sizes[groups[at] ?? 0] ?? 0;
  return starts;
}

export function withRows(numbers: Uint32Array, sizes: Uint32Array): Uint32Array {
  const groups = new Uint32Array(numbers.length);
  let found = 0;
  // `filter` of typed arrays takes ten times as long.
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0;
    if ((sizes[number] ?? 0) > 0) groups[found++] = number;
  }
  return groups.subarray(0, found);
}
