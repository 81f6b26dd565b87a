import { isInRange } from '../../base/exactNumber.ts';
import { leavesOf, type Tree } from '../leaves.ts';
import type { Report } from './rule.ts';

/**
 * Reports the numbers that are out of the range of a double, such as 1e400: a reader of JSON refuses them or makes
 * something else of them. Digits that a double rounds are no violation.
 */
export function checkNumbers(tree: Tree, report: Report): void {
  for (const { pointer, value, raw } of leavesOf(tree)) {
    if (typeof value !== 'number' || isInRange(raw)) continue;
    report({
      rule: 'number-range',
      place: pointer,
      message: (t) =>
        t('{0} is out of range: numbers go up to about 1.8e308, and no closer to 0 than about 5e-324.', pointer),
    });
  }
}

/** False for a text in which no number can be out of range, since none has a long exponent or very many digits. */
export function mayBeOutOfRange(text: string): boolean {
  return /\de[+-]?\d{3}|\d{200}/i.test(text);
}
