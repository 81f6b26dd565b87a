import type { FetchedReferral } from '../../api/client.ts';
import { parseJsonTree, type Tree } from '../../referral/leaves.ts';
import { tryParseJson } from '../../referral/parseReferral.ts';
import { treeText } from '../../referral/treeText.ts';
import { checkEdit } from './checkEdit.ts';
import { merge } from './merge.ts';
import { ownVersion, type OwnVersion } from './ownVersion.ts';
import type { Conflict, Edit } from './saveOutcome.ts';

/**
 * The conflict of an edit with another version, whether or not anything overlaps. Undefined for a text that can't be
 * merged: one that is not JSON, or that sets a property twice, of which a merge keeps only the last.
 */
export async function conflictBetween(
  { base, text, sent = [] }: Pick<Edit, 'base' | 'text' | 'sent'>,
  current: FetchedReferral,
): Promise<Conflict | undefined> {
  if (!(await tryParseJson(text)).ok) return undefined;
  const { repeatedNames } = await import('./repeatedNames.ts');
  if (repeatedNames(base, text).length > 0) return undefined;
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
