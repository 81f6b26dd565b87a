import { exactNumber } from '../base/exactNumber.ts';
import { Scalar, type Tree } from './leaves.ts';

/** JSON text of a tree without white space. Numbers keep their spelling. */
export function treeText(tree: Tree): string {
  if (tree instanceof Scalar) return typeof tree.value === 'string' ? JSON.stringify(tree.value) : tree.raw;
  if (isList(tree)) return `[${tree.map(treeText).join(',')}]`;
  return `{${Object.entries(tree)
    .map(([name, child]) => `${JSON.stringify(name)}:${treeText(child)}`)
    .join(',')}}`;
}

/** An object, as opposed to an array or a scalar. */
export type Branch = { readonly [name: string]: Tree };

export function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}

export function isBranch(tree: Tree | undefined): tree is Branch {
  return tree !== undefined && !(tree instanceof Scalar) && !Array.isArray(tree);
}

/** The own member of an object, or undefined. */
export function memberOf(tree: Tree | undefined, name: string): Tree | undefined {
  return isBranch(tree) && Object.hasOwn(tree, name) ? tree[name] : undefined;
}

/**
 * True for the same JSON value. The order of names, white space, and the spelling of strings and numbers don't matter.
 * Numbers are compared exactly, also beyond the precision of a double.
 */
export function sameTree(left: Tree | undefined, right: Tree | undefined): boolean {
  if (left === right) return true;
  if (left === undefined || right === undefined) return false;
  if (left instanceof Scalar || right instanceof Scalar) {
    return left instanceof Scalar && right instanceof Scalar && sameScalar(left, right);
  }
  if (isList(left) || isList(right)) {
    if (!isList(left) || !isList(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameTree(item, right[index]));
  }
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => sameTree(memberOf(left, name), memberOf(right, name)))
  );
}

function sameScalar(left: Scalar, right: Scalar): boolean {
  if (typeof left.value !== 'number' || typeof right.value !== 'number') return left.value === right.value;
  return left.raw === right.raw || exactNumber(left.raw) === exactNumber(right.raw);
}
