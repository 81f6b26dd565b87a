import { leavesOf, Scalar, treeAt, type Leaf, type Tree } from '../../../referral/leaves.ts';
import type { Format, Manner } from './format.ts';
import { join, shown, type Line, type Shown } from './shown.ts';

/**
 * Hands out a record's leaves, each one once, ready to be read. Sections take what they know; what nobody took is the
 * rest. That makes it impossible to show a leaf twice or to lose one, whatever shape the record has.
 */
export class Sheet {
  readonly format: Format;
  readonly #root: Tree;
  readonly #left = new Map<string, Leaf>();
  readonly #blank: Leaf[] = [];

  constructor(root: Tree, format: Format) {
    this.#root = root;
    this.format = format;
    for (const leaf of leavesOf(root)) this.#left.set(leaf.pointer, leaf);
  }

  /**
   * Takes the scalar at this pointer. `null` and blank text mean "not set" (reference §15): they are laid aside for
   * `notSet` and the answer is undefined, as it is when nothing, no scalar, or something already taken stands there.
   */
  take(pointer: string, manner?: Manner): Shown | undefined {
    const leaf = this.takeLeaf(pointer);
    if (leaf === undefined) return undefined;
    if (!isBlank(leaf)) return this.format.as(manner, leaf);
    this.#blank.push(leaf);
    return undefined;
  }

  /** As `take`, but a leaf with a value that isn't wanted stays for the rest. */
  takeIf(pointer: string, wanted: (leaf: Leaf) => boolean, manner?: Manner): Shown | undefined {
    const leaf = this.#left.get(pointer);
    return leaf !== undefined && (isBlank(leaf) || wanted(leaf)) ? this.take(pointer, manner) : undefined;
  }

  /** Takes the scalar as it is, also a `null` or blank text. */
  takeLeaf(pointer: string): Leaf | undefined {
    const leaf = this.#left.get(pointer);
    this.#left.delete(pointer);
    return leaf;
  }

  /** An amount and the currency beside it, which are two leaves: by name, or by its code where there is less room. */
  takeMoney(at: string, name: string, manner: 'currency' | 'code' = 'code'): Line {
    const value = this.takeLeaf(`${at}/${name}`);
    const currency = this.take(`${at}/currency`, manner);
    if (value !== undefined && isBlank(value)) this.#blank.push(value);
    const amount = value === undefined || isBlank(value) ? undefined : this.format.money(value, currency?.raw);
    return join(' ', amount, currency);
  }

  /** A usable text without taking it, for repeating it elsewhere. */
  text(pointer: string): string | undefined {
    const tree = treeAt(this.#root, pointer);
    const value = tree instanceof Scalar ? tree.value : undefined;
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  }

  /** Pointers of a list's elements. An object in the place of a list counts as its only element (reference §3.4). */
  list(pointer: string): string[] {
    const tree = treeAt(this.#root, pointer);
    if (Array.isArray(tree)) return tree.map((_, index) => `${pointer}/${index}`);
    return tree === undefined || tree instanceof Scalar ? [] : [pointer];
  }

  /** Tags are `{ id }`; bare scalars in their place are as good. */
  tags(pointer: string, manner?: Manner): Shown[] {
    return this.list(pointer).flatMap((at) => this.take(`${at}/id`, manner) ?? this.take(at, manner) ?? []);
  }

  /** What was asked for and turned out to be null or blank. */
  notSet(): readonly Shown[] {
    return this.#blank.map((leaf) => shown(leaf));
  }

  /** What nobody took, in the document's order. */
  rest(): Leaf[] {
    return [...this.#left.values()];
  }
}

function isBlank(leaf: Leaf): boolean {
  return leaf.value === null || (typeof leaf.value === 'string' && leaf.value.trim() === '');
}

/** For flags that are worth a word only when they are raised. */
export function isTrue(leaf: Leaf): boolean {
  return leaf.value === true;
}
