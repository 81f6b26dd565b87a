import { leavesOf, Scalar, treeAt, type Leaf, type Tree } from '../../referral/leaves.ts';

/**
 * Hands out a record's leaves, each one once. Sections take what they know; what nobody took is the rest. That makes it
 * impossible to show a leaf twice or to lose one, whatever shape the record has.
 */
export class Reader {
  private readonly left = new Map<string, Leaf>();
  private readonly blank: Leaf[] = [];
  private readonly root: Tree;

  constructor(root: Tree) {
    this.root = root;
    for (const leaf of leavesOf(root)) this.left.set(leaf.pointer, leaf);
  }

  /**
   * Takes the scalar at this pointer. `null` and blank text mean "not set" (reference §15): they are laid aside for
   * `notSet` and the answer is undefined, as it is when nothing, no scalar, or something already taken stands there.
   */
  take(pointer: string): Leaf | undefined {
    const leaf = this.takeAny(pointer);
    if (leaf === undefined || !isBlank(leaf)) return leaf;
    this.blank.push(leaf);
    return undefined;
  }

  /** As `take`, but hands out `null` and blank text too. */
  takeAny(pointer: string): Leaf | undefined {
    const leaf = this.left.get(pointer);
    this.left.delete(pointer);
    return leaf;
  }

  /** As `take`, but only when the leaf passes the test; otherwise a leaf with a value stays where it is. */
  takeIf(pointer: string, wanted: (leaf: Leaf) => boolean): Leaf | undefined {
    const leaf = this.left.get(pointer);
    return leaf !== undefined && (isBlank(leaf) || wanted(leaf)) ? this.take(pointer) : undefined;
  }

  /** Lays the scalar aside when it says nothing; a leaf with a value stays where it is. */
  skipBlank(pointer: string): void {
    this.takeIf(pointer, () => false);
  }

  /** A usable text without taking it, for repeating it elsewhere. */
  text(pointer: string): string | undefined {
    const tree = treeAt(this.root, pointer);
    const value = tree instanceof Scalar ? tree.value : undefined;
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  }

  /** Pointers of a list's elements. An object in the place of a list counts as its only element (reference §3.4). */
  list(pointer: string): string[] {
    const tree = treeAt(this.root, pointer);
    if (Array.isArray(tree)) return tree.map((_, index) => `${pointer}/${index}`);
    return tree === undefined || tree instanceof Scalar ? [] : [pointer];
  }

  /** What was asked for and turned out to be null or blank, in the document's order. */
  notSet(): readonly Leaf[] {
    return this.blank;
  }

  /** What nobody took, in the document's order. */
  rest(): Leaf[] {
    return [...this.left.values()];
  }
}

function isBlank(leaf: Leaf): boolean {
  return leaf.value === null || (typeof leaf.value === 'string' && leaf.value.trim() === '');
}
