import { endedByReset, type ApiCall } from './api.ts';
import { nameCaller } from './callers.ts';
import { cutBody, cutConnection, type IncomingConnection } from './cut.ts';
import { ClientGone, readBytes, respondError, respondJson } from './jsonBody.ts';
import { noteRefusal, Observation } from './observation.ts';
import type { Space } from './space.ts';
import { addHeaders, breakJson, faultResponse, type Fault } from '../faults/faults.ts';
import type { SandboxClock } from '../time/clock.ts';

/** Answers a call to the API in its space: lists it, and lets a fault happen to it. */
export async function answerCall(
  space: Space,
  request: Request,
  url: URL,
  connection: IncomingConnection | undefined,
): Promise<Response> {
  const requestId = crypto.randomUUID();
  const clientRequestId = request.headers.get('client-request-id');
  const { method, headers } = request;
  const caller = nameCaller(headers.get('authorization'));
  const { clock } = space.state;
  const target = connection?.target ?? url.pathname + url.search;
  const running = space.calls.begin({
    method,
    path: target,
    time: new Date(clock.now()).toISOString(),
    clientRequestId,
    requestId,
    caller,
    userAgent: headers.get('user-agent'),
  });
  const observation = new Observation(space, request, url, { target, requestId });
  const { facts } = observation;
  let bytes: Promise<Buffer> | undefined;
  const call: ApiCall = {
    request,
    url,
    readBytes: () => (bytes ??= readBytes(request)),
    ended: space.ending,
    write: (action) => space.state.writeAs({ by: 'client', requestId, caller }, action),
    facts,
  };
  let status: number | null = null;
  let gone = false;
  try {
    if (space.recordsBodies) {
      const body = await call.readBytes().catch(() => undefined);
      running.recordRequest(headers, body?.toString() ?? '');
    }
    const fault = space.faults.size === 0 ? undefined : space.faults.take({ method, url, caller, clientRequestId });
    // Without the body the coach couldn't tell whether a write that a fault met is sent again.
    if (fault && observation.isWrite) await call.readBytes().catch(() => undefined);
    let response = fault ? await answerWithFault(space, call, fault) : await answerOrRefuse(space, call);
    if (!response) return cutConnection(connection);
    const own = Object.entries(serviceHeaders(requestId, clientRequestId, clock));
    for (const [name, value] of own) response.headers.set(name, value);
    if (fault) addHeaders(response.headers, fault);
    status = response.status;
    observation.answered(response, fault);
    if (space.recordsBodies) running.recordResponse(response.headers, await readSent(response, fault?.cutAfter));
    if (fault?.cutAfter !== undefined) {
      // An unread request would reset the connection, and its client would lose what was sent.
      await call.readBytes().catch(() => undefined);
      response = await cutBody(response, fault.cutAfter, connection);
    }
    return response;
  } catch (error) {
    gone = error instanceof ClientGone;
    if (gone) return new Response(null, { status: 499 });
    throw error;
  } finally {
    running.end(status, gone);
    if (observation.isWrite) observation.body = await bytes?.catch(() => undefined);
    // What a reset ended belongs to nobody's history.
    if (!call.ended.aborted) observation.end(caller, gone ? null : status);
  }
}

/** Turns errors into responses; an unexpected error is a 500 and doesn't end the process. */
async function answerOrRefuse(space: Space, call: ApiCall): Promise<Response> {
  try {
    return await space.answer(call);
  } catch (error) {
    if (error instanceof ClientGone) throw error;
    noteRefusal(call.facts, error);
    return respondError(error, space.report);
  }
}

/** Undefined if the connection is to be closed without a response. */
async function answerWithFault(space: Space, call: ApiCall, fault: Fault): Promise<Response | undefined> {
  const { request, ended } = call;
  const applied = fault.applyFirst ? await answerOrRefuse(space, call) : undefined;
  if (fault.delayMs) {
    await wait(fault.delayMs, AbortSignal.any([ended, request.signal]));
    // A write that its client has given up would be unexpected later.
    if (request.signal.aborted) throw new ClientGone('The client closed the connection while it waited');
    if (ended.aborted) return respondError(endedByReset(), space.report);
  }
  if (fault.disconnect) return undefined;
  if (!fault.malformed) return faultResponse(fault) ?? applied ?? answerOrRefuse(space, call);
  // Only reads are carried out unless told: after a malformed response a client can't know whether its write was applied.
  const normal = applied ?? (request.method === 'GET' ? await answerOrRefuse(space, call) : undefined);
  const json = (normal?.ok && (await normal.text())) || '{"id":"8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77","status":"New"}';
  return respondJson(fault.status ?? 200, breakJson(json));
}

/** What is sent of the body of a response. */
async function readSent(response: Response, bytes: number | undefined): Promise<string> {
  const body = Buffer.from(await response.clone().arrayBuffer());
  return body.subarray(0, bytes).toString();
}

/** Diagnostics as sent by the gateway (docs/api.md, Headers). */
const diagnostic = JSON.stringify({ ServerInfo: { DataCenter: 'Sandbox', Slice: 'SliceA', Ring: '1' } });

/** The headers of every response (docs/api.md, Headers). */
export function serviceHeaders(
  requestId: string,
  clientRequestId: string | null,
  clock: SandboxClock,
): Record<string, string> {
  return {
    'request-id': requestId,
    ...(clientRequestId !== null && { 'client-request-id': clientRequestId }),
    timestamp: clock.stamp(),
    'x-ms-ags-diagnostic': diagnostic,
  };
}

/** Resolves after the time or when the signal aborts. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
