import { isObject, type Json } from './json.ts';
import { documentSlice, memberSlices, type Slice } from './jsonSlices.ts';

/**
 * The text of a changed value in which everything that did not change keeps its characters: after a PATCH of `/status` a
 * `dealValue` of 50000.00 still reads 50000.00, and a number too long for JavaScript is not rounded.
 * @param text JSON text of `before`
 */
export function rewriteJson(text: string, before: Json, after: Json): string {
  return rewrite(text, documentSlice(text), before, after);
}

function rewrite(text: string, slice: Slice, before: Json | undefined, after: Json): string {
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(after))
    return text.slice(slice.start, slice.end);
  if (!isObject(before) || !isObject(after)) return JSON.stringify(after);
  // Of members with the same name the last one counts.
  const members = new Map([...memberSlices(text, slice.start)].map((member) => [member.name, member]));
  const parts: string[] = [];
  for (const [name, member] of members) {
    const value = Object.hasOwn(after, name) ? after[name] : undefined;
    if (value === undefined) continue;
    parts.push(text.slice(member.nameStart, member.start) + rewrite(text, member, before[name], value));
  }
  for (const [name, value] of Object.entries(after)) {
    if (!members.has(name)) parts.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  return `{${parts.join(',')}}`;
}
