import type { Tree } from '../../referral/leaves.ts';
import { schemaAt } from '../../referral/rules/schema.ts';
import { isBranch, isList, memberOf, type Branch } from '../../referral/treeText.ts';
import { sameWhenBound } from './bound.ts';
import { byIdentity, identities, isOnlyAppended, withServersElements } from './listElements.ts';
import { pointerOf } from './patch.ts';

/** A value that was changed differently on both sides. Undefined: absent there. */
export interface Overlap {
  /** JSON pointer in the merged document. */
  readonly pointer: string;
  readonly base: Tree | undefined;
  readonly mine: Tree | undefined;
  readonly theirs: Tree | undefined;
}

export interface Merged {
  readonly tree: Tree;
  readonly overlaps: readonly Overlap[];
}

/**
 * Merges two changed versions of a document. Members of objects are merged by name. Elements of the lists of people,
 * solutions and the like are merged by what identifies them, so that two added people are both there; any other list is
 * one value. An element that I added is the same as one that they added if theirs has all that mine has.
 * @param side whose value is taken where both changed the same
 */
export function merge(base: Tree, mine: Tree, theirs: Tree, side: 'mine' | 'theirs'): Merged {
  const overlaps: Overlap[] = [];

  const mergeValue = (
    was: Tree | undefined,
    ours: Tree | undefined,
    others: Tree | undefined,
    steps: readonly string[],
  ): Tree | undefined => {
    if (isSame(ours, others, steps) || isSame(was, ours, steps)) return others;
    if (isSame(was, others, steps)) return ours;
    if (isBranch(ours) && isBranch(others)) return mergeMembers(was, ours, others, steps);
    const lists = isList(ours) && isList(others) ? mergeElements(was, ours, others, steps) : undefined;
    if (lists) return lists;
    overlaps.push({ pointer: pointerOf(steps), base: was, mine: ours, theirs: others });
    return side === 'mine' ? ours : others;
  };

  const mergeMembers = (was: Tree | undefined, ours: Branch, others: Branch, steps: readonly string[]): Tree => {
    const names = new Set([...Object.keys(others), ...Object.keys(ours)]);
    const members: [string, Tree][] = [];
    for (const name of names) {
      const value = mergeValue(memberOf(was, name), memberOf(ours, name), memberOf(others, name), [...steps, name]);
      if (value !== undefined) members.push([name, value]);
    }
    // fromEntries defines own members, including one named __proto__.
    return Object.fromEntries(members);
  };

  /** Undefined if the elements can't be told apart. */
  const mergeElements = (
    was: Tree | undefined,
    ours: readonly Tree[],
    others: readonly Tree[],
    steps: readonly string[],
  ): Tree | undefined => {
    const identify = identities.get(pointerOf(steps));
    if (!identify) return undefined;
    const [before, left, right] = [isList(was) ? was : [], ours, others].map((list) => byIdentity(list, identify));
    if (!before || !left || !right || bothReplaced(before, left, right)) return undefined;
    const merged: Tree[] = [];
    const keys = isOnlyAppended(steps) ? new Set([...right.keys(), ...left.keys()]) : orderOf(before, left, right);
    for (const key of keys) {
      const at = [...steps, String(merged.length)];
      const value = mergeValue(before.get(key), left.get(key), right.get(key), at);
      if (value !== undefined) merged.push(value);
    }
    return merged;
  };

  const [ours = mine] = withServersElements(base, [mine], theirs);
  const tree = mergeValue(base, ours, theirs, []) ?? theirs;
  return { tree, overlaps };
}

function isSame(left: Tree | undefined, right: Tree | undefined, steps: readonly string[]): boolean {
  return sameWhenBound(left, right, schemaAt(steps));
}

/**
 * True if both sides lack the same element and each has others instead: they may be two new versions of that one, and
 * having both would double it.
 */
function bothReplaced(
  before: ReadonlyMap<string, Tree>,
  ours: ReadonlyMap<string, Tree>,
  others: ReadonlyMap<string, Tree>,
): boolean {
  const hasNew = (list: ReadonlyMap<string, Tree>, other: ReadonlyMap<string, Tree>): boolean =>
    [...list.keys()].some((key) => !before.has(key) && !other.has(key));
  const bothLack = [...before.keys()].some((key) => !ours.has(key) && !others.has(key));
  return bothLack && hasNew(ours, others) && hasNew(others, ours);
}

/** The order of the side that changed it; theirs if both did. Elements that only the other side has come last. */
function orderOf(
  before: ReadonlyMap<string, Tree>,
  ours: ReadonlyMap<string, Tree>,
  others: ReadonlyMap<string, Tree>,
): ReadonlySet<string> {
  const common = (list: ReadonlyMap<string, Tree>): string => {
    const kept = [...list.keys()].filter((key) => before.has(key) && ours.has(key) && others.has(key));
    return JSON.stringify(kept);
  };
  const theyKeptTheOrder = common(others) === common(before);
  const [first, second] = theyKeptTheOrder ? [ours, others] : [others, ours];
  return new Set([...first.keys(), ...second.keys()]);
}
