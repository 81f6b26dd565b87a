import { displayLocale } from './locale.ts';

/** Formats dates for the user interface. The API's dates are in UTC and are shown in the reader's time zone. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/** A distance in time, as Intl.RelativeTimeFormat takes it, e.g. `[1, 'day']` for tomorrow. */
type Distance = readonly [count: number, unit: Unit];

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  /** Days since 1970. */
  readonly number: number;
}

/**
 * Returns for example "in 6 days", "3 hours ago" or "now". `at` and `now` are in ms since 1970. Distances of less than
 * a day count hours, longer ones count the days, months and years of the reader's calendar.
 */
export function relativeTime(at: number, now: number, locale: string): string {
  return inWords(distanceOf(at, now), locale);
}

/** Returns for example "today", "tomorrow" or "in 4 months" for a date that stands for a calendar day, see `dayOf`. */
export function relativeDay(at: number, now: number, locale: string): string {
  return inWords(daysBetween(dayOf(at), localDay(now)), locale);
}

/** The next time after `now` at which the result of `relativeTime` changes, in ms since 1970. */
export function relativeTimeChange(at: number, now: number): number {
  return firstChange((time) => distanceOf(at, time), now);
}

/** The next time after `now` at which the result of `relativeDay` changes, in ms since 1970. */
export function relativeDayChange(at: number, now: number): number {
  return firstChange((time) => daysBetween(dayOf(at), localDay(time)), now);
}

/** When the next day begins in the reader's time zone, in ms since 1970. */
export function nextMidnight(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

/** True if two times are on the same day in the reader's time zone. */
export function isSameDay(one: number, other: number): boolean {
  return localDay(one).number === localDay(other).number;
}

/**
 * When the calendar day that a date stands for ends in the reader's time zone, in ms since 1970. The API writes days as
 * midnight UTC, which is the day before in time zones west of Greenwich.
 */
export function endOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1).getTime();
}

const isoDate = /^\d{4}-\d\d-\d\d(T(?!24)\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * ms since 1970; undefined for other texts than ISO 8601 dates (docs/api.md, Formats), and for days and times that don't
 * exist. Date.parse alone also takes e.g. `7`, and 31 February as 3 March.
 */
export function parseDate(text = ''): number | undefined {
  const at = isoDate.test(text) ? Date.parse(text) : NaN;
  const day = text.slice(8, 10);
  const exists = day < '29' || new Date(text.slice(0, 10)).getUTCDate() === Number(day);
  return Number.isNaN(at) || !exists ? undefined : at;
}

/** Returns for example "Mar 2, 2026, 10:14", in the reader's time zone. */
export function exactTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(displayLocale(locale), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

function inWords([count, unit]: Distance, locale: string): string {
  return new Intl.RelativeTimeFormat(displayLocale(locale), { numeric: 'auto' }).format(count, unit);
}

function distanceOf(at: number, now: number): Distance {
  const distance = at - now;
  const [size, sign] = [Math.abs(distance), Math.sign(distance)];
  if (size < minute) return [0, 'second'];
  const minutes = Math.round(size / minute);
  if (minutes < 60) return [sign * minutes, 'minute'];
  const [there, here] = [localDay(at), localDay(now)];
  // A day may have 25 hours.
  if (size < day || there.number === here.number) return [sign * Math.round(size / hour), 'hour'];
  return daysBetween(there, here);
}

function daysBetween(there: CalendarDay, here: CalendarDay): Distance {
  const days = there.number - here.number;
  const months = (there.year - here.year) * 12 + there.month - here.month;
  const years = there.year - here.year;
  if (Math.abs(days) <= 30) return [days, 'day'];
  if (Math.abs(months) === 1) return [months, 'month'];
  // A distance of up to one and a half units is given in the smaller unit, since the calendar would count up to two.
  if (Math.abs(days) < 45) return [days, 'day'];
  if (Math.abs(months) < 12) return [months, 'month'];
  if (Math.abs(years) === 1 || Math.abs(months) >= 18) return [years, 'year'];
  return [months, 'month'];
}

function localDay(at: number): CalendarDay {
  const date = new Date(at);
  return calendarDay(date.getFullYear(), date.getMonth(), date.getDate());
}

/** The calendar day that a date of the API stands for. */
function dayOf(at: number): CalendarDay {
  const date = new Date(at);
  return calendarDay(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
}

function calendarDay(year: number, month: number, date: number): CalendarDay {
  return { year, month, number: Math.round(Date.UTC(year, month, date) / day) };
}

/** The next time after `now` at which the distance changes. A distance never returns to an earlier value. */
function firstChange(distanceAt: (time: number) => Distance, now: number): number {
  const [count, unit] = distanceAt(now);
  const isSame = (time: number): boolean => {
    const [nextCount, nextUnit] = distanceAt(time);
    return nextCount === count && nextUnit === unit;
  };
  let [same, other] = [now, now + minute];
  while (isSame(other)) [same, other] = [other, other + 2 * (other - now)];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (isSame(middle)) same = middle;
    else other = middle;
  }
  return other;
}
