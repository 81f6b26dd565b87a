import type { CallFilter } from './callLog.ts';
import { callerNames, isCallerName, meantCaller } from './callerNames.ts';
import { isMethod, meantMethod, methods } from './methods.ts';
import { invalidRequest, type RequestRefusal } from './requestRefusal.ts';

/** The parameters of `GET /_sandbox/calls`. */
export const callParameters = ['method', 'path', 'status', 'caller', 'since', 'bodies'] as const;

/** @throws RequestRefusal 400 for a value that no call can have */
export function readCallFilter(parameters: URLSearchParams): CallFilter {
  const given = Object.fromEntries(
    callParameters.flatMap((name) => {
      const value = parameters.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const { status, since, bodies, ...texts } = given;
  const { method, caller } = texts;
  if (method !== undefined && !isMethod(method)) throw noneOf('method', methods, method, meantMethod(method));
  if (caller !== undefined && !isCallerName(caller)) throw noneOf('caller', callerNames, caller, meantCaller(caller));
  return {
    ...texts,
    ...(status !== undefined && { status: readStatus(status) }),
    ...(since !== undefined && { since: readTime(since) }),
    ...(bodies !== undefined && { bodies: readBoolean('bodies', bodies) }),
  };
}

function noneOf(name: string, known: readonly string[], value: string, meant: string | undefined): RequestRefusal {
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return invalidRequest(`${name} is one of ${known.join(', ')}, not "${value}".${hint}`, name);
}

function readStatus(value: string): number | null {
  if (value === 'null') return null;
  if (/^[1-5]\d\d$/.test(value)) return Number(value);
  throw invalidRequest(
    `status is a number such as 200, or null for calls without a response, not "${value}".`,
    'status',
  );
}

function readTime(value: string): number {
  // A + of a time zone that was not percent-encoded arrives as a blank.
  const time = Date.parse(value.replace(' ', '+'));
  if (/^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(time)) return time;
  throw invalidRequest(`since is a time such as 2026-10-30T00:00:00Z, not "${value}".`, 'since');
}

function readBoolean(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalidRequest(`${name} is true or false, not "${value}".`, name);
}
