import { isObject, member, type Json, type JsonObject } from '../../base/json.ts';
import { inEnglish } from '../../base/l10n.ts';
import { keysOf } from '../../referral/leaves.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { misspeltName } from '../../referral/rules/closestName.ts';
import {
  branchesOf,
  closedList,
  itemsOf,
  propertiesOf,
  propertyOf,
  referralSchema,
  schemaAt,
  type Schema,
} from '../../referral/rules/schema.ts';
import { invalidRequest, refuse } from '../http/requestRefusal.ts';

/**
 * Checks the members that are given for a referral that arrives. Refuses values of a type that no referral has, dates that
 * don't exist, and misspelt names and values of closed lists. Other unknown names and values are kept: they may be of
 * Microsoft and not documented yet. Any text, number, list or element can be null, as in responses.
 * @throws RequestRefusal 400
 */
export function checkArrival(given: Json): asserts given is JsonObject {
  if (!isObject(given)) throw invalidRequest('Send a JSON object with members of the referral, or {}.', 'referral');
  const { id } = given;
  if (id !== undefined && (typeof id !== 'string' || id === '')) {
    throw invalidRequest('An id is a non-empty text.', 'id');
  }
  const [doubt] = findDoubts(given);
  if (doubt) {
    const { rule, message, place } = doubt;
    // Names are not the API's rule, which takes them in any case.
    throw rule === undefined ? invalidRequest(message, place) : refuse(rule, message, place);
  }
  asServed(given, referralSchema, '');
}

/** What is probably wrong in the JSON of a referral: it is not as any response has it. */
export interface Doubt {
  /** JSON pointer. */
  readonly place: string;
  /** As a sentence. */
  readonly message: string;
  /** The rule that a value breaks; undefined for a misspelt name. */
  readonly rule?: 'closed-list' | 'value-type' | 'possible-date';
}

/** Misspelt names, values of a wrong type, dates that don't exist and misspelt values of closed lists, names first. */
export function findDoubts(referral: JsonObject): Doubt[] {
  const doubts = [...findNames(referral, referralSchema, '')];
  bindValue(referral, referralSchema, '', ({ rule, place, message }) => {
    if (rule !== 'closed-list' && rule !== 'value-type' && rule !== 'possible-date') return;
    const value = valueAt(referral, place);
    if (value === null || (rule === 'closed-list' && !isMisspelt(value, place))) return;
    doubts.push({ rule, place, message: message(inEnglish) });
  });
  return doubts;
}

/** A value with digits is rather another one: there are many that differ in nothing else. */
function isMisspelt(value: Json | undefined, place: string): boolean {
  const schema = schemaAt(keysOf(place));
  const known = (schema && closedList(schema)) ?? [];
  const words = known.filter((each) => !/\d/.test(each));
  return typeof value === 'string' && !/\d/.test(value) && misspeltName(value, words) !== undefined;
}

function valueAt(referral: JsonObject, pointer: string): Json | undefined {
  let at: Json | undefined = referral;
  for (const key of keysOf(pointer)) at = Array.isArray(at) ? at[Number(key)] : member(at, key);
  return at;
}

/** Names that are hardly another one than that of a property, or written in another case. */
function* findNames(value: Json, schema: Schema, pointer: string): Generator<Doubt> {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    if (items) for (const [index, item] of value.entries()) yield* findNames(item, items, `${pointer}/${index}`);
    return;
  }
  if (!isObject(value)) return;
  const properties = propertiesOf(schema);
  for (const [name, item] of Object.entries(value)) {
    const property = propertyOf(schema, name);
    const meant = property ? undefined : misspeltName(name, Object.keys(properties));
    if (property) yield* findNames(item, property, `${pointer}/${name}`);
    else if (meant !== undefined) {
      yield { place: `${pointer}/${name}`, message: unknownName(name, pointer, meant) };
    }
  }
}

/**
 * The value as the API serves it: a number where one was given as text. All else stays as it is.
 * @throws RequestRefusal 400 for null in place of an object that every referral has
 */
export function asServed(value: Json, schema: Schema, pointer: string): Json {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items
      ? value.map((item, index) => (item === null ? null : asServed(item, items, `${pointer}/${index}`)))
      : value;
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, item]): [string, Json] => {
      const property = propertyOf(schema, name);
      return [name, property ? asServed(item, property, `${pointer}/${name}`) : item];
    });
    return Object.fromEntries(members);
  }
  if (value === null && branchesOf(schema).every(({ type }) => type === 'object')) {
    throw refuse('value-type', `${pointer} must be an object.`, pointer);
  }
  const bound = typeof value === 'string' ? bindValue(value, schema, pointer, () => undefined) : value;
  return typeof bound === 'number' ? bound : value;
}

function unknownName(name: string, pointer: string, meant: string): string {
  const place = pointer === '' ? '' : ` at ${pointer}`;
  const isOtherCase = name.toLowerCase() === meant.toLowerCase();
  const reason = isOtherCase ? ' Here names have the case that they have in responses.' : '';
  return `"${name}" is not a property of a referral${place}. Did you mean "${meant}"?${reason}`;
}
