import type { SandboxClock } from '../time/clock.ts';
import type { JsonObject } from '../../base/json.ts';

/**
 * Properties that only the server sets (docs/api.md, Properties) or that are fixed at creation. PATCH and PUT can't
 * change them.
 */
export const serverSet: ReadonlySet<string> = new Set([
  '@odata.context',
  'id',
  'engagementId',
  'organizationId',
  'organizationName',
  'createdDateTime',
  'updatedDateTime',
  'expirationDateTime',
  'acceptedDateTime',
  'closedDateTime',
  'direction',
  'quality',
  'isSpam',
  'tags',
  'registrationStatus',
  'dealSensitivity',
  'createdVia',
  'lastModifiedVia',
  'lastRunId',
  'eTag',
  'links',
  'trackingInfo',
]);

const serverSetInAnyCase = new Set([...serverSet].map((name) => name.toLowerCase()));

/** Names in request bodies match ignoring case (docs/api.md, Consent). */
export function isServerSet(name: string): boolean {
  return serverSetInAnyCase.has(name.toLowerCase());
}

/** True for server-set paths of a registration. */
export function isServerSetInRegistration(steps: readonly string[]): boolean {
  const [first, , name] = steps;
  return (
    first === 'registrations' &&
    (steps.length < 2 || ['id', 'registrationDateTime', 'status', 'statusReason', 'statusHistory'].includes(name ?? ''))
  );
}

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
