import type { Translate } from '../../base/l10n.ts';
import { isExactNumber } from '../../base/exactNumber.ts';
import { isObject, member, type Json, type JsonObject } from '../../base/json.ts';
import type { bodyRules } from './bodyRules.ts';
import { escapeKey } from '../leaves.ts';
import { closestName } from './closestName.ts';
import { isDateTime } from './dateTime.ts';
import type { Message, Report } from './rule.ts';
import { branchesOf, closedList, itemsOf, nameOf, placesOfName, propertiesOf, type Schema } from './schema.ts';

export type BodyRuleId = keyof typeof bodyRules;

/**
 * Converts a written value as the service does: names match in any case, numeric strings become numbers for numeric
 * properties (docs/api.md, Formats). Violations are reported. If `report` doesn't throw, unknown members and unknown
 * values of closed lists are omitted, and other values stay unchanged.
 * @param pointer JSON pointer of the value
 * @param stored the stored value at this pointer. Its members count as known even if the schema doesn't have them. For
 * an array, the members of all of its elements are known in each element.
 * @returns undefined if the value was omitted
 */
export function bindValue(
  value: Json,
  schema: Schema,
  pointer: string,
  report: Report<BodyRuleId>,
  stored?: Json,
): Json | undefined {
  const closed = closedList(schema);
  if (closed && typeof value === 'string' && !closed.includes(value) && !(value === '' && takesEmpty(schema))) {
    report({ rule: 'closed-list', place: pointer, message: notListed(pointer, value, closed) });
    return undefined;
  }
  const branches = branchesOf(schema);
  const kinds = new Set(branches.flatMap(kindsOf));
  const bound = coerce(value, kinds);
  if (kinds.size > 0 && !kinds.has(kindOf(bound))) {
    report({ rule: 'value-type', place: pointer, message: otherType(pointer, bound, kinds) });
    return bound;
  }
  if (typeof bound === 'string' && branches.some(({ format }) => format === 'date-time') && !isDateTime(bound)) {
    const message: Message = (t) =>
      t('{0} must be a date and time that exists, such as {1}.', pointer, '2026-10-30T00:00:00Z');
    report({ rule: 'possible-date', place: pointer, message });
  }
  if (Array.isArray(bound)) return bindElements(bound, schema, pointer, report, stored);
  return isObject(bound) ? bindMembers(bound, schema, pointer, report, stored) : bound;
}

function bindElements(
  value: readonly Json[],
  schema: Schema,
  pointer: string,
  report: Report<BodyRuleId>,
  stored: Json | undefined,
): Json[] {
  const items = itemsOf(schema);
  if (!items) return [...value];
  const known = Array.isArray(stored) ? stored.filter(isObject) : isObject(stored) ? [stored] : [];
  const merged = known.length === 0 ? undefined : known.reduce((all, element) => ({ ...all, ...element }));
  return value.flatMap((item, index) => bindValue(item, items, `${pointer}/${index}`, report, merged) ?? []);
}

function bindMembers(
  value: JsonObject,
  schema: Schema,
  pointer: string,
  report: Report<BodyRuleId>,
  stored: Json | undefined,
): JsonObject {
  const properties = propertiesOf(schema);
  // An object without described members, e.g. with only a description, allows any members.
  if (Object.keys(properties).length === 0) return value;
  const inLowerCase = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  const members: [string, Json][] = [];
  for (const [name, item] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? name : inLowerCase.get(name.toLowerCase());
    const property = known === undefined ? undefined : properties[known];
    const before = member(stored, known ?? name);
    if (property && known !== undefined && (known === name || !Object.hasOwn(value, known))) {
      const bound = bindValue(item, property, `${pointer}/${escapeKey(known)}`, report, before);
      if (bound !== undefined) members.push([known, bound]);
    } else if (before !== undefined) {
      members.push([name, item]);
    } else {
      const place = `${pointer}/${escapeKey(name)}`;
      report({ rule: 'unknown-property', place, message: unknownProperty(name, schema, pointer) });
    }
  }
  // fromEntries defines own members, including one named __proto__.
  const bound: JsonObject = Object.fromEntries(members);
  for (const name of branchesOf(schema).flatMap(({ required }) => required ?? [])) {
    const place = `${pointer}/${name}`;
    if (!Object.hasOwn(bound, name))
      report({ rule: 'required-member', place, message: (t) => t('{0} is required.', place) });
  }
  return bound;
}

// A referral has too many properties to list all of them in a message.
const maxListed = 15;

/** Returns the message for an unknown name, with the name that was probably meant. */
export function unknownProperty(name: string, schema: Schema, pointer: string): Message {
  // Only what is shown is worth the search: a body may have thousands of unknown names.
  return (t) => {
    const owner = nameOf(schema);
    const known = Object.keys(propertiesOf(schema));
    const near = closestName(name, known);
    const [elsewhere] = [...placesOfName(name)].sort((left, right) => left.length - right.length);
    const problem =
      pointer === ''
        ? t('"{0}" is not a property of {1}.', name, owner)
        : t('"{0}" is not a property of {1} at {2}.', name, owner, pointer);
    if (near !== undefined) return `${problem} ${t('Did you mean "{0}"?', near)}`;
    if (elsewhere !== undefined) return `${problem} ${t('That property is at {0}.', elsewhere)}`;
    return known.length > maxListed ? problem : `${problem} ${t('Known: {0}.', known.join(', '))}`;
  };
}

function takesEmpty(schema: Schema): boolean {
  return schema['x-closed'] === 'orEmpty';
}

function notListed(pointer: string, value: string, known: readonly string[]): Message {
  return (t) => {
    const near = closestName(value, known);
    const problem = t('{0} must be one of {1}, not "{2}".', pointer, known.join(', '), value);
    return near === undefined ? problem : `${problem} ${t('Did you mean "{0}"?', near)}`;
  };
}

function otherType(pointer: string, value: Json, kinds: ReadonlySet<string>): Message {
  return (t) => {
    const wanted =
      isNumber(value) && kinds.has('number') ? t('a number that can be kept exactly') : withArticles(kinds, t);
    return pointer === '' ? t('The referral must be {0}.', wanted) : t('{0} must be {1}.', pointer, wanted);
  };
}

function kindsOf({ type, enum: values }: Schema): readonly string[] {
  if (type === undefined) return values ? ['string'] : [];
  return typeof type === 'string' ? [type] : type;
}

function coerce(value: Json, kinds: ReadonlySet<string>): Json {
  // Other numbers would be rounded, or serialized as null.
  const isKept = isNumber(value) && isExactNumber(value);
  return isKept && kinds.has('number') && !kinds.has('string') ? Number(value) : value;
}

/** True for a number written as text. */
function isNumber(value: Json): value is string {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
}

function kindOf(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** E.g. "an array, an object or null". */
function withArticles(kinds: ReadonlySet<string>, t: Translate): string {
  const names: Readonly<Record<string, string>> = {
    string: t('a string'),
    number: t('a number'),
    boolean: t('a boolean'),
    object: t('an object'),
    array: t('an array'),
  };
  const all = Array.from(kinds, (kind) => names[kind] ?? kind);
  const last = all.pop() ?? '';
  return all.length === 0 ? last : t('{0} or {1}', all.join(', '), last);
}
