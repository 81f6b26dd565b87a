import { parseJsonTree, Scalar, type Tree } from '../../referral/leaves.ts';
import { isReadOnlyPath } from '../../referral/rules/schema.ts';
import { isBranch, isList, memberOf, sameTree } from '../../referral/treeText.ts';
import { pointerOf } from './patch.ts';

/** A value that a referral has otherwise than a document. */
export interface DealDifference {
  /** JSON pointer. */
  readonly pointer: string;
  /** Undefined if it has none. */
  readonly theirs: Tree | undefined;
}

/**
 * What a referral has otherwise than the document that it was to be created from. What only the server sets doesn't
 * count, nor other spellings of a value or a date, nor that an empty value is missing.
 */
export function differencesFrom(server: string, body: string): DealDifference[] {
  const differences: DealDifference[] = [];
  const compare = (mine: Tree, theirs: Tree | undefined, steps: readonly string[]): void => {
    // The server derives the type from the consent (docs/api.md, Consent).
    if (steps.length > 0 && (isReadOnlyPath(steps) || (steps.length === 1 && steps[0] === 'type'))) return;
    if (isBranch(mine) && (isBranch(theirs) || isEmpty(theirs))) {
      for (const [name, value] of Object.entries(mine)) compare(value, memberOf(theirs, name), [...steps, name]);
    } else if (isList(mine) && isList(theirs) && mine.length === theirs.length) {
      for (const [index, item] of mine.entries()) compare(item, theirs[index], [...steps, String(index)]);
    } else if (!isSame(mine, theirs)) {
      differences.push({ pointer: pointerOf(steps), theirs });
    }
  };
  compare(parseJsonTree(body), parseJsonTree(server), []);
  return differences;
}

function isSame(mine: Tree, theirs: Tree | undefined): boolean {
  if (sameTree(mine, theirs) || (isEmpty(mine) && isEmpty(theirs))) return true;
  const [left, right] = [dateOf(mine), dateOf(theirs)];
  return left !== undefined && left === right;
}

/** The service returns empty text, null or nothing for what isn't set (docs/api.md, Formats). */
function isEmpty(tree: Tree | undefined): boolean {
  if (tree === undefined) return true;
  if (tree instanceof Scalar) return tree.value === null || tree.value === '';
  return Object.keys(tree).length === 0;
}

function dateOf(tree: Tree | undefined): number | undefined {
  if (!(tree instanceof Scalar) || typeof tree.value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(tree.value))
    return undefined;
  const time = Date.parse(tree.value);
  return Number.isNaN(time) ? undefined : time;
}
