import { instantKey } from '../time/instant.ts';
import { isObject, member, type Json } from '../../base/json.ts';
import type { Filter, Literal, Operator, Path } from './filterSyntax.ts';

/** Reads the value at a path. A filter treats absent values as null. */
export type ReadPath = (path: Path) => Json | undefined;

export function meetsFilter(filter: Filter, read: ReadPath): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => meetsFilter(part, read));
    case 'or':
      return filter.parts.some((part) => meetsFilter(part, read));
    case 'not':
      return !meetsFilter(filter.part, read);
    case 'any': {
      const found = read(filter.path);
      // A single object in place of an array occurs in captures (docs/api.md, Properties).
      const elements = Array.isArray(found) ? found : isObject(found) ? [found] : [];
      return elements.some((element) => meetsFilter(filter.part, readerOf(element)));
    }
    case 'compare':
      return compares(read(filter.path), filter.operator, filter.literal, filter.path);
  }
}

/** Reads paths in a plain value. */
export function readerOf(value: Json): ReadPath {
  return (path) => path.reduce<Json | undefined>(member, value);
}

/** Ids and e-mails are compared ignoring case. */
export function foldsCase(path: Path): boolean {
  return /(^i|I)d$|^email$/.test(path.at(-1) ?? '');
}

function compares(value: Json | undefined, operator: Operator, literal: Literal, path: Path): boolean {
  const missing = value === undefined || value === null;
  if (missing || literal === null) {
    // As in OData: null equals only null and has no order.
    const same = missing && literal === null;
    return operator === 'eq' ? same : operator === 'ne' ? !same : false;
  }
  const order = compareValues(value, literal, path);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order !== undefined && order > 0;
    case 'ge':
      return order !== undefined && order >= 0;
    case 'lt':
      return order !== undefined && order < 0;
    case 'le':
      return order !== undefined && order <= 0;
  }
}

/** Negative, 0 or positive. Undefined for different types, which are unequal and have no order. */
function compareValues(value: Json, literal: NonNullable<Literal>, path: Path): number | undefined {
  if (typeof value === 'string' && typeof literal === 'string') {
    if (path.at(-1)?.endsWith('DateTime')) {
      const [left, right] = [instantKey(value), instantKey(literal)];
      return left === undefined || right === undefined ? undefined : order(left, right);
    }
    return foldsCase(path) ? order(value.toLowerCase(), literal.toLowerCase()) : order(value, literal);
  }
  if (typeof value === 'number' && typeof literal === 'number') return order(value, literal);
  // true and false have no order.
  if (typeof value === 'boolean' && typeof literal === 'boolean') return value === literal ? 0 : undefined;
  return undefined;
}

function order<T extends string | number>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
