import type { TimelineDrawing, TimelineLane } from '../../../protocol/timeline.ts';

/** Lengths in CSS pixels; those of lanes are also in drawing.css. */
export const axisHeight = 60;
/** The row with a lane's name. */
export const nameHeight = 18;
/** The row with its marks. */
export const marksHeight = 26;
/** The row with the statuses of a referral. */
export const bandHeight = 22;
const foot = 10;

export interface PlacedLane {
  readonly lane: TimelineLane;
  /** The lane's upper edge. */
  readonly y: number;
}

/** A drawing at the width that there is for it. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  /** By the column's number. */
  readonly x: readonly number[];
  readonly lanes: readonly PlacedLane[];
}

/** @param room the width that there is; a drawing that needs more is scrolled */
export function geometryOf({ width, columns, lanes }: TimelineDrawing, room: number): Geometry {
  // The space at the ends stays as it is.
  const first = columns[0]?.x ?? 0;
  const least = width - 2 * first;
  const factor = least > 0 ? Math.max(1, (room - 2 * first) / least) : 1;
  let y = axisHeight;
  const placed = lanes.map((lane): PlacedLane => {
    const at = { lane, y };
    y += heightOf(lane);
    return at;
  });
  return {
    width: Math.floor(2 * first + least * factor),
    height: y + foot,
    x: columns.map((column) => Math.round(first + (column.x - first) * factor)),
    lanes: placed,
  };
}

function heightOf({ kind }: TimelineLane): number {
  return nameHeight + marksHeight + (kind === 'referral' ? bandHeight : 0);
}
