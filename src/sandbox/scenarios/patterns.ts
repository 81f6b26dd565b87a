import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json } from '../../base/json.ts';
import { containing, meetsFault } from '../faults/callPattern.ts';
import type { Call } from '../http/callLog.ts';
import type { CallPattern, StatePattern } from './scenario.ts';
import { describeImpossible, findImpossible, type ImpossibleValue } from './impossibleValue.ts';
import { childOf, findUnknownName, type UnknownName } from './unknownName.ts';

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
  if (containing(path)(call.path)) return true;
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
  /** There if no referral has such a member. */
  readonly unknown?: UnknownName;
  /** There if no referral can have the value that was expected. */
  readonly impossible?: ImpossibleValue;
}

/** Where a referral differs from a pattern. A missing member counts as null if it is one that a referral may have. */
export function differences(referral: Json, { values }: StatePattern): Difference[] {
  return Object.entries(values).flatMap(([name, expected]) =>
    differ(referral, name.startsWith('/') ? stepsOf(name) : [name], name, expected),
  );
}

/** @param steps where the value is, from the referral on */
function differ(referral: Json, steps: readonly string[], name: string, expected: Json): Difference[] {
  const seen = steps.reduce<Json | undefined>(childOf, referral);
  if (isObject(expected) && isObject(seen)) {
    return Object.entries(expected).flatMap(([inner, value]) =>
      differ(referral, [...steps, inner], `${name}/${inner}`, value),
    );
  }
  const unknown = seen === undefined ? findUnknownName(referral, steps) : undefined;
  if (!unknown && isDeepStrictEqual(seen ?? null, expected)) return [];
  const impossible = unknown ? undefined : findImpossible(expected, steps);
  return [{ name, expected, seen, ...(unknown && { unknown }), ...(impossible && { impossible }) }];
}

/** As a phrase: `status "Nwe" (did you mean "New"?)`. */
export function describeExpected({ name, expected, impossible }: Difference): string {
  return `${name} ${JSON.stringify(expected)}${impossible === undefined ? '' : ` (${describeImpossible(impossible)})`}`;
}

/** Says that there is no such member, and which one was probably meant. */
export function describeMissing({ name, unknown }: Difference): string {
  return `there is no ${name}${unknown?.meant === undefined ? '' : ` (did you mean ${unknown.meant}?)`}`;
}

/** The steps of a JSON pointer. */
function stepsOf(pointer: string): string[] {
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
