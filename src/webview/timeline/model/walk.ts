import type { TimelineDrawing, TimelineMark } from '../../../protocol/timeline.ts';

/** The place of a mark: numbers of its lane and of the mark in it. */
export interface MarkPlace {
  readonly lane: number;
  readonly mark: number;
}

export type Step = 'next' | 'previous' | 'up' | 'down' | 'laneStart' | 'laneEnd' | 'first' | 'last';

type Lanes = TimelineDrawing['lanes'];

/** Where a step leads; undefined if there is nothing in this direction. */
export function walk(lanes: Lanes, from: MarkPlace, step: Step): MarkPlace | undefined {
  const marks = lanes[from.lane]?.marks ?? [];
  switch (step) {
    case 'next':
      return from.mark + 1 < marks.length ? { ...from, mark: from.mark + 1 } : undefined;
    case 'previous':
      return from.mark > 0 ? { ...from, mark: from.mark - 1 } : undefined;
    case 'laneStart':
      return { ...from, mark: 0 };
    case 'laneEnd':
      return { ...from, mark: marks.length - 1 };
    case 'up':
    case 'down':
      return nextLane(lanes, from, step === 'up' ? -1 : 1);
    case 'first':
    case 'last':
      return furthest(lanes, step);
  }
}

/** The mark of the next lane that has one, as close in time as possible. */
function nextLane(lanes: Lanes, from: MarkPlace, direction: 1 | -1): MarkPlace | undefined {
  const column = lanes[from.lane]?.marks[from.mark]?.column ?? 0;
  for (let lane = from.lane + direction; lanes[lane]; lane += direction) {
    const marks = lanes[lane]?.marks ?? [];
    if (marks.length > 0) return { lane, mark: closest(marks, column) };
  }
  return undefined;
}

function closest(marks: readonly TimelineMark[], column: number): number {
  let best = 0;
  for (const [index, mark] of marks.entries()) {
    if (Math.abs(mark.column - column) < Math.abs((marks[best]?.column ?? 0) - column)) best = index;
  }
  return best;
}

/** Of marks in the same column that of the upper lane. */
function furthest(lanes: Lanes, end: 'first' | 'last'): MarkPlace | undefined {
  let best: (MarkPlace & { readonly column: number }) | undefined;
  for (const [lane, { marks }] of lanes.entries()) {
    const mark = end === 'first' ? 0 : marks.length - 1;
    const column = marks[mark]?.column;
    if (column === undefined) continue;
    if (!best || (end === 'first' ? column < best.column : column > best.column)) best = { lane, mark, column };
  }
  return best && { lane: best.lane, mark: best.mark };
}

/** Where an event is drawn. */
export function placeOf(lanes: Lanes, entry: string): MarkPlace | undefined {
  for (const [lane, { marks }] of lanes.entries()) {
    const mark = marks.findIndex(({ entries }) => entries.some(({ id }) => id === entry));
    if (mark >= 0) return { lane, mark };
  }
  return undefined;
}
