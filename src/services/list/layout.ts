import { indexFor } from './sorting.ts';

/** How the rows lie: the places of all that match, group after group. */
export interface Layout {
  readonly places: Uint32Array;
  /** Numbers of the groups that have rows, in order. */
  readonly groups: Uint32Array;
  /** Where each of these begins in `places`, and at last where the last one ends. */
  readonly starts: Uint32Array;
}

export const emptyLayout: Layout = {
  places: new Uint32Array(),
  groups: new Uint32Array(),
  starts: new Uint32Array(1),
};

/** Engagements stand as their first referrals do; those without a value, or alone in their engagement, at the end. */
export function firstCome(order: Uint32Array, matches: Uint8Array, numbers: Int32Array, count: number): Uint32Array {
  const came = new Uint8Array(count);
  const groups = new Uint32Array(count);
  let found = 0;
  for (let at = 0; at < order.length; at++) {
    const place = order[at] ?? 0;
    const number = numbers[place] ?? 0;
    if (number === 0 || came[number] === 1 || matches[place] !== 1) continue;
    came[number] = 1;
    groups[found++] = number;
  }
  groups[found++] = 0;
  return groups.subarray(0, found);
}

/** Where the groups begin, and at last where the last one ends. */
export function startsOf(groups: Uint32Array, sizes: Uint32Array): Uint32Array {
  const starts = new Uint32Array(groups.length + 1);
  let start = 0;
  for (let at = 0; at < groups.length; at++) starts[at + 1] = start += sizes[groups[at] ?? 0] ?? 0;
  return starts;
}

/** Which group an index of `places` is in. */
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

/** A group with the places that are in it now. */
export interface ChangedGroup {
  readonly number: number;
  /** In order; may be empty. */
  readonly places: Uint32Array;
}

/**
 * Groups that stand in the order of their first rows, the group 0 last, after a few of them changed.
 * @param compare the order of places
 */
export function withChangedGroups(
  before: Layout,
  changed: readonly ChangedGroup[],
  compare: (a: number, b: number) => number,
): Layout {
  const isChanged = new Set(changed.map(({ number }) => number));
  // Positions in the earlier layout of the groups that stay as they are.
  const staying = new Uint32Array(before.groups.length);
  let count = 0;
  let rows = 0;
  for (let at = 0; at < before.groups.length; at++) {
    if (isChanged.has(before.groups[at] ?? 0)) continue;
    staying[count++] = at;
    rows += (before.starts[at + 1] ?? 0) - (before.starts[at] ?? 0);
  }
  const positions = staying.subarray(0, count);
  const isAfter = (group: ChangedGroup, position: number): boolean =>
    before.groups[position] !== 0 &&
    (group.number === 0 || compare(group.places[0] ?? 0, before.places[before.starts[position] ?? 0] ?? 0) > 0);
  const coming = changed
    .filter(({ places }) => places.length > 0)
    .map((group) => ({ ...group, index: firstIndex(positions, (position) => !isAfter(group, position)) }))
    .sort(
      (a, b) => a.index - b.index || Number(a.number === 0) - Number(b.number === 0) || compareFirst(a, b, compare),
    );

  const groups = new Uint32Array(count + coming.length);
  const starts = new Uint32Array(groups.length + 1);
  const places = new Uint32Array(coming.reduce((sum, group) => sum + group.places.length, rows));
  let group = 0;
  let to = 0;
  for (let index = 0, next = 0; index <= count; index++) {
    for (let come = coming[next]; come?.index === index; come = coming[++next]) {
      groups[group] = come.number;
      places.set(come.places, to);
      starts[++group] = to += come.places.length;
    }
    if (index === count) break;
    const position = positions[index] ?? 0;
    groups[group] = before.groups[position] ?? 0;
    const end = before.starts[position + 1] ?? 0;
    // Most groups are short, for which a loop is quicker than `set`.
    for (let from = before.starts[position] ?? 0; from < end; from++) places[to++] = before.places[from] ?? 0;
    starts[++group] = to;
  }
  return { places, groups, starts };
}

function compareFirst(a: ChangedGroup, b: ChangedGroup, compare: (a: number, b: number) => number): number {
  return compare(a.places[0] ?? 0, b.places[0] ?? 0);
}

/** The first index whose value meets a condition that all later ones meet too; the length when none does. */
function firstIndex(values: Uint32Array, meets: (value: number) => boolean): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (meets(values[middle] ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}
