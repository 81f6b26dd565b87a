import { parseJsonTree, type Tree } from '../../referral/leaves.ts';
import { isReadOnlyPath, referralSchema, schemaAt } from '../../referral/rules/schema.ts';
import { isBranch, isList, memberOf } from '../../referral/treeText.ts';
import { isUnset, sameWhenBound, withKnownNames } from './bound.ts';
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
 * count, nor other spellings of what the service stores as the same value, nor that an empty value is missing.
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
    } else if (!sameWhenBound(mine, theirs, schemaAt(steps)) && !(isEmpty(mine) && isEmpty(theirs))) {
      differences.push({ pointer: pointerOf(steps), theirs });
    }
  };
  const [mine, theirs] = [body, server].map((text) => withKnownNames(parseJsonTree(text), undefined, referralSchema));
  if (mine) compare(mine, theirs, []);
  return differences;
}

function isEmpty(tree: Tree | undefined): boolean {
  return tree === undefined || isUnset(tree) || (isBranch(tree) && Object.keys(tree).length === 0);
}
