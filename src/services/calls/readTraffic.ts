import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import type { Finding } from '../../sandbox/coach/findings.ts';
import type { Call } from '../../sandbox/http/callLog.ts';

/** The calls of a response of `GET /_sandbox/calls`; entries that are none are left out. */
export function readCalls(answer: Json): Call[] {
  return listed(answer, 'calls').flatMap((each) => readCall(each) ?? []);
}

/** The findings of a response of `GET /_sandbox/findings`; entries that are none are left out. */
export function readFindings(answer: Json): Finding[] {
  return listed(answer, 'findings').flatMap((each) => readFinding(each) ?? []);
}

function listed(answer: Json, name: string): JsonObject[] {
  const list = member(answer, name);
  return Array.isArray(list) ? list.filter((each) => isObject(each)) : [];
}

function readCall(given: JsonObject): Call | undefined {
  const [method, path, time, requestId] = ['method', 'path', 'time', 'requestId'].map((name) => text(given[name]));
  if (method === undefined || path === undefined || time === undefined || requestId === undefined) return undefined;
  if (Number.isNaN(Date.parse(time))) return undefined;
  const caller = text(given['caller']) ?? text(given['who']) ?? '';
  const clientRequestId = text(given['clientRequestId']) ?? null;
  const requestHeaders = headersOf(given['requestHeaders']);
  const responseHeaders = headersOf(given['responseHeaders']);
  return {
    method,
    path,
    time,
    requestId,
    'request-id': requestId,
    clientRequestId,
    'client-request-id': clientRequestId,
    status: number(given['status']),
    duration: number(given['duration']),
    who: caller,
    caller,
    userAgent: text(given['userAgent']) ?? null,
    ...(given['aborted'] === true && { aborted: true }),
    ...(requestHeaders && { requestHeaders, requestBody: text(given['requestBody']) ?? null }),
    ...(responseHeaders && { responseHeaders, responseBody: text(given['responseBody']) ?? null }),
  };
}

function readFinding(given: JsonObject): Finding | undefined {
  const [rule, message] = [text(given['rule']), text(given['message'])];
  if (rule === undefined || message === undefined) return undefined;
  const { severity, evidence, calls } = given;
  return {
    rule,
    message,
    severity: severity === 'error' || severity === 'warning' ? severity : 'info',
    evidence: evidence === 'documented' || evidence === 'observed' ? evidence : 'advice',
    caller: text(given['caller']) ?? '',
    count: number(given['count']) ?? 1,
    calls: Array.isArray(calls) ? calls.filter((id) => typeof id === 'string') : [],
  };
}

function headersOf(given: Json | undefined): Record<string, string> | undefined {
  if (!isObject(given)) return undefined;
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function number(given: Json | undefined): number | null {
  return typeof given === 'number' ? given : null;
}
