import type { Node } from 'jsonc-parser';
import { closestName } from '../../referral/rules/closestName.ts';

/** The part of JSON Schema in which partner-scenario.schema.json is written. */
export interface ShapeSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  /** With a pattern: all that is taken, in this case or another. */
  readonly examples?: readonly string[];
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: ShapeSchema;
  readonly properties?: Readonly<Record<string, ShapeSchema>>;
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** Alternatives of required properties; nothing else. */
  readonly oneOf?: readonly { readonly required: readonly [string] }[];
  readonly definitions?: Readonly<Record<string, ShapeSchema>>;
}

/** What is wrong, as a sentence, and the node in which. */
export interface ShapeProblem {
  readonly node: Node;
  readonly message: string;
}

/**
 * The first value that doesn't have the shape of the schema, in the order of the text. A library of JSON Schema would
 * tell neither the node nor the name that was meant.
 * @param root the schema with the definitions
 */
export function findShapeProblem(node: Node, root: ShapeSchema): ShapeProblem | undefined {
  return check(node, root, 'scenario', root);
}

function check(node: Node, given: ShapeSchema, name: string, root: ShapeSchema): ShapeProblem | undefined {
  const schema = resolve(given, root);
  const what = schema.title === undefined ? quoted(name) : `The ${schema.title}`;
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (types && !types.some((type) => hasType(node, type))) {
    return { node, message: `${what} must be ${types.map((type) => typeWords[type] ?? type).join(' or ')}.` };
  }
  if (node.type === 'object') return checkMembers(node, schema, what, root);
  if (node.type === 'array') {
    const elements = node.children ?? [];
    const { items } = schema;
    if (elements.length < (schema.minItems ?? 0)) return { node, message: `${what} must not be empty.` };
    return items && first(elements, (element) => check(element, items, name, root));
  }
  return checkScalar(node, schema, what);
}

function checkMembers(node: Node, schema: ShapeSchema, what: string, root: ShapeSchema): ShapeProblem | undefined {
  const { properties = {}, additionalProperties = true, required = [], minProperties = 0, maxProperties } = schema;
  const names = Object.keys(properties);
  const seen = new Set<string>();
  const inMembers = first(node.children ?? [], ({ children = [] }) => {
    const [key, value] = children;
    if (!key || !value) return undefined;
    const name = String(key.value);
    if (seen.has(name)) return { node: key, message: `${quoted(name)} occurs twice. Leave one out.` };
    seen.add(name);
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property) return check(value, property, name, root);
    if (additionalProperties) return undefined;
    const meant = closestName(name, names);
    const hint = meant === undefined ? `It has ${names.join(', ')}.` : `Did you mean "${meant}"?`;
    return { node: key, message: `${what} has no property "${name}". ${hint}` };
  });
  if (inMembers) return inMembers;
  const missing = required.find((name) => !seen.has(name));
  if (missing !== undefined) {
    const meant = closestName(
      missing,
      [...seen].filter((name) => !names.includes(name)),
    );
    const hint = meant === undefined ? '' : ` Did you mean that by "${meant}"?`;
    const key = node.children?.find(({ children }) => children?.[0]?.value === meant)?.children?.[0];
    return { node: key ?? node, message: `${what} needs the property "${missing}".${hint}` };
  }
  if (seen.size < minProperties) return { node, message: `${what} needs one of ${names.join(', ')}.` };
  if (maxProperties !== undefined && seen.size > maxProperties) {
    const surplus = node.children?.[maxProperties]?.children?.[0] ?? node;
    const together = [...seen].map(quoted).join(' and ');
    return { node: surplus, message: `${what} has only one property, not ${together}. Write one each.` };
  }
  return checkAlternatives(node, schema, what, seen);
}

function checkAlternatives(
  node: Node,
  { oneOf }: ShapeSchema,
  what: string,
  seen: ReadonlySet<string>,
): ShapeProblem | undefined {
  if (!oneOf) return undefined;
  const names = oneOf.map(({ required: [name] }) => name);
  const given = names.filter((name) => seen.has(name));
  if (given.length === 1) return undefined;
  const words = names.map(quoted).join(' or ');
  if (given.length === 0) return { node, message: `${what} needs ${words}.` };
  return { node, message: `${what} takes either ${words}, not both. Leave one out.` };
}

function checkScalar(node: Node, schema: ShapeSchema, what: string): ShapeProblem | undefined {
  const value: unknown = node.value;
  const { enum: values, pattern, examples, minLength = 0, minimum = -Infinity, maximum = Infinity } = schema;
  if (values && !values.includes(value)) {
    return { node, message: `${what} takes ${listed(values)}, not ${JSON.stringify(value)}.${hintAt(value, values)}` };
  }
  if (typeof value === 'string') {
    if (value.length < minLength) return { node, message: `${what} must not be empty.` };
    if (pattern !== undefined && !new RegExp(pattern).test(value)) {
      const message = examples
        ? `${what} takes ${listed(examples)} in any case, not ${JSON.stringify(value)}.${hintAt(value, examples)}`
        : `${what} must match ${pattern}, unlike ${JSON.stringify(value)}.`;
      return { node, message };
    }
  }
  if (typeof value === 'number' && (value < minimum || value > maximum)) {
    const range =
      maximum === Infinity ? `${minimum} or more` : minimum === -Infinity ? '' : `from ${minimum} to ${maximum}`;
    return { node, message: `${what} takes a number ${range}, not ${value}.` };
  }
  return undefined;
}

function listed(values: readonly unknown[]): string {
  return values.map((each) => JSON.stringify(each)).join(', ');
}

function hintAt(value: unknown, known: readonly unknown[]): string {
  const meant = closestName(String(value), known.map(String));
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

/** Members beside a `$ref` win. */
function resolve(schema: ShapeSchema, { definitions = {} }: ShapeSchema): ShapeSchema {
  const name = schema.$ref?.replace('#/definitions/', '');
  return name === undefined ? schema : { ...definitions[name], ...schema };
}

const typeWords: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

function hasType({ type, value }: Node, wanted: string): boolean {
  return wanted === 'integer' ? Number.isSafeInteger(value) : type === wanted;
}

function quoted(name: string): string {
  return `"${name}"`;
}

function first<T>(items: readonly T[], find: (item: T) => ShapeProblem | undefined): ShapeProblem | undefined {
  for (const item of items) {
    const problem = find(item);
    if (problem) return problem;
  }
  return undefined;
}
