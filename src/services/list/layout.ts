import { indexFor } from './sorting.ts';

/** The rows in display order. */
export interface Layout {
  readonly positions: Uint32Array;
  /** Numbers of the groups that have rows, in display order. */
  readonly groups: Uint32Array;
  /** For each group its start index in `positions`, followed by the end index of the last group. */
  readonly starts: Uint32Array;
}

export const emptyLayout: Layout = {
  positions: new Uint32Array(),
  groups: new Uint32Array(),
  starts: new Uint32Array(1),
};

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

/** The index of the group that contains an index of `positions`. */
export function groupAt(starts: Uint32Array, index: number): number {
  return indexFor(index, (a, b) => a - b, starts, 0, starts.length) - 1;
}

export function withRows(numbers: Uint32Array, sizes: Uint32Array): Uint32Array {
  const groups = new Uint32Array(numbers.length);
  let found = 0;
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0;
    if ((sizes[number] ?? 0) > 0) groups[found++] = number;
  }
  return groups.subarray(0, found);
}

export function sameNumbers(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** A group with its current positions. */
export interface ChangedGroup {
  readonly number: number;
  /** In display order; may be empty. */
  readonly positions: Uint32Array;
}

/**
 * Returns the layout after a few groups changed. Groups are ordered by their first rows; group 0 is last.
 * @param compare compares two positions
 */
export function withChangedGroups(
  before: Layout,
  changed: readonly ChangedGroup[],
  compare: (a: number, b: number) => number,
): Layout {
  const isChanged = new Set(changed.map(({ number }) => number));
  // Indexes in the earlier layout of the groups that didn't change.
  const kept = new Uint32Array(before.groups.length);
  let count = 0;
  let rows = 0;
  for (let at = 0; at < before.groups.length; at++) {
    if (isChanged.has(before.groups[at] ?? 0)) continue;
    kept[count++] = at;
    rows += (before.starts[at + 1] ?? 0) - (before.starts[at] ?? 0);
  }
  const unchanged = kept.subarray(0, count);
  const isAfter = (group: ChangedGroup, groupIndex: number): boolean =>
    before.groups[groupIndex] !== 0 &&
    (group.number === 0 || compare(group.positions[0] ?? 0, before.positions[before.starts[groupIndex] ?? 0] ?? 0) > 0);
  const inserted = changed
    .filter(({ positions }) => positions.length > 0)
    .map((group) => ({ ...group, index: firstIndex(unchanged, (groupIndex) => !isAfter(group, groupIndex)) }))
    .sort(
      (a, b) => a.index - b.index || Number(a.number === 0) - Number(b.number === 0) || compareFirst(a, b, compare),
    );

  const groups = new Uint32Array(count + inserted.length);
  const starts = new Uint32Array(groups.length + 1);
  const positions = new Uint32Array(inserted.reduce((sum, group) => sum + group.positions.length, rows));
  let group = 0;
  let to = 0;
  for (let index = 0, next = 0; index <= count; index++) {
    for (let added = inserted[next]; added?.index === index; added = inserted[++next]) {
      groups[group] = added.number;
      positions.set(added.positions, to);
      starts[++group] = to += added.positions.length;
    }
    if (index === count) break;
    const groupIndex = unchanged[index] ?? 0;
    groups[group] = before.groups[groupIndex] ?? 0;
    const end = before.starts[groupIndex + 1] ?? 0;
    // Most groups are short, and then a loop is faster than `set`.
    for (let from = before.starts[groupIndex] ?? 0; from < end; from++) positions[to++] = before.positions[from] ?? 0;
    starts[++group] = to;
  }
  return { positions, groups, starts };
}

function compareFirst(a: ChangedGroup, b: ChangedGroup, compare: (a: number, b: number) => number): number {
  return compare(a.positions[0] ?? 0, b.positions[0] ?? 0);
}

/**
 * Binary search: the first index whose value meets the condition, or the length if none does. All values after it must
 * meet the condition too.
 */
function firstIndex(values: Uint32Array, meets: (value: number) => boolean): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (meets(values[middle] ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}
