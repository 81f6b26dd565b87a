/** Dates for people. The API's dates are UTC; these are shown in the reader's own zone. */

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.25 * 86_400_000],
  ['month', 30.44 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "in 6 days", "3 hours ago", "now". `at` and `now` are ms since 1970. */
export function relativeTime(at: number, now: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(safeLocale(locale), { numeric: 'auto' });
  const distance = at - now;
  for (const [unit, size] of steps) {
    // Whole days and up round to the nearest, so that "in 13.9 days" reads as 14; a change of unit needs a full one.
    if (Math.abs(distance) >= size) return words.format(Math.round(distance / size), unit);
  }
  return words.format(0, 'second');
}

/** "Mar 2, 2026, 10:14" in the reader's zone. */
export function exactTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(safeLocale(locale), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** The editor's language as Intl takes it; what it doesn't know becomes English. */
export function safeLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
