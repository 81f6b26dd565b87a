import type { SandboxClock } from '../time/clock.ts';
import type { JsonObject } from '../json/json.ts';

/** Gives a changed referral what every write gives it: a new time of change and a new eTag. Changes `content`. */
export function stampWrite(content: JsonObject, clock: SandboxClock): JsonObject {
  const stamp = clock.stamp();
  content.updatedDateTime = stamp;
  content.eTag = eTagOf(stamp);
  return content;
}

/** In the service's form, a quoted GUID with zeros between (reference §3.11). As no two stamps are the same, no two tags are. */
export function eTagOf(stamp: string): string {
  const seconds = Math.floor(Date.parse(stamp) / 1000);
  const ticks = Number(stamp.slice(20, 27));
  return `"${hex(ticks)}-0000-0100-0000-${hex(seconds)}0000"`;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
