import { findNodeAtLocation, findNodeAtOffset, getNodePath, parseTree, type Node } from 'jsonc-parser';
import { keysOf } from './leaves.ts';

/** Offsets in a text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The range of the value at a JSON pointer in a JSON text, or undefined. */
export function spanOf(text: string, pointer: string): Span | undefined {
  return unlessTooDeep(() => {
    const tree = parseTree(text);
    if (!tree) return undefined;
    let node = tree;
    for (const key of keysOf(pointer)) {
      const child = findNodeAtLocation(node, [node.type === 'array' ? Number(key) : key]);
      if (!child) return undefined;
      node = child;
    }
    return { start: node.offset, end: node.offset + node.length };
  });
}

/** Finds the ranges of values in a JSON text. The text is parsed once, on the first call. */
export class Places {
  readonly #text: string;
  #root: Node | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The value at a pointer, or undefined. */
  valueAt(pointer: string): Span | undefined {
    const node = this.#find(pointer);
    return node && spanOfNode(node);
  }

  /** The name of the property at a pointer with its quotes, or undefined. */
  nameAt(pointer: string): Span | undefined {
    const node = this.#find(pointer);
    const name = node?.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
    return name && spanOfNode(name);
  }

  /**
   * Returns the range to mark for the value at a pointer. For a scalar this is its own range. For an object or array,
   * which may have many lines, it is the property name or, without one, the opening bracket. If there is no such value,
   * it is the range of the closest parent.
   */
  markAt(pointer: string): Span {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const node = this.#find(at);
      if (node && node.type !== 'object' && node.type !== 'array') return spanOfNode(node);
      if (node) return this.nameAt(at) ?? { start: node.offset, end: node.offset + 1 };
      if (at === '') return { start: 0, end: Math.min(1, this.#text.length) };
    }
  }

  #find(pointer: string): Node | undefined {
    this.#root ??= unlessTooDeep(() => parseTree(this.#text));
    let node = this.#root;
    for (const key of keysOf(pointer)) {
      if (node?.type === 'array') node = /^\d+$/.test(key) ? node.children?.[Number(key)] : undefined;
      // If a name occurs several times, the last property counts, as in JSON.parse.
      else node = node?.children?.findLast(({ children }) => children?.[0]?.value === key)?.children?.[1];
    }
    return node;
  }
}

function spanOfNode({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}

/** The JSON pointer of the value or property name at an offset. */
export function pointerAt(text: string, offset: number): string | undefined {
  return unlessTooDeep(() => {
    const tree = parseTree(text);
    const node = tree && findNodeAtOffset(tree, offset, true);
    const keys = node ? getNodePath(node) : [];
    return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  });
}

/**
 * Returns undefined if the text is nested several thousand levels deep, since the recursive parser then overflows the
 * stack.
 */
function unlessTooDeep<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
