import { instantKey } from '../time/instant.ts';
import { isObject, member, type Json } from '../../base/json.ts';
import type { Filter, Literal, Operator, Path } from './filterSyntax.ts';

/** Reads the value at the steps of a path. A filter treats absent values as null. */
export type ReadPath = (steps: readonly string[]) => Json | undefined;

/** @param scopes read the referral, then the element of each enclosing `any` */
export function meetsFilter(filter: Filter, ...scopes: readonly ReadPath[]): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => meetsFilter(part, ...scopes));
    case 'or':
      return filter.parts.some((part) => meetsFilter(part, ...scopes));
    case 'not':
      return !meetsFilter(filter.part, ...scopes);
    case 'any': {
      const found = readAt(filter.path, scopes);
      // A single object in place of an array occurs in captures (docs/api.md, Properties).
      const elements = Array.isArray(found) ? found : isObject(found) ? [found] : [];
      return elements.some((element) => meetsFilter(filter.part, ...scopes, readerOf(element)));
    }
    case 'compare':
      return compares(readAt(filter.path, scopes), filter.operator, filter.literal, filter.path.steps);
  }
}

function readAt({ scope, steps }: Path, scopes: readonly ReadPath[]): Json | undefined {
  return scopes[scope]?.(steps);
}

/** Reads paths in a plain value. */
export function readerOf(value: Json): ReadPath {
  return (steps) => steps.reduce<Json | undefined>(member, value);
}

/** Ids and e-mails are compared ignoring case (docs/api.md, Filters), except those that are free text of partners. */
export function foldsCase(steps: readonly string[]): boolean {
  const name = steps.at(-1) ?? '';
  return /(^i|I)d$|^email$/.test(name) && name !== 'externalReferenceId' && name !== 'campaignId';
}

function compares(value: Json | undefined, operator: Operator, literal: Literal, steps: readonly string[]): boolean {
  const missing = value === undefined || value === null;
  if (missing || literal === null) {
    // As in OData: null equals only null and has no order.
    const same = missing && literal === null;
    return operator === 'eq' ? same : operator === 'ne' ? !same : false;
  }
  const order = compareValues(value, literal, steps);
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
function compareValues(value: Json, literal: NonNullable<Literal>, steps: readonly string[]): number | undefined {
  if (typeof value === 'string' && typeof literal === 'string') {
    if (steps.at(-1)?.endsWith('DateTime')) {
      const [left, right] = [instantKey(value), instantKey(literal)];
      return left === undefined || right === undefined ? undefined : order(left, right);
    }
    return foldsCase(steps) ? order(value.toLowerCase(), literal.toLowerCase()) : order(value, literal);
  }
  if (typeof value === 'number' && typeof literal === 'number') return order(value, literal);
  // As in OData: true is greater than false.
  if (typeof value === 'boolean' && typeof literal === 'boolean') return Number(value) - Number(literal);
  return undefined;
}

function order<T extends string | number>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
