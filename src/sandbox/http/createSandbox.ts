import { Hono } from 'hono/tiny';
import { createApi } from './api.ts';
import { breakJson } from '../faults/breakJson.ts';
import { nameCaller } from './callers.ts';
import { CallLog } from './callLog.ts';
import { SandboxClock } from '../time/clock.ts';
import { createControl } from './control.ts';
import { CrossOrigin } from './crossOrigin.ts';
import { addHeaders, FaultQueue, faultResponse, type Fault } from '../faults/faults.ts';
import { renderPage } from './page.ts';
import { respondError, respondJson } from './respond.ts';
import { SandboxState } from '../store/state.ts';

export interface SandboxOptions {
  /** JSON, as text or UTF-8 bytes: a referral, an array of them, or a list response. Without it there is a built-in sample. */
  readonly seed?: string | Buffer;
  /** What to call the seed in error messages, e.g. its file name. */
  readonly seedName?: string;
  /** Size of the built-in sample, 60 when absent; the same number makes the same referrals. */
  readonly count?: number;
  /** Oddities of the official samples in links, counts and sample data (reference §14). Default true. */
  readonly quirks?: boolean;
  /** PATCH only the documented paths, check the portal's rules, leave Microsoft's side alone (reference §14). Default false. */
  readonly strict?: boolean;
  /** Keeps the state in this file; with it, the seed is only where the first start and a reset begin. */
  readonly dataFile?: string;
  /** The origin whose web pages may call, e.g. `http://localhost:5173`; none when absent. */
  readonly cors?: string;
  /** Referrals per page, 100 as the service has when absent. */
  readonly pageSize?: number;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

/** The connection a request came in on, for faults that cut it. */
export interface Connection {
  destroy(): void;
  /** Path with query as it came, before a URL made it neat. */
  readonly target?: string;
}

/** The Partner API in small. */
export interface Sandbox {
  /**
   * Answers one request; any host in its URL will do. A bad request gets an error response, it never rejects. Only a
   * `disconnect` fault without a `connection` to cut rejects, with a TypeError, as `fetch` does when a connection breaks.
   */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** How many referrals there are. */
  readonly size: number;
  /** Ends waits of delayed answers and closes the data file. */
  close(): void;
}

/** @throws SeedError or DataFileError when that file cannot be used */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = new SandboxClock(options.now);
  const state = new SandboxState(clock, options);
  const faults = new FaultQueue();
  const calls = new CallLog();
  const crossOrigin = new CrossOrigin(options.cors);
  const closing = new AbortController();
  const answer = createApi(state);
  const control = createControl(state, faults, calls);

  async function call(request: Request, url: URL, connection: Connection | undefined): Promise<Response> {
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
      // Nobody waits any more. The write is not done: done now, ahead of its time, it would surprise the next try.
      if (fault?.delayMs && request.signal.aborted) return new Response(null, { status: 499 });
      if (fault?.disconnect) return cut(connection);
      const response = (await faulty(fault, request, url)) ?? (await guard(() => answer(request, url)));
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
    // Only reads are really done: a write that is answered by nonsense could not be told from one that failed.
    const normal = request.method === 'GET' ? await guard(() => answer(request, url)) : undefined;
    const json = normal?.ok ? await normal.text() : '{"id":"8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77","status":"New"}';
    return respondJson(fault.status ?? 200, breakJson(json));
  }

  const app = new Hono<{ Bindings: { connection?: Connection } }>();
  app.use(async ({ req }, next) => crossOrigin.meet(req.raw, new URL(req.url)) ?? (await next()));
  app.route('/_sandbox', control);
  app.get('/', (context) => context.html(renderPage(new URL(context.req.url).origin, state.store.size)));
  // Browsers ask for it by themselves; it must neither use up a fault nor stand among the calls.
  app.get('/favicon.ico', (context) => context.body(null, 404));
  app.all('*', (context) => call(context.req.raw, new URL(context.req.url), context.env.connection));
  app.onError((error) => {
    if (error instanceof CutError) throw error;
    return respondError(error);
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

/** Short diagnostics as the gateway sends them (reference §2). */
const diagnostic = JSON.stringify({ ServerInfo: { DataCenter: 'Sandbox', Slice: 'SliceA', Ring: '1' } });

/** Errors become responses; an unexpected one is a 500 and never ends the process. */
async function guard(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    return respondError(error);
  }
}

/** As `fetch` fails when a connection breaks; not a response and so not for respondError. */
class CutError extends TypeError {
  constructor() {
    super('fetch failed: the sandbox cut the connection');
  }
}

function cut(connection: Connection | undefined): Response {
  if (!connection) throw new CutError();
  connection.destroy();
  return new Response(null);
}

/** Resolves after the time, or at once when the signal says that nobody waits any more. */
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
