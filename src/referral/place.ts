import { findNodeAtLocation, findNodeAtOffset, getNodePath, parseTree } from 'jsonc-parser';
import { keysOf } from './leaves.ts';

/** Offsets in a text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The range of the value at a JSON pointer in a JSON text, or undefined. */
export function spanOf(text: string, pointer: string): Span | undefined {
  return shallowly(() => {
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

/** The JSON pointer of the value or property name at an offset. */
export function pointerAt(text: string, offset: number): string | undefined {
  return shallowly(() => {
    const tree = parseTree(text);
    const node = tree && findNodeAtOffset(tree, offset, true);
    const keys = node ? getNodePath(node) : [];
    return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  });
}

/** The parser is recursive and overflows the stack at several thousand levels; then nothing is found. */
function shallowly<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
