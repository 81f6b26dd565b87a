import { keysOf, Scalar, treeAt, type Tree } from '../../referral/leaves.ts';
import { isDocumentedPath } from '../../referral/rules/documentedPaths.ts';
import { schemaAt } from '../../referral/rules/schema.ts';
import { isBranch, isList, memberOf, treeText } from '../../referral/treeText.ts';
import { hasAllOf } from './bound.ts';

export type Identify = (element: Tree) => string;

const textOf = (element: Tree, name: string): string => {
  const value = memberOf(element, name);
  return value instanceof Scalar && value.value !== null ? String(value.value).trim().toLowerCase() : '';
};

/** By the values of members, or by the whole element if it has none of them. */
const by =
  (...names: string[]): Identify =>
  (element) => {
    const values = names.map((name) => textOf(element, name));
    return values.every((value) => value === '') ? treeText(element) : JSON.stringify(values);
  };

/** What identifies the elements of a list, by the pointer of the list (docs/api.md, Properties). */
export const identities: ReadonlyMap<string, Identify> = new Map([
  ['/team', by('email')],
  ['/customerProfile/team', by('email')],
  ['/customerProfile/ids', by('profileType', 'id')],
  ['/target', by('type', 'id')],
  ['/registrations', by('id')],
  ...['industries', 'products', 'services', 'solutions', 'offers', 'salesPlays'].map(
    (name) => [`/details/requirements/${name}`, by('id')] as const,
  ),
  ['/details/requirements/additionalRequirements/attributes', by('type', 'id')],
]);

/** Undefined if two elements have the same identity. */
export function byIdentity(list: readonly Tree[], identify: Identify): Map<string, Tree> | undefined {
  const found = new Map(list.map((element) => [identify(element), element]));
  return found.size === list.length ? found : undefined;
}

/** True if the API adds elements at the end of a list, and neither moves nor removes any. */
export function isOnlyAppended(steps: readonly string[]): boolean {
  return isDocumentedPath([...steps, '-']) && !isDocumentedPath(steps);
}

/**
 * A person's version in which each added element that the server has, too, is as the server has it. The same person or
 * registration has no other identity where the service adds members, for example the id of a registration.
 */
export function withServersElements(base: Tree, mine: Tree, theirs: Tree): Tree {
  let adopted = mine;
  for (const [pointer, identify] of identities) {
    const [was, ours, others] = [base, mine, theirs].map((tree) => treeAt(tree, pointer));
    const schema = schemaAt([...keysOf(pointer), '-']);
    if (!isList(ours) || !isList(others) || !schema) continue;
    const known = new Set((isList(was) ? was : []).map(identify));
    const [ourKeys, theirKeys] = [new Set(ours.map(identify)), new Set(others.map(identify))];
    const added = new Set(others.filter((element) => !known.has(identify(element)) && !ourKeys.has(identify(element))));
    if (added.size === 0) continue;
    const elements = ours.map((element) => {
      const key = identify(element);
      if (known.has(key) || theirKeys.has(key)) return element;
      const same = [...added].filter((other) => hasAllOf(other, element, schema));
      // The one with the least beside.
      const [closest] = same.sort((left, right) => Object.keys(left).length - Object.keys(right).length);
      if (closest) added.delete(closest);
      return closest ?? element;
    });
    const steps = keysOf(pointer);
    adopted = replaced(adopted, steps, isOnlyAppended(steps) ? inOrderOf(others, elements, identify) : elements);
  }
  return adopted;
}

/** The elements that the server has in its order, then the others, which can only be added at the end. */
function inOrderOf(others: readonly Tree[], elements: readonly Tree[], identify: Identify): Tree[] {
  const places = new Map(others.map((element, index) => [identify(element), index]));
  const placeOf = (element: Tree): number => places.get(identify(element)) ?? others.length;
  return elements.toSorted((left, right) => placeOf(left) - placeOf(right));
}

function replaced(tree: Tree, [step, ...rest]: readonly string[], value: Tree): Tree {
  if (step === undefined || !isBranch(tree)) return value;
  const members = Object.entries(tree).map(([name, child]): [string, Tree] => [
    name,
    name === step ? replaced(child, rest, value) : child,
  ]);
  return Object.fromEntries(members);
}
