import { displayLocale } from '../../../referral/locale.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Writes times in the reader's language and time zone. */
export class Times {
  readonly #locale: string;
  /** Cached: creating a format takes longer than using it a hundred times. */
  readonly #formats = new Map<string, Intl.DateTimeFormat>();

  constructor(locale: string) {
    this.#locale = displayLocale(locale);
  }

  /** "Nov 24, 2026, 10:14:31.482 AM"; a day for a date without a time. */
  exact(at: number, isDay: boolean): string {
    if (isDay) return this.#format('day', { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
    return this.#format('exact', {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
    }).format(at);
  }

  /** "10:14 AM", with seconds "10:14:31 AM". */
  time(at: number, seconds: boolean): string {
    return this.#format(seconds ? 'seconds' : 'minutes', {
      hour: 'numeric',
      minute: '2-digit',
      ...(seconds && { second: '2-digit' }),
    }).format(at);
  }

  /**
   * "Nov 24", with the year if it isn't that of `now`.
   * @param isDay a date without a time, whose day is that of UTC
   */
  date(at: number, now: number, isDay: boolean): string {
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return this.#format(`date ${sameYear} ${isDay}`, {
      month: 'short',
      day: 'numeric',
      ...(!sameYear && { year: 'numeric' }),
      ...(isDay && { timeZone: 'UTC' }),
    }).format(at);
  }

  /** "14 days", "3 hours": rounded to the largest unit that there is at least one of. */
  duration(ms: number): string {
    // 23 hours and 50 minutes are a day.
    const [unit, length] = Math.round(ms / hour) >= 24 ? (['day', day] as const) : (['hour', hour] as const);
    return new Intl.NumberFormat(this.#locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
      Math.round(ms / length),
    );
  }

  #format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const known = this.#formats.get(name) ?? new Intl.DateTimeFormat(this.#locale, options);
    this.#formats.set(name, known);
    return known;
  }
}

/** True for two times in the same minute. */
export function isSameMinute(one: number, other: number): boolean {
  return Math.floor(one / minute) === Math.floor(other / minute);
}
