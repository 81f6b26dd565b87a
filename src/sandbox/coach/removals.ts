import { isObject, member, type Json, type JsonObject } from '../../base/json.ts';
import { escapeKey } from '../../referral/leaves.ts';
import type { Change } from './observedCall.ts';
import { isEmpty, pairElements } from './sameElements.ts';

/**
 * JSON pointers of values that a write removed because it replaced what they were in: for a PUT the referral, for a PATCH
 * an object, a list or an element of it. Whole elements of a list may be removed on purpose, and so may what is sent as
 * null or empty.
 */
export function removedBy({ before, after, paths = [''] }: Change): readonly string[] {
  const replaced = new Set(paths.map(replacedBy));
  const onTheWay = new Set([...replaced].flatMap(parentsOf));
  const removed: string[] = [];

  /** @param isInside the object is in what was replaced */
  const compare = (was: JsonObject, is: JsonObject, parent: string, isInside: boolean): void => {
    for (const [name, value] of Object.entries(was)) {
      const pointer = `${parent}/${escapeKey(name)}`;
      const isReplaced = isInside || replaced.has(pointer);
      // Nothing else is looked at: a list may be long.
      if ((!isReplaced && !onTheWay.has(pointer)) || isEmpty(value)) continue;
      const left = member(is, name);
      if (isObject(value) && isObject(left)) compare(value, left, pointer, isReplaced);
      else if (Array.isArray(value) && Array.isArray(left)) compareElements(value, left, pointer, isReplaced);
      else if (left === undefined && isInside) removed.push(pointer);
    }
  };
  const compareElements = (was: readonly Json[], is: readonly Json[], parent: string, isInside: boolean): void => {
    for (const [index, left] of pairElements(was, is)) {
      const element = was[index];
      const pointer = `${parent}/${index}`;
      const isReplaced = isInside || replaced.has(pointer);
      if (!isReplaced && !onTheWay.has(pointer)) continue;
      if (isObject(element) && isObject(left)) compare(element, left, pointer, isReplaced);
    }
  };

  compare(before, after, '', replaced.has(''));
  // Who names a value in a path means it.
  const named = new Set(paths);
  return removed.filter((pointer) => !named.has(pointer));
}

/** The paths of a PATCH that removed these values. */
export function removingPaths({ paths = [] }: Change, removed: readonly string[]): readonly string[] {
  const parents = new Set(removed.flatMap(parentsOf));
  return [...new Set(paths)].filter((path) => parents.has(replacedBy(path)));
}

/** What an operation with this path replaces: for an element its list, since other operations may have moved it. */
function replacedBy(path: string): string {
  return path.replace(/\/\d+$/, '');
}

/** The pointers of what a value is in, e.g. `/team/0`, `/team` and the empty one for `/team/0/email`. */
function parentsOf(pointer: string): readonly string[] {
  const names = pointer.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
