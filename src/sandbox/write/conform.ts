import schemaFile from '../../referral/referral.schema.json' with { type: 'json' };
import { invalidRequest, type RequestRefusal } from '../http/requestRefusal.ts';
import { isObject, type Json } from '../../base/json.ts';

/** The part of JSON Schema that referral.schema.json uses, checked by a test. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

export const referralSchema: Schema = schemaFile as Schema;
const definitions = new Map(Object.entries(schemaFile.definitions as Record<string, Schema>));

/**
 * Converts a sent value as the service does: names match ignoring case, numeric strings become numbers for numeric
 * properties (docs/api.md, Formats), unknown members are kept.
 * @param pointer JSON pointer of the value, the `target` of a refusal
 * @throws RequestRefusal 400 if the value doesn't match the schema
 */
export function conform(value: Json, schema: Schema, pointer: string): Json {
  const resolved = resolve(schema);
  if (resolved.anyOf) return conformToAny(value, resolved.anyOf, pointer);
  if (resolved.enum && !(typeof value === 'string' && resolved.enum.includes(value))) {
    throw misfit(pointer, `must be one of ${resolved.enum.join(', ')}`);
  }
  const bound = coerce(value, resolved);
  const kinds = typeof resolved.type === 'string' ? [resolved.type] : resolved.type;
  if (kinds && !kinds.includes(kindOf(bound))) throw misfit(pointer, `must be ${withArticle(kinds)}`);
  if (resolved.format === 'date-time' && typeof bound === 'string' && !isDateTime(bound)) {
    throw misfit(pointer, 'must be a date and time such as 2026-10-30T00:00:00Z');
  }
  if (Array.isArray(bound)) {
    const { items } = resolved;
    return items ? bound.map((item, index) => conform(item, items, `${pointer}/${index}`)) : bound;
  }
  return isObject(bound) ? conformMembers(bound, resolved, pointer) : bound;
}

/** The schema at the steps of a JSON pointer, or undefined. */
export function schemaAt(steps: readonly string[], schema: Schema = referralSchema): Schema | undefined {
  const resolved = resolve(schema);
  const [step, ...rest] = steps;
  if (step === undefined) return resolved;
  for (const branch of resolved.anyOf ?? [resolved]) {
    const { properties, items } = resolve(branch);
    const next = properties && Object.hasOwn(properties, step) ? properties[step] : isElement(step) ? items : undefined;
    const found = next && schemaAt(rest, next);
    if (found) return found;
  }
  return undefined;
}

/** True if the schema defines members at the steps of a JSON pointer. */
export function holdsMembers(steps: readonly string[]): boolean {
  const schema = schemaAt(steps);
  return (schema?.anyOf ?? (schema ? [schema] : [])).some((branch) => resolve(branch).properties !== undefined);
}

/** True for an array index or `-`, the end of an array. */
export function isElement(step: string): boolean {
  return step === '-' || /^\d+$/.test(step);
}

function conformToAny(value: Json, branches: readonly Schema[], pointer: string): Json {
  const refusals: RequestRefusal[] = [];
  for (const branch of branches) {
    try {
      return conform(value, branch, pointer);
    } catch (error) {
      refusals.push(error as RequestRefusal);
    }
  }
  // The error at the deepest place is the most specific.
  const [first] = refusals.sort((a, b) => targetLength(b) - targetLength(a));
  throw first ?? misfit(pointer, 'does not fit');
}

function conformMembers(value: { [name: string]: Json }, schema: Schema, pointer: string): Json {
  const properties = schema.properties ?? {};
  let inLowerCase: Map<string, string> | undefined;
  /** The property that matches a name ignoring case, unless the object also has that property. */
  const findName = (name: string): string | undefined => {
    inLowerCase ??= new Map(Object.keys(properties).map((known) => [known.toLowerCase(), known]));
    const found = inLowerCase.get(name.toLowerCase());
    return found !== undefined && !Object.hasOwn(value, found) ? found : undefined;
  };
  const members = Object.entries(value).map(([name, item]): [string, Json] => {
    const known = Object.hasOwn(properties, name) ? name : findName(name);
    const property = known === undefined ? undefined : properties[known];
    // fromEntries defines own members, including one named __proto__.
    return property && known !== undefined ? [known, conform(item, property, `${pointer}/${known}`)] : [name, item];
  });
  const bound = Object.fromEntries(members);
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(bound, name)) throw misfit(`${pointer}/${name}`, 'is required');
  }
  return bound;
}

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const target = definitions.get(schema.$ref.replace('#/definitions/', ''));
  if (!target) throw new Error(`The schema has no ${schema.$ref}`);
  return resolve(target);
}

function coerce(value: Json, { type }: Schema): Json {
  // A number beyond JavaScript's range would be serialized as null.
  const isNumeric = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) && Number.isFinite(Number(value));
  return isNumeric && type?.includes('number') && !type.includes('string') ? Number(value) : value;
}

function kindOf(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text));
}

function withArticle(kinds: readonly string[]): string {
  return kinds.map((kind) => (kind === 'null' ? 'null' : `${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`)).join(' or ');
}

function misfit(pointer: string, problem: string): RequestRefusal {
  return invalidRequest(`${pointer || 'The referral'} ${problem}.`, pointer || 'referral');
}

function targetLength({ body }: RequestRefusal): number {
  const { error } = body;
  return isObject(error) && typeof error.target === 'string' ? error.target.length : 0;
}
