/**
 * The leaves of a JSON document: every scalar with its place and the server's own spelling. The panel's promise that each
 * of them is shown exactly once rests on this list, so nothing here knows what a referral looks like.
 */

/** A string, number, boolean or null together with how it was spelled. */
export class Scalar {
  readonly value: string | number | boolean | null;
  /** A string's own value; for the rest the source text, e.g. `50000.00`, `12345678901234567890`, `true`, `null`. */
  readonly raw: string;

  constructor(value: string | number | boolean | null, raw: string) {
    this.value = value;
    this.raw = raw;
  }
}

/** A parsed document. Objects keep every own property, `__proto__` too. */
export type Tree = Scalar | readonly Tree[] | { readonly [name: string]: Tree };

export interface Leaf {
  /** RFC 6901, e.g. `/customerProfile/address/city`; the document itself is the empty pointer. */
  readonly pointer: string;
  readonly value: string | number | boolean | null;
  /** See `Scalar.raw`. */
  readonly raw: string;
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown;
// The third argument is ES2026; the compiler's library doesn't know it yet.
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => Tree;

/** Parses JSON and keeps how each scalar was spelled. Throws a SyntaxError as JSON.parse does. */
export function parseTree(text: string): Tree {
  try {
    return parseWithSource(text, (_key, value, context) => {
      if (typeof value === 'object' && value !== null) return value;
      const scalar = value as Scalar['value'];
      return new Scalar(scalar, typeof scalar === 'string' ? scalar : (context?.source ?? String(scalar)));
    });
  } catch (error) {
    // The reviver is called recursively: a document nested some thousand levels deep exhausts the stack. Without it the
    // parser gets through; the numbers' own spelling is the price.
    if (error instanceof RangeError) return withoutSource(JSON.parse(text) as unknown);
    throw error;
  }
}

/** All leaves in the document's order. Empty objects and arrays are none. */
export function leavesOf(root: Tree): Leaf[] {
  const leaves: Leaf[] = [];
  // A stack of our own instead of recursion, for the same deep documents.
  const open: (readonly [pointer: string, tree: Tree])[] = [['', root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [pointer, tree] = next;
    if (tree instanceof Scalar) {
      leaves.push({ pointer, value: tree.value, raw: tree.raw });
      continue;
    }
    for (const [key, child] of Object.entries(tree as { readonly [name: string]: Tree }).reverse()) {
      open.push([`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, child]);
    }
  }
  return leaves;
}

/** What stands at a pointer; undefined when nothing does. */
export function treeAt(root: Tree, pointer: string): Tree | undefined {
  let at: Tree = root;
  for (const key of keysOf(pointer)) {
    if (at instanceof Scalar || !Object.hasOwn(at, key)) return undefined;
    const child: Tree | undefined = (at as { readonly [name: string]: Tree })[key];
    // An array's `length` is an own property as well, but none of the document's.
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

/** Puts Scalars into an already parsed document, in place. */
function withoutSource(parsed: unknown): Tree {
  const holder = [parsed];
  const open: object[] = [holder];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    for (const [key, value] of Object.entries(container)) {
      if (typeof value === 'object' && value !== null) open.push(value as object);
      else {
        const scalar = new Scalar(value as Scalar['value'], String(value));
        // Plain assignment would set the prototype when the property is called `__proto__`.
        Object.defineProperty(container, key, { value: scalar, enumerable: true, configurable: true, writable: true });
      }
    }
  }
  return holder[0] as Tree;
}
