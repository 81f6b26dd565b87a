import type { FetchedReferral } from '../../api/client.ts';
import { parseJsonTree } from '../../referral/leaves.ts';
import { tryParseJson } from '../../referral/parseReferral.ts';
import { treeText } from '../../referral/treeText.ts';
import { checkEdit } from './checkEdit.ts';
import { afterSaves, type LaterVersion } from './earlierSaves.ts';
import { merge } from './merge.ts';
import { ownVersion, type OwnVersion } from './ownVersion.ts';
import type { Conflict, Edit } from './saveOutcome.ts';

/**
 * The conflict of an edit with another version, whether or not anything overlaps. Undefined for a text that can't be
 * merged: one that is not JSON, or that sets a property twice, of which a merge keeps only the last.
 */
export async function conflictBetween(
  { base, text, sent = [], saves }: Pick<Edit, 'base' | 'text' | 'sent' | 'saves'>,
  current: FetchedReferral,
): Promise<Conflict | undefined> {
  if (!(await tryParseJson(text)).ok) return undefined;
  const { repeatedNames } = await import('./repeatedNames.ts');
  if (repeatedNames(base, text).length > 0) return undefined;
  const version = (of: string): LaterVersion => afterSaves({ base, saves }, of);
  const { base: was, mine } = version(text);
  const earlier = sent.map((each) => version(each).mine);
  return conflictOf(ownVersion(was, mine, earlier, parseJsonTree(current.text)), current);
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
