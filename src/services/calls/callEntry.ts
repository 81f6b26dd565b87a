import type { Call } from '../../sandbox/http/callLog.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { Caller } from './callers.ts';
import type { WindowCall } from './windowCalls.ts';

/** Headers and bodies of a call. A body is null if it was dropped to save memory. */
export interface Recorded {
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
}

/** A call as the view shows it, whoever listed it. */
export interface CallEntry {
  /** Names it as long as the window is open. */
  readonly key: string;
  readonly connection: ConnectionId;
  readonly method: string;
  /** Path with query; of a call to Partner Center without the values of the query. */
  readonly path: string;
  readonly status: number | undefined;
  /** `lost`: there was no response; `aborted`: the client didn't wait for it. */
  readonly state: 'running' | 'answered' | 'aborted' | 'lost';
  /** Why there was no response, as a code. */
  readonly problem?: string | undefined;
  /** ms since 1970; of a sandbox's call by the sandbox's clock. */
  readonly time: number;
  readonly durationMs: number | undefined;
  /** Undefined for a call of this window of which the sandbox's own record is missing. */
  readonly caller: Caller | undefined;
  readonly clientRequestId: string | undefined;
  readonly requestId: string | undefined;
  readonly recorded: Recorded | undefined;
  /** The sandbox's record; undefined for calls to Partner Center. */
  readonly listed: Call | undefined;
}

export function entryOfSandbox(call: Call): CallEntry {
  const { method, path, status, duration, caller, userAgent, requestId } = call;
  return {
    key: requestId,
    connection: 'sandbox',
    method,
    path,
    status: status ?? undefined,
    state: status !== null ? 'answered' : duration === null ? 'running' : call.aborted ? 'aborted' : 'lost',
    time: Date.parse(call.time),
    durationMs: duration ?? undefined,
    caller: { caller, userAgent },
    clientRequestId: call.clientRequestId ?? undefined,
    requestId,
    recorded: recordedOf(call),
    listed: call,
  };
}

/** @param listed the record of the sandbox, which knows more */
export function entryOfWindow({ number, connection, endedAt, call }: WindowCall, listed: Call | undefined): CallEntry {
  const key = `window-${number}`;
  if (listed) return { ...entryOfSandbox(listed), key };
  const { method, target, status, problem, durationMs, clientRequestId, requestId } = call;
  return {
    key,
    connection,
    method,
    path: target,
    status,
    state: status === undefined ? 'lost' : 'answered',
    problem,
    time: endedAt - durationMs,
    durationMs,
    caller: undefined,
    clientRequestId,
    requestId,
    recorded: undefined,
    listed: undefined,
  };
}

/** Undefined if the sandbox doesn't record bodies. */
function recordedOf(call: Call): Recorded | undefined {
  const { requestHeaders, requestBody = null, responseHeaders = {}, responseBody = null } = call;
  return requestHeaders && { requestHeaders, requestBody, responseHeaders, responseBody };
}

const collection = '/v1.0/engagements/referrals';

/** The id of the referral that a call is about. Undefined for lists, creations and other paths. */
export function referralOf({ path }: Pick<CallEntry, 'path'>): string | undefined {
  const [, id] = /^\/v1\.0\/engagements\/referrals\/([^/?#]+)\/?(?:[?#]|$)/i.exec(path) ?? [];
  return id === undefined ? undefined : decoded(id);
}

/**
 * The path as a row has room for it: readable, without what all paths begin with, and ids by their first part. There is
 * no ellipsis after that, since VS Code adds one where a row is cut off.
 */
export function shortPath(path: string): string {
  const rest = path.startsWith(collection) ? path.slice(collection.length - '/referrals'.length) : path;
  const query = rest.indexOf('?');
  const spaced = query < 0 ? rest : rest.slice(0, query) + rest.slice(query).replaceAll('+', ' ');
  return decoded(spaced).replace(/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '$1');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
