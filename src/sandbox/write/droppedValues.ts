import { isObject, member, type Json, type JsonObject } from '../../base/json.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { branchesOf, itemsOf, propertyOf, referralSchema, type Schema } from '../../referral/rules/schema.ts';
import { bodyReport, type WriteSettings } from './writeSettings.ts';

/**
 * What a body has of properties that the write doesn't set, converted as the others. Only words of closed lists are
 * checked: the rest is ignored, and typed clients send defaults of their own there.
 * @throws RequestRefusal 400
 */
export function readUnused(
  entries: readonly (readonly [string, Json])[],
  settings: WriteSettings,
  stored?: JsonObject,
): JsonObject {
  const report = bodyReport(settings);
  const told = Object.fromEntries(entries.filter(([, value]) => value !== null));
  const bound = bindValue(
    told,
    referralSchema,
    '',
    (violation) => {
      if (violation.rule === 'closed-list') report(violation);
    },
    stored,
  );
  return isObject(bound) ? bound : {};
}

/**
 * Lists a finding for each value of `unused` that the referral doesn't have.
 * @param isExpected whether a property may differ although the client did nothing wrong
 */
export function noteDropped(
  unused: JsonObject,
  stored: JsonObject,
  settings: WriteSettings,
  isExpected: (name: string) => boolean = () => false,
): void {
  for (const [name, value] of Object.entries(unused)) {
    const schema = propertyOf(referralSchema, name);
    if (!schema || name.startsWith('@') || isExpected(name) || isStored(value, member(stored, name), schema)) continue;
    const message = `/${name} was dropped. ${reasons[name] ?? 'Only the server sets it.'}`;
    settings.facts.notes.push({ rule: 'dropped-value', message });
  }
}

const reasons: Readonly<Record<string, string>> = {
  mpnId: 'It is fixed when the deal is created.',
  registrations: 'Add and edit registrations with PATCH, once the deal is won.',
  status: 'A new deal is open. Close it with PATCH.',
  substatus: 'A new deal is open. Close it with PATCH.',
};

/**
 * True if nothing is lost when the stored value stays: the one that was sent says the same, or nothing. Of a list that
 * is each element, since an older copy may have fewer.
 */
function isStored(sent: Json, stored: Json | undefined, schema: Schema): boolean {
  if (isUnset(sent) || (isBlank(sent) && isBlank(stored))) return true;
  if (Array.isArray(sent)) {
    const items = itemsOf(schema) ?? {};
    return Array.isArray(stored) && sent.every((item) => stored.some((other) => isStored(item, other, items)));
  }
  if (isObject(sent)) {
    const changes = Object.entries(sent).map(([name, value]) => ({ name, value, property: propertyOf(schema, name) }));
    return changes.every(
      ({ name, value, property }) => property?.readOnly || isStored(value, member(stored, name), property ?? {}),
    );
  }
  if (typeof sent !== 'string' || typeof stored !== 'string') return sent === stored;
  if (!branchesOf(schema).some(({ format }) => format === 'date-time')) {
    return sent.toLowerCase() === stored.toLowerCase();
  }
  return sent === stored || isSameTime(sent, stored);
}

/** A client that keeps dates in a type of its own sends them back with fewer digits, in another zone or without one. */
function isSameTime(sent: string, stored: string): boolean {
  const hasZone = /(z|[+-]\d\d:?\d\d)$/i.test(sent);
  const difference = Math.abs(Date.parse(hasZone ? sent : `${sent}Z`) - Date.parse(stored));
  if (hasZone) return difference < 1000;
  return difference <= 14 * 60 * minute && difference % (15 * minute) < 1000;
}

const minute = 60_000;

/** True for what a typed client sends for an id or a date that it doesn't have. */
function isUnset(value: Json | undefined): boolean {
  if (typeof value === 'string') return value === '' || value === emptyGuid || value.startsWith('0001-01-01T');
  return value === undefined || value === null;
}

const emptyGuid = '00000000-0000-0000-0000-000000000000';

/** True for what a typed client sends for a property that it didn't get. */
function isBlank(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isBlank);
  return isUnset(value) || Number(value) === 0 || ['None', 'Unknown'].includes(String(value));
}
