import { isObject, member, type Json } from '../../base/json.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import {
  branchesOf,
  isElement,
  propertiesOf,
  referralSchema,
  schemaAt,
  type Schema,
} from '../../referral/rules/schema.ts';

/** A name that no referral has. */
export interface UnknownName {
  /** The name that was probably meant. */
  readonly meant?: string;
}

/**
 * The first of the steps to a value that can't be there: neither this referral nor the schema has a member of this name.
 * Where the schema doesn't say which members there are, only a name that resembles a present one counts as mistaken.
 */
export function findUnknownName(referral: Json, steps: readonly string[]): UnknownName | undefined {
  let parent: Json | undefined = referral;
  for (const [index, step] of steps.entries()) {
    const child = childOf(parent, step);
    if (child === undefined && !schemaAt(steps.slice(0, index + 1))) {
      const schema = schemaAt(steps.slice(0, index), referralSchema);
      const described = schema ? Object.keys(propertiesOf(schema)) : [];
      const meant = closestName(step, [...(isObject(parent) ? Object.keys(parent) : []), ...described]);
      if (meant !== undefined) return { meant };
      return described.length === 0 && takesAnyName(parent, schema) ? undefined : {};
    }
    parent = child;
  }
  return undefined;
}

/** The member of an object or the element of an array. */
export function childOf(parent: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(parent)) return isElement(step) ? parent[Number(step)] : undefined;
  return member(parent, step);
}

/** True if a value whose schema describes no members may have any. */
function takesAnyName(value: Json | undefined, schema: Schema | undefined): boolean {
  // What is there counts more than the schema: the service sends objects in place of arrays (docs/api.md, Properties).
  if (value !== undefined && value !== null) return isObject(value);
  if (!schema) return true;
  return branchesOf(schema).some(({ type, enum: values }) => !values && [type ?? 'object'].flat().includes('object'));
}
