import { leavesOf, Scalar, treeAt, type Leaf, type Tree } from '../../../referral/leaves.ts';
import type { FieldChange } from '../../../protocol/panel.ts';
import type { Formatter, ValueFormat } from './formatter.ts';
import { join, type Line, type Shown } from './shown.ts';

/**
 * Returns each leaf of a record once, formatted. Sections take the leaves they know; the remaining ones are the rest.
 * So no leaf is shown twice or lost, whatever the record contains.
 */
export class LeafReader {
  readonly formatter: Formatter;
  /** The taken leaves that were null or blank. */
  readonly notSet: Shown[] = [];
  readonly #root: Tree;
  readonly #left = new Map<string, Leaf>();
  readonly #before: ReadonlyMap<string, Leaf | undefined>;

  constructor(root: Tree, formatter: Formatter, changes: readonly FieldChange[] = []) {
    this.#root = root;
    this.formatter = formatter;
    this.#before = new Map(changes.map(({ pointer, before }) => [pointer, before]));
    for (const leaf of leavesOf(root)) this.#left.set(leaf.pointer, leaf);
  }

  /**
   * Takes the scalar at this pointer. `null` and blank text mean "not set" (docs/api.md, Formats): they are collected
   * for `notSet` and the result is undefined, as it is if there is no scalar or it has been taken already.
   */
  take(pointer: string, format?: ValueFormat): Shown | undefined {
    const leaf = this.takeLeaf(pointer);
    return leaf && this.#unlessBlank(leaf, (one) => this.formatter.as(format, one));
  }

  /** Like `take`, but only if the value is wanted; otherwise the leaf remains in the rest. */
  takeIf(pointer: string, wanted: (leaf: Leaf) => boolean, format?: ValueFormat): Shown | undefined {
    const leaf = this.#left.get(pointer);
    return leaf && (isBlank(leaf) || wanted(leaf)) ? this.take(pointer, format) : undefined;
  }

  /** Takes the scalar unchanged, including `null` and blank text. */
  takeLeaf(pointer: string): Leaf | undefined {
    const leaf = this.#left.get(pointer);
    this.#left.delete(pointer);
    return leaf;
  }

  /** Takes an amount and its currency, which are two leaves. `format` selects the currency's name or its code. */
  takeMoney(at: string, name: string, format: 'currency' | 'code' = 'code'): Line {
    const value = this.takeLeaf(`${at}/${name}`);
    const currency = this.take(`${at}/currency`, format);
    const changed = this.#before.has(`${at}/currency`);
    const before = changed ? this.#before.get(`${at}/currency`) : currency;
    const money = (one: Leaf): Shown => this.formatter.money(one, (one === value ? currency : before)?.raw);
    return join(' ', value && this.#unlessBlank(value, money), currency);
  }

  /** Formats a taken leaf, and its previous value in the same way. */
  show(leaf: Leaf, format: (leaf: Leaf) => Shown): Shown {
    const before = this.#before.get(leaf.pointer);
    return { ...format(leaf), was: before && format(before).text };
  }

  /** A text that isn't blank, without taking it, for repeating it elsewhere. */
  text(pointer: string): string | undefined {
    const tree = treeAt(this.#root, pointer);
    const value = tree instanceof Scalar ? tree.value : undefined;
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  }

  /**
   * Pointers of a list's elements. An object in place of a list counts as its only element (docs/api.md, Properties).
   */
  list(pointer: string): string[] {
    const tree = treeAt(this.#root, pointer);
    if (Array.isArray(tree)) return tree.map((_, index) => `${pointer}/${index}`);
    return !tree || tree instanceof Scalar ? [] : [pointer];
  }

  /** Tags are `{ id }`; scalars are accepted too. */
  tags(pointer: string, format?: ValueFormat): Shown[] {
    return this.list(pointer).flatMap((at) => this.take(`${at}/id`, format) ?? this.take(at, format) ?? []);
  }

  /** The leaves that were not taken, in document order. */
  rest(): Leaf[] {
    return [...this.#left.values()];
  }

  #unlessBlank(leaf: Leaf, format: (leaf: Leaf) => Shown): Shown | undefined {
    const value = this.show(leaf, format);
    if (!isBlank(leaf)) return value;
    this.notSet.push(value);
    return undefined;
  }
}

function isBlank(leaf: Leaf): boolean {
  return leaf.value === null || (typeof leaf.value === 'string' && leaf.value.trim() === '');
}

/** For flags that are shown only if they are true. */
export function isTrue(leaf: Leaf): boolean {
  return leaf.value === true;
}
