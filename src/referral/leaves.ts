/**
 * The leaves of a JSON document: each scalar with its pointer and source text. The panel shows each of them exactly
 * once, so this code doesn't depend on the properties of a referral.
 */

/** A string, number, boolean or null with its source text. */
export class Scalar {
  readonly value: string | number | boolean | null;
  /**
   * The value of a string, or the source text of other scalars, e.g. `50000.00`, `12345678901234567890`, `true`,
   * `null`.
   */
  readonly raw: string;

  constructor(value: string | number | boolean | null, raw: string) {
    this.value = value;
    this.raw = raw;
  }
}

/** A parsed document. Objects keep all own properties, including `__proto__`. */
export type Tree = Scalar | readonly Tree[] | { readonly [name: string]: Tree };

export interface Leaf {
  /** RFC 6901, e.g. `/customerProfile/address/city`; the document itself is the empty pointer. */
  readonly pointer: string;
  readonly value: string | number | boolean | null;
  /** See `Scalar.raw`. */
  readonly raw: string;
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown;
// The third argument is part of ES2026 and missing in TypeScript's library.
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => Tree;

/** Parses JSON and keeps the source text of each scalar. Throws a SyntaxError like JSON.parse. */
export function parseJsonTree(text: string): Tree {
  try {
    return parseWithSource(text, (_key, value, context) => {
      if (typeof value === 'object' && value !== null) return value;
      const scalar = value as Scalar['value'];
      return new Scalar(scalar, typeof scalar === 'string' ? scalar : (context?.source ?? String(scalar)));
    });
  } catch (error) {
    // The reviver is called recursively, so a document with several thousand levels overflows the stack. JSON.parse
    // without a reviver doesn't, but loses the source text of numbers.
    if (error instanceof RangeError) return withoutSource(JSON.parse(text) as unknown);
    throw error;
  }
}

/** All leaves in document order. Empty objects and arrays are not leaves. */
export function leavesOf(root: Tree): Leaf[] {
  const leaves: Leaf[] = [];
  // Iterative, because of deeply nested documents.
  const open: (readonly [pointer: string, tree: Tree])[] = [['', root]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [pointer, tree] = next;
    if (tree instanceof Scalar) {
      leaves.push({ pointer, value: tree.value, raw: tree.raw });
      continue;
    }
    for (const [key, child] of Object.entries(tree as { readonly [name: string]: Tree }).reverse()) {
      open.push([`${pointer}/${escapeKey(key)}`, child]);
    }
  }
  return leaves;
}

/** A name as a part of a JSON pointer (RFC 6901). */
export function escapeKey(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The value at a pointer, or undefined. */
export function treeAt(root: Tree, pointer: string): Tree | undefined {
  let at: Tree = root;
  for (const key of keysOf(pointer)) {
    if (at instanceof Scalar || !Object.hasOwn(at, key)) return undefined;
    const child: Tree | undefined = (at as { readonly [name: string]: Tree })[key];
    // `length` is an own property of arrays too, but not part of the document.
    if (child === undefined || typeof child !== 'object') return undefined;
    at = child;
  }
  return at;
}

/** The unescaped names and indexes of a pointer. */
export function keysOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Replaces the scalars of a parsed document by Scalar objects, in place. */
function withoutSource(parsed: unknown): Tree {
  const holder = [parsed];
  const open: object[] = [holder];
  for (let container = open.pop(); container; container = open.pop()) {
    for (const [key, value] of Object.entries(container)) {
      if (typeof value === 'object' && value !== null) open.push(value as object);
      else {
        const scalar = new Scalar(value as Scalar['value'], String(value));
        // Assigning to a property named `__proto__` would set the prototype.
        Object.defineProperty(container, key, { value: scalar, enumerable: true, configurable: true, writable: true });
      }
    }
  }
  return holder[0] as Tree;
}
