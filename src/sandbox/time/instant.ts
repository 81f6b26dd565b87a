const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * A text that sorts like the time of a timestamp, exact for any number of fractional digits. Undefined if it isn't a
 * timestamp. `Date` keeps only milliseconds, while the service sends 0, 6 or 7 digits (docs/api.md, Formats).
 */
export function instantKey(timestamp: string): string | undefined {
  const match = pattern.exec(timestamp);
  if (!match) return undefined;
  const [, date = '', minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match;
  // Most timestamps are in UTC and have seconds. This fast path matters, since up to 100,000 are read at the start.
  if (zone === 'Z' && match[3] !== undefined) return `${date}T${minutes}:${seconds}.${withoutTrailingZeros(fraction)}`;
  const ms = Date.parse(`${date}T${minutes}:${seconds}${zone.toUpperCase()}`);
  if (Number.isNaN(ms)) return undefined;
  return `${new Date(ms).toISOString().slice(0, 19)}.${withoutTrailingZeros(fraction)}`;
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

/** True for a date or timestamp that instantKey reads and that exists: no February 31, no hour 24. */
export function isInstant(text: string): boolean {
  const match = pattern.exec(text);
  if (!match) return false;
  const [, date = '', minutes = '00:00', seconds = '00', , zone = 'Z'] = match;
  const local = `${date}T${minutes}:${seconds}`;
  const ms = Date.parse(`${local}Z`);
  // Date.parse carries what doesn't exist over to the next day.
  const exists = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(local);
  return exists && !Number.isNaN(Date.parse(`${local}${zone.toUpperCase()}`));
}
