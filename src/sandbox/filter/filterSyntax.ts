import { invalidRequest, type RequestRefusal } from '../http/requestRefusal.ts';

/** A parsed `$filter`. Paths are split at slashes. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'compare'; readonly path: Path; readonly operator: Operator; readonly literal: Literal }
  /** True if an element of the array at `path` matches `part`, whose paths are relative to the element. */
  | { readonly kind: 'any'; readonly path: Path; readonly part: Filter };

export type Path = readonly string[];
export type Literal = string | number | boolean | null;

export const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof operators)[number];

/** @param at offset in the filter, from 0; the message counts characters from 1 */
export function filterError(message: string, at: number): RequestRefusal {
  return invalidRequest(`${message} at character ${at + 1} of $filter.`, '$filter');
}
