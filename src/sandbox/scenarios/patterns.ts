import { isDeepStrictEqual } from 'node:util';
import { isObject, member, type Json } from '../../base/json.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { meetsFault, readablePath } from '../faults/callPattern.ts';
import type { Call } from '../http/callLog.ts';
import type { CallPattern, StatePattern } from './scenario.ts';

/** True if a call has ended and meets all conditions of a pattern. */
export function meetsPattern(call: Call, { method, path, status }: CallPattern): boolean {
  return (
    call.duration !== null &&
    (method === undefined || call.method === method.toUpperCase()) &&
    (status === undefined || call.status === status) &&
    (path === undefined || hasPath(call, path))
  );
}

/** As a phrase: `PATCH calls with the path "/referrals/" and status 412`. */
export function describePattern({ method, path, status }: CallPattern, number = 2): string {
  const conditions = [
    ...(path === undefined ? [] : [`the path ${JSON.stringify(path)}`]),
    ...(status === undefined ? [] : [status === null ? 'no response' : `status ${status}`]),
  ];
  const noun = number === 1 ? 'call' : 'calls';
  const calls = method === undefined ? noun : `${method.toUpperCase()} ${noun}`;
  return conditions.length === 0 ? calls : `${calls} with ${conditions.join(' and ')}`;
}

function hasPath(call: Call, path: string): boolean {
  if (readablePath(call.path).includes(readablePath(path))) return true;
  const base = 'http://127.0.0.1';
  if (!URL.canParse(call.path, base)) return false;
  const url = new URL(call.path, base);
  const { method, caller, clientRequestId } = call;
  return meetsFault({ method, url, caller, clientRequestId }, { path });
}

/** A value that a referral doesn't have. */
export interface Difference {
  /** Name as in the pattern, with the names above: `details/dealValue`. */
  readonly name: string;
  readonly expected: Json;
  /** Undefined if there is no such member. */
  readonly seen: Json | undefined;
  /** The name that was probably meant. */
  readonly meant?: string;
}

/** Where a referral differs from a pattern. A missing member counts as null. */
export function differences(referral: Json, { values }: StatePattern): Difference[] {
  return Object.entries(values).flatMap(([name, expected]) =>
    name.startsWith('/')
      ? differ(name, at(referral, name), expected)
      : differ(name, member(referral, name), expected, referral),
  );
}

function differ(name: string, seen: Json | undefined, expected: Json, parent?: Json): Difference[] {
  if (isObject(expected) && isObject(seen)) {
    return Object.entries(expected).flatMap(([inner, value]) =>
      differ(`${name}/${inner}`, member(seen, inner), value, seen),
    );
  }
  if (isDeepStrictEqual(seen ?? null, expected)) return [];
  const last = name.slice(name.lastIndexOf('/') + 1);
  const meant = seen === undefined && isObject(parent) ? closestName(last, Object.keys(parent)) : undefined;
  return [{ name, expected, seen, ...(meant !== undefined && { meant }) }];
}

/** The value at a JSON pointer. */
function at(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const step of pointer.slice(1).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    found = Array.isArray(found) ? found[Number(name)] : member(found, name);
  }
  return found;
}
