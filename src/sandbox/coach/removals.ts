import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import { escapeKey } from '../../referral/leaves.ts';
import type { Change } from './observedCall.ts';

/**
 * JSON pointers of values that a write removed because it replaced what they were in: for a PUT the referral, for a PATCH
 * an object, a list or an element of it. Whole elements of a list may be removed on purpose, and so may what is sent as
 * null or empty.
 */
export function removedBy({ before, after, paths }: Change): readonly string[] {
  const removed = removedMembers(before, after, '');
  return paths ? removed.filter((pointer) => paths.some((path) => isBelow(pointer, path))) : removed;
}

/** The paths of a PATCH that removed these values. */
export function removingPaths({ paths = [] }: Change, removed: readonly string[]): readonly string[] {
  return [...new Set(paths)].filter((path) => removed.some((pointer) => isBelow(pointer, path)));
}

/** Other operations may have moved an element, so any of its list counts. */
function isBelow(pointer: string, path: string): boolean {
  return pointer.startsWith(`${path.replace(/\/\d+$/, '')}/`) && pointer !== path;
}

function removedMembers(before: JsonObject, after: JsonObject, parent: string): string[] {
  return Object.entries(before).flatMap(([name, value]) => {
    if (isEmpty(value)) return [];
    const pointer = `${parent}/${escapeKey(name)}`;
    const left = Object.hasOwn(after, name) ? after[name] : undefined;
    if (isObject(value) && isObject(left)) return removedMembers(value, left, pointer);
    if (Array.isArray(value) && Array.isArray(left)) return removedOfElements(value, left, pointer);
    return left === undefined ? [pointer] : [];
  });
}

function removedOfElements(before: readonly Json[], after: readonly Json[], parent: string): string[] {
  return before.flatMap((element, index) => {
    if (!isObject(element)) return [];
    const left = sameElement(element, after) ?? elementAt(index, before, after);
    return left ? removedMembers(element, left, `${parent}/${index}`) : [];
  });
}

/** Members that tell which thing or person an element is. */
const keys = ['id', 'email'];

function sameElement(element: JsonObject, list: readonly Json[]): JsonObject | undefined {
  for (const key of keys) {
    const own = keyOf(element, key);
    const same = own === undefined ? undefined : list.find((each) => keyOf(each, key) === own);
    if (isObject(same)) return same;
  }
  return undefined;
}

/** The element at the same place, if it is likely the same one: nothing tells it from another, and a value is equal. */
function elementAt(index: number, before: readonly Json[], after: readonly Json[]): JsonObject | undefined {
  const [was, is] = [before[index], after[index]];
  if (before.length !== after.length || !isObject(was) || !isObject(is)) return undefined;
  if (keys.some((key) => keyOf(was, key) !== undefined && keyOf(is, key) !== undefined)) return undefined;
  const isEqual = ([name, value]: [string, Json]): boolean =>
    !isEmpty(value) && JSON.stringify(member(is, name)) === JSON.stringify(value);
  return Object.entries(was).some(isEqual) ? is : undefined;
}

function keyOf(element: Json | undefined, key: string): string | undefined {
  const value = text(member(element, key))?.toLowerCase();
  return value === '' ? undefined : value;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return true;
  return isObject(value) && Object.values(value).every(isEmpty);
}
