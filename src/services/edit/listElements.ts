import { keysOf, Scalar, treeAt, type Tree } from '../../referral/leaves.ts';
import { isDocumentedPath } from '../../referral/rules/documentedPaths.ts';
import { itemsOf, propertyOf, schemaAt, type Schema } from '../../referral/rules/schema.ts';
import { isBranch, isList, memberOf, sameTree, treeText } from '../../referral/treeText.ts';
import { hasAllOf, isUnset } from './bound.ts';
import { pointerOf } from './patch.ts';

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

/**
 * Where the version before has the value at a pointer: elements of lists are told apart by what identifies them. Undefined
 * below an element that it doesn't have.
 */
export function placeBefore(before: Tree, after: Tree, pointer: string): string | undefined {
  let place = '';
  const steps = keysOf(pointer);
  for (const [depth, step] of steps.entries()) {
    const at = pointerOf(steps.slice(0, depth));
    const [was, now] = [treeAt(before, place), treeAt(after, at)];
    const element = isList(now) ? now[Number(step)] : undefined;
    if (!element) place += pointerOf([step]);
    else {
      const identify = identities.get(at) ?? by('id');
      const key = identify(element);
      const same = isList(was) ? [...was.keys()].filter((index) => identify(was[index] ?? element) === key) : [];
      if (same.length !== 1) return undefined;
      place += `/${same.join()}`;
    }
  }
  return place;
}

/** True if the API adds elements at the end of a list, and neither moves nor removes any. */
export function isOnlyAppended(steps: readonly string[]): boolean {
  return isDocumentedPath([...steps, '-']) && !isDocumentedPath(steps);
}

/**
 * A person's versions, oldest first, in which each added element that the server has, too, is as the server has it. The
 * same person or registration has no other identity where the service adds members, for example the id of a registration.
 * One that was changed from one version to the next is still the same.
 */
export function withServersElements(base: Tree, versions: readonly Tree[], theirs: Tree): Tree[] {
  let adopted = [...versions];
  for (const [pointer, identify] of identities) {
    const steps = keysOf(pointer);
    const [was, others] = [treeAt(base, pointer), treeAt(theirs, pointer)];
    const schema = schemaAt([...steps, '-']);
    if (!isList(others) || !schema) continue;
    const known = new Set((isList(was) ? was : []).map(identify));
    const added = others.filter((element) => !known.has(identify(element)));
    if (added.length === 0) continue;
    const adopter = new Adopter(added, identify, schema, isOnlyAppended(steps));
    adopted = adopted.map((version) => {
      const ours = treeAt(version, pointer);
      if (!isList(ours)) return version;
      const own = adopter.adopt(ours.filter((element) => !known.has(identify(element))));
      const elements = ours.map((element) => own.get(element) ?? element);
      return replaced(version, steps, isOnlyAppended(steps) ? inOrderOf(others, elements, identify) : elements);
    });
  }
  return adopted;
}

/** An added element of a person's version, and the one that the server has of it. */
interface Pair {
  readonly mine: Tree;
  readonly server: Tree;
  /** The person's as the server would have it. */
  readonly adopted: Tree;
}

/** Finds the elements of the server in one version after another. */
class Adopter {
  readonly #added: readonly Tree[];
  readonly #identify: Identify;
  readonly #schema: Schema;
  readonly #isSame: boolean;
  /** Those of the version before. */
  #before: readonly Pair[] = [];

  /**
   * @param added the server's elements that the base doesn't have
   * @param isSame true if an element can't be another one than in the version before, since there is no way to remove it
   */
  constructor(added: readonly Tree[], identify: Identify, schema: Schema, isSame: boolean) {
    this.#added = added;
    this.#identify = identify;
    this.#schema = schema;
    this.#isSame = isSame;
  }

  /** What each of the elements becomes, if the server has it. */
  adopt(elements: readonly Tree[]): Map<Tree, Tree> {
    const [free, left] = [new Set(this.#added), new Set(elements)];
    const pairs: Pair[] = [];
    const take = (mine: Tree, server: Tree, adopted: Tree): void => {
      free.delete(server);
      left.delete(mine);
      pairs.push({ mine, server, adopted });
    };
    const wasTaken = new Set(this.#before.map(({ server }) => server));
    for (const { mine, server, adopted } of this.#before) {
      const same = [...left].find((element) => sameTree(element, mine));
      if (same !== undefined) take(same, server, adopted);
    }
    for (const mine of left) {
      const server = [...free].find((other) => this.#identify(other) === this.#identify(mine));
      if (server === undefined) continue;
      const isAll = !wasTaken.has(server) && hasAllOf(server, mine, this.#schema);
      take(mine, server, isAll ? server : completed(mine, server, this.#schema, undefined));
    }
    for (const mine of left) {
      const same = [...free].filter((other) => !wasTaken.has(other) && hasAllOf(other, mine, this.#schema));
      // The one with the least beside.
      const [closest] = same.sort((one, other) => Object.keys(one).length - Object.keys(other).length);
      if (closest !== undefined) take(mine, closest, closest);
    }
    const changed = this.#before
      .flatMap((before) => Array.from(left, (mine) => ({ mine, before, likeness: likeness(mine, before.mine) })))
      .sort((one, other) => other.likeness - one.likeness);
    for (const { mine, before } of changed) {
      if (!left.has(mine) || !free.has(before.server)) continue;
      const sent = this.#isSame ? before.mine : undefined;
      take(mine, before.server, completed(mine, before.server, this.#schema, sent));
    }
    this.#before = pairs;
    return new Map(pairs.map(({ mine, adopted }) => [mine, adopted]));
  }
}

/** How many values two elements have in common. */
function likeness(left: Tree, right: Tree): number {
  if (!isBranch(left)) return 0;
  return Object.entries<Tree>(left).filter(([name, value]) => !isUnset(value) && sameTree(value, memberOf(right, name)))
    .length;
}

/**
 * An element with the members that the server has added: those that it alone sets, and what isn't set.
 * @param sent the element as it was sent, if the server's is the same one: all that was added to it counts
 */
function completed(mine: Tree, server: Tree, schema: Schema | undefined, sent: Tree | undefined): Tree {
  if (isList(mine) && isList(server) && mine.length === server.length) {
    const items = schema && itemsOf(schema);
    return mine.map((item, at) => completed(item, server[at] ?? item, items, isList(sent) ? sent[at] : undefined));
  }
  if (!isBranch(mine) || !isBranch(server)) return mine;
  const names = new Set([...Object.keys(mine), ...Object.keys(server)]);
  const members = Array.from(names, (name): [string, Tree | undefined] => {
    const [ours, others, before] = [mine, server, sent].map((tree) => memberOf(tree, name));
    const property = schema && propertyOf(schema, name);
    if (others === undefined) return [name, ours];
    if (property?.readOnly === true) return [name, others];
    if (ours !== undefined) return [name, completed(ours, others, property, before)];
    const isAdded = isUnset(others) || (sent !== undefined && before === undefined);
    return [name, isAdded ? others : undefined];
  });
  // fromEntries defines own members, including one named __proto__.
  return Object.fromEntries(members.filter((member): member is [string, Tree] => member[1] !== undefined));
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
