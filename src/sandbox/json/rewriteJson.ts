import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json } from '../../base/json.ts';
import { documentSlice, elementSlices, memberSlices, type Slice } from './jsonSlices.ts';

/**
 * The text of a changed value, in which unchanged parts keep their text: after a PATCH of `/status` a `dealValue` of
 * 50000.00 is still 50000.00, and a number with too many digits for JavaScript is not rounded.
 * @param text JSON text of `before`
 */
export function rewriteJson(text: string, before: Json, after: Json): string {
  const json = Buffer.from(text);
  return rewrite(json, documentSlice(json), before, after);
}

function rewrite(json: Buffer, slice: Slice, before: Json | undefined, after: Json): string {
  // JSON.stringify would turn a number beyond JavaScript's range into null.
  if (before !== undefined && isDeepStrictEqual(before, after)) return json.toString('utf8', slice.start, slice.end);
  if (Array.isArray(before) && Array.isArray(after)) return rewriteArray(json, slice, before, after);
  if (!isObject(before) || !isObject(after)) return JSON.stringify(after);
  // If a name occurs more than once, the last member counts.
  const members = new Map([...memberSlices(json, slice.start)].map((member) => [member.name, member]));
  const parts: string[] = [];
  for (const [name, member] of members) {
    const value = Object.hasOwn(after, name) ? after[name] : undefined;
    if (value === undefined) continue;
    parts.push(json.toString('utf8', member.nameStart, member.start) + rewrite(json, member, before[name], value));
  }
  for (const [name, value] of Object.entries(after)) {
    if (!members.has(name)) parts.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  return `{${parts.join(',')}}`;
}

/**
 * Elements are paired from the end while they are equal, so that an insertion only moves them, and then from the
 * beginning.
 */
function rewriteArray(json: Buffer, slice: Slice, before: readonly Json[], after: readonly Json[]): string {
  const slices = [...elementSlices(json, slice.start)];
  const grown = after.length - before.length;
  const least = Math.min(before.length, after.length);
  let tail = 0;
  while (tail < least && isDeepStrictEqual(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const parts = after.map((value, index) => {
    const isTail = index >= after.length - tail;
    const old = isTail ? index - grown : index;
    const source = isTail || old < before.length - tail ? slices[old] : undefined;
    return source ? rewrite(json, source, before[old], value) : JSON.stringify(value);
  });
  return `[${parts.join(',')}]`;
}
