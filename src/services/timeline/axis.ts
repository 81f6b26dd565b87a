import type { TimelineColumn } from '../../protocol/timeline.ts';

/** An event's place in time and among the lanes. */
export interface Placed {
  /** In ms since 1970. */
  readonly at: number;
  readonly lane: string;
  /** It shares its column with nothing. */
  readonly alone?: boolean;
}

export interface Axis {
  readonly columns: readonly TimelineColumn[];
  /** In CSS pixels. */
  readonly width: number;
  /** The number of the column of each event, in the order in which the events were given. */
  readonly columnOf: readonly number[];
}

/** With more columns than this, events that are close to each other share one. */
export const mostColumns = 120;

/** Events of different lanes share a column if they are as close as this, in ms: a call, its change, its webhook. */
const together = 250;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The distance between two columns by the time between them, in CSS pixels: the first row whose time is longer. From an
 * hour on the time is written between them.
 */
const distances: readonly (readonly [below: number, distance: number])[] = [
  [second, 26],
  [minute, 32],
  [hour, 44],
  [day, 110],
  [Infinity, 120],
];
/** The least distance, so that no two marks of a lane overlap. */
export const leastDistance = 26;
/** Space at both ends of the axis, in CSS pixels. */
export const margin = 36;

/**
 * Puts events on an axis that keeps their order but not the scale. A lane has at most one mark in a column: an event gets
 * a column of its own if its lane already has one in the current column. If that gives too many columns, events of a
 * lane share a column if they are close, at first those at the same millisecond.
 * @param events in the order of time
 */
export function axisOf(events: readonly Placed[], most: number = mostColumns): Axis {
  // Doubling ends: an interval longer than the whole time puts all into one column.
  let shared = -1;
  let numbers = columnNumbers(events, shared, most);
  while (numbers === undefined) {
    shared = shared < 1 ? shared + 1 : shared * 2;
    numbers = columnNumbers(events, shared, most);
  }
  const columns: TimelineColumn[] = [];
  let last: number | undefined;
  events.forEach(({ at }, index) => {
    const number = numbers[index] ?? 0;
    if (number === columns.length) {
      const before = columns.at(-1);
      const passed = last === undefined ? 0 : at - last;
      const x = before === undefined ? margin : before.x + distanceOf(passed);
      columns.push({ x, at, gap: before !== undefined && passed >= hour ? passed : undefined });
    }
    last = at;
  });
  return { columns, width: (columns.at(-1)?.x ?? 0) + margin, columnOf: numbers };
}

/** Undefined if there are more than `most`. */
function columnNumbers(events: readonly Placed[], shared: number, most: number): number[] | undefined {
  const numbers: number[] = [];
  let number = -1;
  let begun = -Infinity;
  let lanes = new Set<string>();
  let closed = true;
  for (const { at, lane, alone = false } of events) {
    if (closed || alone || at - begun > Math.max(shared, lanes.has(lane) ? -1 : together)) {
      number++;
      // A column that nothing shares is not the result of many events.
      if (number >= most && !alone) return undefined;
      begun = at;
      lanes = new Set();
    }
    closed = alone;
    lanes.add(lane);
    numbers.push(number);
  }
  return numbers;
}

function distanceOf(passed: number): number {
  return distances.find(([below]) => passed < below)?.[1] ?? leastDistance;
}
