import type { IncomingMessage, ServerResponse } from 'node:http';
import { representation } from './api.ts';
import { serviceHeaders } from './answerCall.ts';
import { identify, isVisible, nameCaller, readSpace, validToken } from './callers.ts';
import { jsonType } from './jsonBody.ts';
import type { Spaces } from './spaces.ts';
import { columnOf } from '../store/store.ts';

/** A GET of one referral that asks for nothing special. */
export interface PlainRead {
  readonly id: string;
  /** As received. */
  readonly target: string;
  readonly authorization: string;
  readonly clientRequestId: string | null;
  readonly userAgent: string;
}

/** A response with status 200. */
export interface PlainResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const target = /^\/v1\.0\/engagements\/referrals\/([\w-]+)$/;
/** Headers that don't change the response to a GET. A request with another one is answered in the usual way. */
const harmless = new Set(['accept', 'accept-encoding', 'accept-language', 'connection', 'content-type']);
const acceptsAll = new Set(['*/*', 'application/json', 'application/json, */*', 'application/json, text/plain, */*']);

/**
 * Recognizes a plain read by Node's request. Creating a Request and a Response takes longer than the rest of such a
 * call, and most calls of a load test are of this kind.
 * @param isAccepted tells whether a Host header is one that the server answers to
 */
export function readPlainly(
  { method, url = '', rawHeaders }: IncomingMessage,
  isAccepted: (host: string) => boolean,
): PlainRead | undefined {
  const id = method === 'GET' ? target.exec(url)?.[1] : undefined;
  if (id === undefined) return undefined;
  let host: string | undefined;
  let authorization: string | undefined;
  let clientRequestId: string | undefined;
  let userAgent = '';
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'host' && host === undefined) host = value;
    else if (name === 'authorization' && authorization === undefined) authorization = value;
    else if (name === 'client-request-id' && clientRequestId === undefined) clientRequestId = value;
    else if (name === 'user-agent') userAgent = value;
    else if (!harmless.has(name) || (name === 'accept' && !acceptsAll.has(value))) return undefined;
  }
  if (host === undefined || authorization === undefined || !isAccepted(host)) return undefined;
  return { id, target: url, authorization, clientRequestId: clientRequestId ?? null, userAgent };
}

/** The response, and the call is listed. Undefined if the call is to be answered in the usual way. */
export function answerPlainRead(spaces: Spaces, read: PlainRead): PlainResponse | undefined {
  const { authorization, clientRequestId, userAgent } = read;
  if (!validToken(authorization)) return undefined;
  const space = spaces.existing(readSpace(authorization));
  if (!space || space.recordsBodies || space.faults.size > 0) return undefined;
  const { clock, store } = space.state;
  const referral = store.find(read.id);
  if (!referral || !isVisible(referral, identify(authorization))) return undefined;
  const requestId = crypto.randomUUID();
  const caller = nameCaller(authorization);
  const startedAt = space.coach.now();
  const running = space.calls.begin({
    method: 'GET',
    path: read.target,
    time: new Date(clock.now()).toISOString(),
    clientRequestId,
    requestId,
    caller,
    userAgent: userAgent === '' ? null : userAgent,
  });
  const body = representation(referral);
  const headers = {
    'content-type': jsonType,
    'content-length': String(Buffer.byteLength(body)),
    etag: referral.eTag,
    ...serviceHeaders(requestId, clientRequestId, clock),
  };
  running.end(200);
  space.coach.observe(caller, {
    requestId,
    clientRequestId,
    method: 'GET',
    host: '',
    target: read.target,
    kind: 'read',
    id: referral.key,
    startedAt,
    endedAt: space.coach.now(),
    status: 200,
    retryAfterMs: undefined,
    ifMatch: null,
    prefersRepresentation: false,
    bodyDigest: '',
    userAgent,
    facts: { notes: [], referral: { eTag: referral.eTag, status: columnOf(referral, 'status') } },
  });
  return { headers, body };
}

export function sendPlain(outgoing: ServerResponse, { headers, body }: PlainResponse): void {
  outgoing.writeHead(200, headers);
  outgoing.end(body);
}
