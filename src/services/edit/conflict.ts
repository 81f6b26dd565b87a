import type { FetchedReferral } from '../../api/client.ts';
import { parseJsonTree, type Tree } from '../../referral/leaves.ts';
import { treeText } from '../../referral/treeText.ts';
import { checkEdit } from './checkEdit.ts';
import { merge } from './merge.ts';
import { ownVersion, type OwnVersion } from './ownVersion.ts';
import type { Conflict, Edit } from './saveOutcome.ts';

/** The conflict of an edit with another version, whether or not anything overlaps. Throws a SyntaxError. */
export function conflictBetween(
  { base, text, sent = [] }: Pick<Edit, 'base' | 'text' | 'sent'>,
  current: FetchedReferral,
): Conflict {
  const [was, mine, theirs] = [base, text, current.text].map(parseJsonTree) as [Tree, Tree, Tree];
  return conflictOf(ownVersion(was, mine, sent.map(parseJsonTree), theirs), current);
}

export function conflictOf({ base, mine }: OwnVersion, current: FetchedReferral): Conflict {
  const theirs = parseJsonTree(current.text);
  const { tree, overlaps } = merge(base, mine, theirs, 'mine');
  return {
    kind: 'conflict',
    current,
    mine: treeText(tree),
    theirs: treeText(merge(base, mine, theirs, 'theirs').tree),
    overlaps,
    mineProblems: checkEdit(theirs, tree).problems,
  };
}
