import { Hono } from 'hono/tiny';
import { createApi } from './api.ts';
import { nameCaller } from './callers.ts';
import { CallLog } from './callLog.ts';
import { SandboxClock } from '../time/clock.ts';
import { createControl } from './control.ts';
import { CrossOrigin } from './crossOrigin.ts';
import { addHeaders, breakJson, FaultQueue, faultResponse, type Fault } from '../faults/faults.ts';
import { renderPage } from './page.ts';
import { respondError, respondJson } from './jsonBody.ts';
import { SandboxState } from '../store/state.ts';

export interface SandboxOptions {
  /**
   * JSON, as text or UTF-8 bytes: a referral, an array of them, or a list response. Without it there is a built-in
   * sample.
   */
  readonly seed?: string | Buffer;
  /** Name of the seed in error messages, e.g. its file name. */
  readonly seedName?: string;
  /** Size of the built-in sample, 60 if absent. The same number gives the same referrals. */
  readonly count?: number;
  /** Oddities of the official samples in links, counts and sample data (docs/api.md, Oddities). Default true. */
  readonly quirks?: boolean;
  /**
   * Allow only documented paths in PATCH, check the portal's rules, reject changes of Microsoft's side (docs/api.md,
   * The sandbox's choices). Default false.
   */
  readonly strict?: boolean;
  /** Keeps the state in this file. The seed is then used only for the first start and for a reset. */
  readonly dataFile?: string;
  /** The origin of web pages that may call, e.g. `http://localhost:5173`. None if absent. */
  readonly cors?: string;
  /** Referrals per page, 100 if absent as in the service. */
  readonly pageSize?: number;
  /** Tells the user about internal errors and the data file. Default: the process's error output. */
  readonly report?: (text: string) => void;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

/** The connection of a request, for faults that close it. */
export interface IncomingConnection {
  destroy(): void;
  /** Path with query as received, not normalized by URL. */
  readonly target?: string;
}

/** A local server of the referrals API. */
export interface Sandbox {
  /**
   * Answers a request; the host of its URL doesn't matter. Invalid requests get an error response. Rejects only for a
   * `disconnect` fault without a `connection`, with a TypeError like `fetch`.
   */
  fetch(request: Request, connection?: IncomingConnection): Promise<Response>;
  /** Number of referrals. */
  readonly size: number;
  /** Ends delayed responses and closes the data file. */
  close(): void;
}

/** @throws SeedError or DataFileError if the file cannot be used */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = new SandboxClock(options.now);
  const { report = (text: string) => console.error(text) } = options;
  const state = new SandboxState(clock, options, report);
  const faults = new FaultQueue();
  const calls = new CallLog();
  const crossOrigin = new CrossOrigin(options.cors);
  const closing = new AbortController();
  const answer = createApi(state);
  const control = createControl(state, faults, calls);

  async function call(request: Request, url: URL, connection: IncomingConnection | undefined): Promise<Response> {
    const requestId = crypto.randomUUID();
    const clientRequestId = request.headers.get('client-request-id');
    const end = calls.begin({
      method: request.method,
      path: connection?.target ?? url.pathname + url.search,
      clientRequestId,
      requestId,
      who: nameCaller(request.headers.get('authorization')),
    });
    let status: number | null = null;
    try {
      const fault = faults.take(request.method, url);
      if (fault?.delayMs) await wait(fault.delayMs, AbortSignal.any([closing.signal, request.signal]));
      // The client has gone, so the write is not applied: a write before the delay is over would be unexpected.
      if (fault?.delayMs && request.signal.aborted) return new Response(null, { status: 499 });
      if (fault?.disconnect) return cut(connection);
      const response = (await faulty(fault, request, url)) ?? (await guard(request, () => answer(request, url)));
      response.headers.set('request-id', requestId);
      if (clientRequestId !== null) response.headers.set('client-request-id', clientRequestId);
      response.headers.set('timestamp', clock.stamp());
      response.headers.set('x-ms-ags-diagnostic', diagnostic);
      if (fault) addHeaders(response.headers, fault);
      status = response.status;
      return response;
    } finally {
      end(status);
    }
  }

  async function faulty(fault: Fault | undefined, request: Request, url: URL): Promise<Response | undefined> {
    if (!fault?.malformed) return fault && faultResponse(fault);
    // Only reads are carried out: after a malformed response a client can't know whether its write was applied.
    const normal = request.method === 'GET' ? await guard(request, () => answer(request, url)) : undefined;
    const json = normal?.ok ? await normal.text() : '{"id":"8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77","status":"New"}';
    return respondJson(fault.status ?? 200, breakJson(json));
  }

  /** Turns errors into responses; an unexpected error is a 500 and doesn't end the process. */
  async function guard(request: Request, answering: () => Promise<Response>): Promise<Response> {
    try {
      return await answering();
    } catch (error) {
      // The body ended early. Nobody reads the response, and it is no error of the sandbox.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      return respondError(error, report);
    }
  }

  const app = new Hono<{ Bindings: { connection?: IncomingConnection } }>();
  app.use(async ({ req }, next) => crossOrigin.meet(req.raw, new URL(req.url)) ?? (await next()));
  app.route('/_sandbox', control);
  app.get('/', (context) => context.html(renderPage(new URL(context.req.url).origin, state.store.size)));
  // Requested by browsers on their own; it must not use up a fault or be listed as a call.
  app.get('/favicon.ico', (context) => context.body(null, 404));
  app.all('*', (context) => call(context.req.raw, new URL(context.req.url), context.env.connection));
  app.onError((error) => {
    if (error instanceof CutError) throw error;
    return respondError(error, report);
  });

  return {
    fetch: async (request, connection) =>
      crossOrigin.mark(await app.fetch(request, connection ? { connection } : {}), request),
    get size() {
      return state.store.size;
    },
    close: () => {
      closing.abort();
      state.close();
    },
  };
}

/** Diagnostics as sent by the gateway (docs/api.md, Headers). */
const diagnostic = JSON.stringify({ ServerInfo: { DataCenter: 'Sandbox', Slice: 'SliceA', Ring: '1' } });

/** Like the error of `fetch` for a closed connection. There is no response for it. */
class CutError extends TypeError {
  constructor() {
    super('fetch failed: the sandbox cut the connection');
  }
}

function cut(connection: IncomingConnection | undefined): Response {
  if (!connection) throw new CutError();
  connection.destroy();
  return new Response(null);
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
