import { visit } from 'jsonc-parser';
import { t } from '../../base/l10n.ts';
import { pointerOf, type EditProblem } from './patch.ts';

/**
 * Properties that an edit wrote a second time. Only the last one counts in JSON, so the other's value would be lost without
 * a word. Not those that the base version repeats.
 */
export function repeatedNames(base: string, text: string): EditProblem[] {
  const repeated = namesRepeatedIn(text);
  if (repeated.size === 0) return [];
  const known = namesRepeatedIn(base);
  return [...repeated]
    .filter(([pointer]) => !known.has(pointer))
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
