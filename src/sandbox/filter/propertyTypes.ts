import { branchesOf, referralSchema, resolveSchema, type Schema } from '../../referral/rules/schema.ts';

export type ScalarKind = 'text' | 'time' | 'number' | 'boolean';

/** What a query may do with a property. */
export interface PropertyType {
  /** The schema doesn't say what it is, so a query may do anything with it. */
  readonly isOpen: boolean;
  readonly scalars: ReadonlySet<ScalarKind>;
  /** Empty if it is no object. */
  readonly members: ReadonlyMap<string, PropertyType>;
  /** Absent if it is no list. */
  readonly elements: PropertyType | undefined;
}

export const openType: PropertyType = { isOpen: true, scalars: new Set(), members: new Map(), elements: undefined };

// The type of an object is read when it is first asked for: most queries use a few properties.
const read = new Map<Schema, PropertyType>();

/** The type of a referral, as the schema describes it. */
export function referralType(): PropertyType {
  return typeOf(referralSchema);
}

function typeOf(schema: Schema): PropertyType {
  const resolved = resolveSchema(schema);
  const known = read.get(resolved);
  if (known) return known;
  const branches = branchesOf(resolved);
  const members = new Map<string, PropertyType>();
  const elements = branches.find(({ items }) => items !== undefined)?.items;
  const type: PropertyType = {
    isOpen: branches.every(({ type, properties, enum: values }) => !type && !properties && !values),
    scalars: new Set(branches.flatMap(scalarsOf)),
    members,
    elements: elements && typeOf(elements),
  };
  read.set(resolved, type);
  for (const { properties } of branches) {
    for (const [name, property] of Object.entries(properties ?? {})) members.set(name, typeOf(property));
  }
  return type;
}

function scalarsOf({ type, format, enum: values }: Schema): ScalarKind[] {
  const kinds = typeof type === 'string' ? [type] : (type ?? []);
  const found: ScalarKind[] = values ? ['text'] : [];
  if (kinds.includes('string')) found.push(format === 'date-time' ? 'time' : 'text');
  if (kinds.includes('number')) found.push('number');
  if (kinds.includes('boolean')) found.push('boolean');
  return found;
}
