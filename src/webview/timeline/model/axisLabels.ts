import type { TimelineColumn } from '../../../protocol/timeline.ts';
import { isSameDay } from '../../../referral/when.ts';
import { isSameMinute, type Times } from './times.ts';

export interface AxisLabel {
  /** The center. */
  readonly x: number;
  readonly text: string;
}

export interface AxisLabels {
  readonly dates: readonly AxisLabel[];
  readonly times: readonly AxisLabel[];
  /** How much time is left out, between two columns. */
  readonly gaps: readonly AxisLabel[];
}

/** About the width of a character, in CSS pixels. */
const character = 6.2;
const space = 10;

/**
 * Labels for the columns, as many as fit: a date where a day begins, times of day, and the time that passes where the
 * axis leaves it out.
 * @param x centers of the columns
 * @param isDay whether a column has only dates without a time of day
 * @param width the end of the axis
 */
export function axisLabels(
  columns: readonly TimelineColumn[],
  x: readonly number[],
  now: { readonly column: number; readonly at: number; readonly text: string },
  isDay: (column: number) => boolean,
  width: number,
  times: Times,
): AxisLabels {
  const dates = new LabelRow(width);
  const clock = new LabelRow(width);
  const gaps: AxisLabel[] = [];
  // The present has its label in any case, so it is the first that takes room.
  clock.add(x[now.column] ?? 0, now.text);
  columns.forEach(({ at, gap }, index) => {
    const center = x[index] ?? 0;
    const [before, after] = [columns[index - 1], columns[index + 1]];
    if (!before || !isSameDay(before.at, at)) dates.add(center, times.date(at, now.at, isDay(index)));
    const closeBy = [before, after].some((other) => other !== undefined && isSameMinute(other.at, at));
    if (index !== now.column && !isDay(index)) clock.add(center, times.time(at, closeBy));
    if (gap !== undefined) gaps.push({ x: (center + (x[index - 1] ?? center)) / 2, text: times.duration(gap) });
  });
  return { dates: dates.labels, times: clock.labels, gaps };
}

/** Labels side by side; one that would overlap another is left out. */
class LabelRow {
  readonly #width: number;
  readonly #labels: AxisLabel[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  get labels(): readonly AxisLabel[] {
    return this.#labels;
  }

  add(center: number, text: string): void {
    const half = (text.length * character + space) / 2;
    // At the ends of the axis the label is moved so that it isn't cut off.
    const x = Math.max(half, Math.min(center, this.#width - half));
    const overlaps = (other: AxisLabel): boolean =>
      Math.abs(other.x - x) < half + (other.text.length * character + space) / 2;
    // The newest are the closest, and a row has as many labels as fit on the axis.
    if (!this.#labels.some(overlaps)) this.#labels.push({ x, text });
  }
}
