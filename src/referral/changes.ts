import { leavesOf, parseJsonTree, type Leaf } from './leaves.ts';

/** A leaf that differs between two versions. */
export interface Change {
  /** RFC 6901. Array elements are identified by their index. */
  readonly pointer: string;
  /** Undefined if the leaf is new. */
  readonly before: Leaf | undefined;
  /** See `Leaf.raw`. Undefined if the leaf was removed. */
  readonly after: string | undefined;
}

/**
 * Compares two versions of a record leaf by leaf. Returns the leaves of the newer version in document order, then the
 * removed ones.
 */
export function changesBetween(before: string, after: string): Change[] {
  if (before === after) return [];
  const old = new Map(leavesOf(parseJsonTree(before)).map((leaf) => [leaf.pointer, leaf]));
  const changes: Change[] = [];
  for (const leaf of leavesOf(parseJsonTree(after))) {
    const was = old.get(leaf.pointer);
    old.delete(leaf.pointer);
    if (!was || !sameLeaf(was, leaf)) changes.push({ pointer: leaf.pointer, before: was, after: leaf.raw });
  }
  for (const [pointer, leaf] of old) changes.push({ pointer, before: leaf, after: undefined });
  return changes;
}

/**
 * `"1"` and `1` differ although their text is the same. `1.0` and `1` differ too, since the server changed the text.
 */
function sameLeaf(a: Leaf, b: Leaf): boolean {
  return a.raw === b.raw && typeof a.value === typeof b.value;
}
