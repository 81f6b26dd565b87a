import { refuse, type RequestRefusal } from '../http/requestRefusal.ts';
import type { RuleId } from '../../referral/rules/rules.ts';

/** A parsed and checked `$filter`. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'compare'; readonly path: Path; readonly operator: Operator; readonly literal: Literal }
  /** True if an element of the array at `path` matches `part`, in which the element is one more scope. */
  | { readonly kind: 'any'; readonly path: Path; readonly part: Filter };

export interface Path {
  /** What the steps begin at: 0 is the referral, n the element of the n-th enclosing `any`, the outermost first. */
  readonly scope: number;
  readonly steps: readonly string[];
}

export type Literal = string | number | boolean | null;

export const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof operators)[number];

/**
 * @param at offset in the filter, from 0; the message counts characters from 1
 * @param hint a sentence about what to write instead
 */
export function filterError(rule: RuleId, message: string, at: number, hint?: string): RequestRefusal {
  const place = `${message} at character ${at + 1} of $filter.`;
  return refuse(rule, hint === undefined ? place : `${place} ${hint}`, '$filter');
}
