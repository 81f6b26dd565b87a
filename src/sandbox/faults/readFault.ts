import { bodilessStatuses, type Fault } from './faults.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { callerNames, isCallerName, meantCaller } from '../http/callerNames.ts';
import { isMethod, meantMethod, methods } from '../http/methods.ts';
import { invalidRequest } from '../http/requestRefusal.ts';
import { isObject, type Json } from '../../base/json.ts';

type Check = readonly [
  words: string,
  test: (value: Json) => boolean,
  /** What was probably meant by a text that fails the test. */
  meant?: (value: string) => string | undefined,
];

const text: Check = ['a non-empty string', (value) => typeof value === 'string' && value !== ''];
const flag: Check = ['a boolean', (value) => typeof value === 'boolean'];

const members: Readonly<Record<keyof Fault, Check>> = {
  method: [`${methods.join(', ')} in any case`, (value) => typeof value === 'string' && isMethod(value), meantMethod],
  path: text,
  caller: [callerNames.join(', '), (value) => typeof value === 'string' && isCallerName(value), meantCaller],
  clientRequestId: text,
  times: ['a whole number from 1, or 0 for all calls', isWhole(0, Number.MAX_SAFE_INTEGER)],
  status: ['a whole number from 200 to 599', isWhole(200, 599)],
  retryAfter: ['whole seconds from 0, or an HTTP date such as "Mon, 15 Jun 2026 12:00:00 GMT"', isRetryAfter],
  headers: ['an object of texts that are valid HTTP headers; those of the transport cannot be set', isHeaders],
  body: ['anything', () => true],
  delayMs: ['milliseconds, at most 600000', (value) => typeof value === 'number' && value >= 0 && value <= 600_000],
  applyFirst: flag,
  disconnect: flag,
  cutAfter: ['a whole number of bytes from 0', isWhole(0, Number.MAX_SAFE_INTEGER)],
  malformed: flag,
};

/** @throws RequestRefusal 400 if `input` is not a fault, or if its members contradict each other */
export function readFault(input: Json): Fault {
  if (!isObject(input)) throw invalidRequest('A fault must be a JSON object.');
  for (const [name, value] of Object.entries(input)) {
    const check = Object.hasOwn(members, name) ? members[name as keyof Fault] : undefined;
    if (!check) {
      const meant = closestName(name, Object.keys(members));
      const hint = meant === undefined ? `Known: ${Object.keys(members).join(', ')}.` : `Did you mean "${meant}"?`;
      throw invalidRequest(`A fault has no property "${name}". ${hint}`, name);
    }
    const [words, test, findMeant] = check;
    if (test(value)) continue;
    const meant = typeof value === 'string' ? findMeant?.(value) : undefined;
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    throw invalidRequest(`"${name}" of a fault must be ${words}.${hint}`, name);
  }
  const fault = input as Fault;
  const contradiction = findContradiction(fault);
  if (contradiction !== undefined) throw invalidRequest(contradiction);
  return fault;
}

/** Why a fault can't happen, as a sentence. */
function findContradiction(fault: Fault): string | undefined {
  const { status, body, cutAfter, malformed = false, disconnect = false, applyFirst = false } = fault;
  const has = (...names: (keyof Fault)[]): string | undefined => names.find((name) => fault[name] !== undefined);
  if (disconnect) {
    const other = malformed ? 'malformed' : has('status', 'retryAfter', 'headers', 'body', 'cutAfter');
    if (other !== undefined)
      return `"disconnect" closes the connection without a response, so "${other}" has no effect.`;
    return undefined;
  }
  if (malformed && body !== undefined) return '"malformed" damages the normal body, so it cannot go with "body".';
  if (status !== undefined && bodilessStatuses.has(status)) {
    const other = malformed ? 'malformed' : cutAfter === undefined ? undefined : 'cutAfter';
    if (other !== undefined) return `A response with status ${status} has no body for "${other}".`;
    if (body !== undefined && body !== '') return `A response with status ${status} has no body.`;
  }
  if (malformed || has('status', 'retryAfter', 'headers', 'body', 'delayMs', 'cutAfter') !== undefined)
    return undefined;
  if (applyFirst)
    return '"applyFirst" needs what happens afterwards: a status, delayMs, disconnect, cutAfter or malformed.';
  return 'The fault does nothing. Give it a status, body, delayMs, disconnect, cutAfter or malformed.';
}

function isWhole(least: number, most: number): (value: Json) => boolean {
  return (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
}

function isRetryAfter(value: Json): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  if (typeof value !== 'string') return false;
  return /^\d+$/.test(value) || (/^[a-z]{3}, [\w :-]+ GMT$/i.test(value) && !Number.isNaN(Date.parse(value)));
}

/** Set by the server for the body that it sends; other values would break the connection. */
const transportHeaders = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function isHeaders(value: Json): boolean {
  if (!isObject(value)) return false;
  try {
    const headers = new Headers();
    for (const [name, item] of Object.entries(value)) {
      if (typeof item !== 'string' && typeof item !== 'number') return false;
      if (transportHeaders.has(name.toLowerCase())) return false;
      headers.set(name, String(item));
    }
    return true;
  } catch {
    return false;
  }
}
