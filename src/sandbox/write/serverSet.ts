import { isObject, member, type JsonObject } from '../../base/json.ts';
import { propertiesOf, referralSchema } from '../../referral/rules/schema.ts';
import type { SandboxClock } from '../time/clock.ts';

/** Properties that only the server sets or that are fixed at creation (docs/api.md, Properties). */
const serverSetInAnyCase = new Set(
  Object.entries(propertiesOf(referralSchema)).flatMap(([name, { readOnly }]) =>
    readOnly ? [name.toLowerCase()] : [],
  ),
);

/** True for a property of the referral that only the server sets, and for the annotations of a response. Names match in any case (docs/api.md, Consent). */
export function isServerSet(name: string): boolean {
  return serverSetInAnyCase.has(name.toLowerCase()) || name.startsWith('@odata.');
}

/**
 * Takes the stored values of nested server-set properties, such as `isMatchingComplete`, in place of those that were
 * sent. Changes `sent`.
 */
export function keepServerSet(sent: JsonObject, stored: JsonObject | undefined): void {
  for (const [parent, name] of nestedServerSet) {
    const target = sent[parent];
    if (!isObject(target)) continue;
    const kept = member(stored?.[parent], name);
    if (kept === undefined) Reflect.deleteProperty(target, name);
    else target[name] = kept;
  }
}

const nestedServerSet = Object.entries(propertiesOf(referralSchema)).flatMap(([parent, property]) =>
  Object.entries(propertiesOf(property)).flatMap(([name, { readOnly }]) => (readOnly ? [[parent, name] as const] : [])),
);

/** Sets the properties that change with each write: `updatedDateTime` and `eTag`. Changes `content`. */
export function stampWrite(content: JsonObject, clock: SandboxClock): JsonObject {
  const stamp = clock.stamp();
  content.updatedDateTime = stamp;
  content.eTag = eTagOf(stamp);
  return content;
}

/**
 * An eTag in the service's form: a quoted GUID with zeros in the middle (docs/api.md, Formats). Unique, since
 * timestamps are.
 */
export function eTagOf(stamp: string): string {
  const seconds = Math.floor(Date.parse(stamp) / 1000);
  const ticks = Number(stamp.slice(20, 27));
  return `"${hex(ticks)}-0000-0100-0000-${hex(seconds)}0000"`;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
