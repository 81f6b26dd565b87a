import { parseTree, visit, type Node } from 'jsonc-parser';
import { t } from '../../base/l10n.ts';
import { parseJsonTree } from '../../referral/leaves.ts';
import { treeText } from '../../referral/treeText.ts';
import { pointerOf, type EditProblem } from './patch.ts';

/**
 * Properties that an edit wrote a second time. Only the last one counts in JSON, so the other's value would be lost without
 * a word. Those that the base version repeats are left out, unless a value that doesn't count was changed.
 */
export function repeatedNames(base: string, text: string): EditProblem[] {
  const repeated = namesRepeatedIn(text);
  if (repeated.size === 0) return [];
  const known = namesRepeatedIn(base);
  const [before, after] = known.size === 0 ? [] : [valuesWithoutEffect(base), valuesWithoutEffect(text)];
  return [...repeated]
    .filter(([pointer]) => !known.has(pointer) || before?.get(pointer) !== after?.get(pointer))
    .map(([pointer, name]) => ({
      pointer,
      message: t('The property "{0}" is set more than once, and only the last value counts. Remove the others.', name),
    }));
}

/** The names by JSON pointer. */
function namesRepeatedIn(text: string): ReadonlyMap<string, string> {
  const open: Set<string>[] = [];
  const found = new Map<string, string>();
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectProperty(name, _offset, _length, _line, _column, objectPath) {
      const names = open.at(-1);
      if (names?.has(name)) found.set(pointerOf([...objectPath().map(String), name]), name);
      names?.add(name);
    },
    onObjectEnd: () => void open.pop(),
  });
  return found;
}

/** The values of repeated names that don't count, without white space, by JSON pointer. */
function valuesWithoutEffect(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open: (readonly [steps: readonly string[], node: Node])[] = [];
  const root = parseTree(text);
  if (root) open.push([[], root]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [steps, node] = next;
    const last = new Map<string, Node>();
    for (const [index, child] of (node.children ?? []).entries()) {
      const value = child.type === 'property' ? child.children?.[1] : child;
      if (!value) continue;
      const below = [...steps, child === value ? String(index) : String(child.children?.[0]?.value)];
      open.push([below, value]);
      const pointer = pointerOf(below);
      const before = last.get(pointer);
      if (before) {
        const spelling = text.slice(before.offset, before.offset + before.length);
        found.set(pointer, `${found.get(pointer) ?? ''}${treeText(parseJsonTree(spelling))}\n`);
      }
      last.set(pointer, value);
    }
  }
  return found;
}
