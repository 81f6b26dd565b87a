import { leavesOf, parseTree, type Leaf } from './leaves.ts';

/** A leaf that is not in both versions as it was. `before` and `after` are spelled as `Leaf.raw`. */
export interface Change {
  /** RFC 6901. Members of arrays are told apart by their places, as the pointers are. */
  readonly pointer: string;
  /** Undefined when the leaf is new. */
  readonly before: string | undefined;
  /** Undefined when the leaf is gone. */
  readonly after: string | undefined;
}

/** Compares two versions of a record leaf by leaf: first what the newer one has, in its order, then what it lost. */
export function changesBetween(before: string, after: string): Change[] {
  if (before === after) return [];
  const old = new Map(leavesOf(parseTree(before)).map((leaf) => [leaf.pointer, leaf]));
  const changes: Change[] = [];
  for (const leaf of leavesOf(parseTree(after))) {
    const was = old.get(leaf.pointer);
    old.delete(leaf.pointer);
    if (!was || !sameLeaf(was, leaf)) changes.push({ pointer: leaf.pointer, before: was?.raw, after: leaf.raw });
  }
  for (const [pointer, leaf] of old) changes.push({ pointer, before: leaf.raw, after: undefined });
  return changes;
}

/** `"1"` and `1` are spelled alike and differ; `1.0` and `1` are one number and differ too: the server wrote it anew. */
function sameLeaf(a: Leaf, b: Leaf): boolean {
  return a.raw === b.raw && typeof a.value === typeof b.value;
}
