/** The time of a text with date, time and zone, in ms since 1970. Undefined for others, whose zone one could only guess. */
export function instantOf(text: string | undefined): number | undefined {
  if (text === undefined || !/\d:\d\d.*(Z|GMT|UTC|[+-]\d\d:?\d\d)$/i.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
