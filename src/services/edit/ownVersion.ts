import type { Tree } from '../../referral/leaves.ts';
import { referralSchema, schemaAt } from '../../referral/rules/schema.ts';
import { isBranch, isList, memberOf } from '../../referral/treeText.ts';
import { sameWhenBound, withKnownNames } from './bound.ts';
import { byIdentity, identities, withServersElements } from './listElements.ts';
import { pointerOf } from './patch.ts';

/** A person's version and the one that it was made from, both as far as the server has them. */
export interface OwnVersion {
  readonly base: Tree;
  readonly mine: Tree;
}

/**
 * Prepares the merge of a person's version with the server's. What the person has sent and the server has by now is part
 * of the base: it is no change of others, and taking it back is a change of the person.
 * @param sent the person's earlier versions whose change may have been carried out, oldest first
 */
export function ownVersion(base: Tree, mine: Tree, sent: readonly Tree[], theirs: Tree): OwnVersion {
  const named = [...sent, mine].map((version) => withKnownNames(version, base, referralSchema));
  const versions = withServersElements(base, named, theirs);
  const own = versions.pop() ?? mine;
  const carriedOut = versions.reduce((before, version) => withCarriedOut(before, version, theirs, []) ?? before, base);
  return { base: carriedOut, mine: own };
}

/** The version before with each value of the sent one that the server has. Undefined: absent. */
function withCarriedOut(
  was: Tree | undefined,
  sent: Tree | undefined,
  theirs: Tree | undefined,
  steps: readonly string[],
): Tree | undefined {
  const schema = schemaAt(steps);
  if (sameWhenBound(was, sent, schema)) return was;
  if (sameWhenBound(sent, theirs, schema)) return theirs;
  if (isBranch(sent) && isBranch(theirs)) {
    const names = new Set([...(isBranch(was) ? Object.keys(was) : []), ...Object.keys(sent)]);
    const members = Array.from(names, (name): [string, Tree | undefined] => [
      name,
      withCarriedOut(memberOf(was, name), memberOf(sent, name), memberOf(theirs, name), [...steps, name]),
    ]);
    const known = members.filter((member): member is [string, Tree] => member[1] !== undefined);
    if (was === undefined && known.length === 0) return undefined;
    // fromEntries defines own members, including one named __proto__.
    return isBranch(was) || known.length > 0 ? Object.fromEntries(known) : was;
  }
  const identify = identities.get(pointerOf(steps));
  if (!identify || !isList(sent) || !isList(theirs)) return was;
  const [before, ours, others] = [isList(was) ? was : [], sent, theirs].map((list) => byIdentity(list, identify));
  if (!before || !ours || !others) return was;
  const keys = new Set([...before.keys(), ...ours.keys()]);
  const elements = Array.from(keys, (key) =>
    withCarriedOut(before.get(key), ours.get(key), others.get(key), [...steps, '0']),
  ).filter((element) => element !== undefined);
  return isList(was) || elements.length > 0 ? elements : was;
}
