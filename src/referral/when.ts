import { displayLocale } from './locale.ts';

/** Dates for people. The API's dates are UTC; these are shown in the reader's own zone. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/** What a distance in time is called: `[1, 'day']` is tomorrow. */
type Distance = readonly [count: number, unit: Unit];

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  /** Days since 1970. */
  readonly number: number;
}

/**
 * "in 6 days", "3 hours ago", "now". `at` and `now` are ms since 1970. Less than a day apart the hours count, beyond that
 * the days, months and years of the reader's calendar.
 */
export function relativeTime(at: number, now: number, locale: string): string {
  return inWords(distanceOf(at, now), locale);
}

/** "today", "tomorrow", "in 4 months": the same for a moment that stands for a calendar day, see `dayOf`. */
export function relativeDay(at: number, now: number, locale: string): string {
  return inWords(daysBetween(dayOf(at), localDay(now)), locale);
}

/** The first moment after `now` at which `relativeTime` is another. */
export function relativeTimeChange(at: number, now: number): number {
  return firstChange((moment) => distanceOf(at, moment), now);
}

/** The same for `relativeDay`. */
export function relativeDayChange(at: number, now: number): number {
  return firstChange((moment) => daysBetween(dayOf(at), localDay(moment)), now);
}

/** When the reader's next calendar day begins. */
export function nextMidnight(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

/** Whether two moments are on one day of the reader's calendar. */
export function isSameDay(one: number, other: number): boolean {
  return localDay(one).number === localDay(other).number;
}

/**
 * The reader's midnight that ends the calendar day a date stands for. The API writes days as midnight UTC, which is
 * another day west of Greenwich.
 */
export function endOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1).getTime();
}

/** ms since 1970. Date.parse alone accepts more than the API's dates (docs/api.md, Formats), e.g. `7`. */
export function parseDate(text: string | undefined): number | undefined {
  const at = text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** "Mar 2, 2026, 10:14" in the user's time zone. */
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
  // One and a half of a unit are not two yet, whatever the calendar counts: such distances stay in the smaller one.
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

/** The first moment after `now` at which the distance is another one. It is never again what it was before. */
function firstChange(distanceAt: (moment: number) => Distance, now: number): number {
  const [count, unit] = distanceAt(now);
  const isSame = (moment: number): boolean => {
    const [nextCount, nextUnit] = distanceAt(moment);
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
