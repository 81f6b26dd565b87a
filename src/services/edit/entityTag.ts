import { parseJsonTree, Scalar, type Tree } from '../../referral/leaves.ts';
import { memberOf } from '../../referral/treeText.ts';

/** The entity tag in a referral's body. An empty one counts as none. */
export function eTagOf(referral: Tree): string | undefined {
  const tag = memberOf(referral, 'eTag');
  return tag instanceof Scalar && typeof tag.value === 'string' && tag.value !== '' ? tag.value : undefined;
}

/** True if a referral's text has its entity tag. */
export function hasTag(text: string): boolean {
  try {
    return eTagOf(parseJsonTree(text)) !== undefined;
  } catch {
    return false;
  }
}
