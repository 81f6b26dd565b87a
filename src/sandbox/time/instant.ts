const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * A text that sorts like the instant a timestamp names, exact to any number of fractional digits, or undefined when it is
 * none. `Date` would keep only milliseconds while the service sends 0, 6 or 7 digits (reference §3.11).
 */
export function instantKey(timestamp: string): string | undefined {
  const match = pattern.exec(timestamp);
  if (!match) return undefined;
  const [, date = '', minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match;
  // Most are in UTC and to the second already; 100,000 of them are read at a start.
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
