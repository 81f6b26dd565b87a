import type { FetchedReferral } from '../../api/client.ts';
import { isReadOnlyPath } from '../../referral/rules/schema.ts';
import { parseJsonTree, treeAt, type Tree } from '../../referral/leaves.ts';
import { isBranch, memberOf, treeText } from '../../referral/treeText.ts';
import { checkEdit } from './checkEdit.ts';
import { eTagOf } from './entityTag.ts';
import { difference } from './patch.ts';
import { tooDeep, type SaveOutcome } from './saveOutcome.ts';

/**
 * How the save of a text ends whose base is not known: its eTag is not the server's or missing, so what differs may be a
 * change of the person or of others, and is a conflict. A text that sets a property twice is refused. Undefined if the text
 * is based on the server's version, or is not JSON.
 * @param isOtherServer true if `current` is of another server than the text's base: the same eTag says nothing then
 */
export async function saveWithoutBase(
  text: string,
  current: FetchedReferral,
  isOtherServer = false,
): Promise<SaveOutcome | undefined> {
  let mine: Tree;
  try {
    mine = parseJsonTree(text);
  } catch {
    return undefined;
  }
  const theirs = parseJsonTree(current.text);
  const eTag = eTagOf(mine);
  if (!isOtherServer && eTag !== undefined && eTag === eTagOf(theirs)) return undefined;
  const { repeatedNames } = await import('./repeatedNames.ts');
  try {
    const repeated = repeatedNames(current.text, text);
    if (repeated.length > 0) return { kind: 'refused', problems: repeated };
    const merged = completed(mine, theirs);
    const { operations, problems } = difference(theirs, merged);
    if (operations.length + problems.length === 0)
      return { kind: 'saved', fetched: current, isMerged: true, isSent: false };
    const pointers = [...operations.map(({ path }) => path), ...problems.map(({ pointer }) => pointer)];
    const overlaps = pointers.map((pointer) => ({
      pointer,
      base: undefined,
      mine: treeAt(merged, pointer),
      theirs: treeAt(theirs, pointer),
    }));
    return {
      kind: 'conflict',
      current,
      mine: treeText(merged),
      theirs: treeText(theirs),
      overlaps,
      mineProblems: checkEdit(theirs, merged).problems,
      isOtherServer,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'refused', problems: [tooDeep()] };
  }
}

/** A version with another's server-set properties, and those that it lacks: the API can't remove any. */
function completed(tree: Tree, source: Tree, steps: readonly string[] = []): Tree {
  if (!isBranch(tree) || !isBranch(source)) return tree;
  const names = new Set([...Object.keys(tree), ...Object.keys(source)]);
  const members = Array.from(names, (name): [string, Tree | undefined] => {
    const [mine, theirs] = [memberOf(tree, name), memberOf(source, name)];
    const at = [...steps, name];
    if (isReadOnlyPath(at)) return [name, theirs];
    return [name, mine === undefined || theirs === undefined ? (mine ?? theirs) : completed(mine, theirs, at)];
  });
  // fromEntries defines own members, including one named __proto__.
  return Object.fromEntries(members.filter((member): member is [string, Tree] => member[1] !== undefined));
}
