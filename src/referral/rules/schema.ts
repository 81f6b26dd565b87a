import schemaFile from '../referral.schema.json' with { type: 'json' };

/** The part of JSON Schema that referral.schema.json uses. A test checks that it uses nothing else. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  /** Set by the server. The value that a client sends is not used. */
  readonly readOnly?: boolean;
  /** Only the listed values can be written, with `orEmpty` also an empty string. Responses may contain others. */
  readonly 'x-closed'?: true | 'orEmpty';
}

export const referralSchema: Schema = schemaFile as Schema;
const definitions = new Map(Object.entries(schemaFile.definitions as Record<string, Schema>));

/** Returns the schema that a `$ref` refers to. Other schemas are returned unchanged. */
export function resolveSchema(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const target = definitions.get(schema.$ref.replace('#/definitions/', ''));
  if (!target) throw new Error(`The schema has no ${schema.$ref}`);
  return resolveSchema(target);
}

/** The alternatives of a schema with references resolved, or the schema itself if it has no alternatives. */
export function branchesOf(schema: Schema): readonly Schema[] {
  const resolved = resolveSchema(schema);
  return resolved.anyOf ? resolved.anyOf.flatMap(branchesOf) : [resolved];
}

/** The properties of the objects that a schema allows. Empty if it allows no objects or doesn't describe them. */
export function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  for (const { properties } of branchesOf(schema)) if (properties) return properties;
  return {};
}

/** The schema of the elements of the arrays that a schema allows. */
export function itemsOf(schema: Schema): Schema | undefined {
  return branchesOf(schema).find(({ items }) => items)?.items;
}

/** The property of an object by its exact name, or undefined. */
export function propertyOf(schema: Schema, name: string): Schema | undefined {
  const properties = propertiesOf(schema);
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The schema at the steps of a JSON pointer, or undefined. */
export function schemaAt(steps: readonly string[], schema: Schema = referralSchema): Schema | undefined {
  let found: Schema | undefined = schema;
  for (const step of steps) {
    const parent: Schema = found;
    found = propertyOf(parent, step) ?? (isElement(step) ? itemsOf(parent) : undefined);
    if (!found) return undefined;
  }
  return found;
}

/** True if the schema defines members at the steps of a JSON pointer. */
export function holdsMembers(steps: readonly string[]): boolean {
  const schema = schemaAt(steps);
  return schema !== undefined && Object.keys(propertiesOf(schema)).length > 0;
}

/** True for an array index or `-`, the end of an array. */
export function isElement(step: string): boolean {
  return step === '-' || /^\d+$/.test(step);
}

/** The name for the objects of a schema in messages, e.g. `a member`, `the address`. */
export function nameOf(schema: Schema): string {
  const resolved = branchesOf(schema).find(({ properties }) => properties);
  for (const [name, definition] of definitions) if (definition === resolved) return name;
  return 'referral';
}

/** The values that a closed list allows, or undefined if the list is open. */
export function closedList(schema: Schema): readonly string[] | undefined {
  if (schema['x-closed'] === undefined) return undefined;
  return branchesOf(schema).flatMap((branch) => branch.enum ?? []);
}

/**
 * JSON pointers of the properties with this name in the schema, in any case, with `0` for elements. Used to suggest
 * where a misplaced property belongs.
 */
export function placesOfName(name: string): readonly string[] {
  places ??= collectPlaces();
  return places.get(name.toLowerCase()) ?? [];
}

let places: Map<string, string[]> | undefined;

function collectPlaces(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const visit = (schema: Schema, pointer: string, depth: number): void => {
    if (depth > 12) return;
    for (const [name, property] of Object.entries(propertiesOf(schema))) {
      const place = `${pointer}/${name}`;
      const key = name.toLowerCase();
      found.set(key, [...(found.get(key) ?? []), place]);
      visit(property, place, depth + 1);
    }
    const items = itemsOf(schema);
    if (items) visit(items, `${pointer}/0`, depth + 1);
  };
  visit(referralSchema, '', 0);
  return found;
}

/** True if the path is at or below a property that only the server sets or that is fixed at creation. */
export function isReadOnlyPath(steps: readonly string[]): boolean {
  return isFixedPath(steps) || steps.some((_, index) => schemaAt(steps.slice(0, index + 1))?.readOnly === true);
}

/** True if the path is at a property that a client sets when it creates the deal, and never again. */
export function isFixedPath(steps: readonly string[]): boolean {
  return steps[0] === 'mpnId';
}
