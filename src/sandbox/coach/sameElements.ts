import { isObject, member, text, type Json } from '../../base/json.ts';

/** Members that tell which thing or person an element is. */
const keys = ['id', 'email'];

/**
 * For the index of each element of a list: the element of the list's later version that is likely the same one, if any.
 * No two have the same one. Elements that are equal come first, then those with the same id or email in their order,
 * then those at the same place.
 */
export function pairElements(before: readonly Json[], after: readonly Json[]): ReadonlyMap<number, Json> {
  const pairs = new Map<number, Json>();
  const left = new Set(after.keys());

  const pair = (index: number, at: number | undefined): void => {
    const element = at === undefined ? undefined : after[at];
    if (at === undefined || element === undefined) return;
    pairs.set(index, element);
    left.delete(at);
  };
  const pairBy = (nameOf: (element: Json) => string | undefined): void => {
    const places = new Map<string, number[]>();
    // The first one is taken first, from the end.
    for (const at of [...left].reverse()) {
      const name = nameOf(after[at] ?? null);
      if (name === undefined) continue;
      const same = places.get(name);
      if (same) same.push(at);
      else places.set(name, [at]);
    }
    for (const [index, element] of before.entries()) {
      const name = pairs.has(index) ? undefined : nameOf(element);
      if (name !== undefined) pair(index, places.get(name)?.pop());
    }
  };

  pairBy(sortedText);
  for (const key of keys) pairBy((element) => keyOf(element, key));
  if (before.length !== after.length) return pairs;
  for (const [index, element] of before.entries()) {
    if (!pairs.has(index) && left.has(index) && areAlike(element, after[index] ?? null)) pair(index, index);
  }
  return pairs;
}

/** The same text for equal values, whatever the order of their members. */
function sortedText(value: Json): string {
  const byName = ([one]: [string, Json], [other]: [string, Json]): number => (one < other ? -1 : 1);
  return JSON.stringify(value, (_name, each: Json) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(byName)) : each,
  );
}

/** True for elements of which nothing tells that they are others, and that have an equal value. */
function areAlike(was: Json, is: Json): boolean {
  if (!isObject(was) || !isObject(is)) return false;
  if (keys.some((key) => keyOf(was, key) !== undefined && keyOf(is, key) !== undefined)) return false;
  const isEqual = ([name, value]: [string, Json]): boolean =>
    !isEmpty(value) && JSON.stringify(member(is, name)) === JSON.stringify(value);
  return Object.entries(was).some(isEqual);
}

function keyOf(element: Json, key: string): string | undefined {
  const value = text(member(element, key))?.toLowerCase();
  return value === '' ? undefined : value;
}

/** True for what is as good as not there: null, an empty text or list, and an object of such values. */
export function isEmpty(value: Json): boolean {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return true;
  return isObject(value) && Object.values(value).every(isEmpty);
}
