import { answerCall } from './answerCall.ts';
import { readSpace } from './callers.ts';
import { answerControl } from './control.ts';
import { CrossOrigin } from './crossOrigin.ts';
import { CutError, type IncomingConnection } from './cut.ts';
import { respondError } from './jsonBody.ts';
import { renderPage } from './page.ts';
import { answerPlainRead, type PlainRead, type PlainResponse } from './plainRead.ts';
import type { Space } from './space.ts';
import { Spaces } from './spaces.ts';
import { trafficOf, type Traffic } from './traffic.ts';

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
  /** Ignore unknown properties in bodies instead of rejecting the request. Default false; not together with `strict`. */
  readonly lenient?: boolean;
  /** Status of a POST that created a referral, 200 if absent (docs/api.md, Endpoints). */
  readonly postStatus?: 200 | 201;
  /** Keep headers and bodies of calls for `GET /_sandbox/calls`. Default false. */
  readonly recordBodies?: boolean;
  /** How many characters of bodies are kept; 32 Mi if absent. */
  readonly recordedCharacters?: number;
  /** Keeps the state in this file. The seed is then used only for the first start and for a reset. */
  readonly dataFile?: string;
  /** Webhooks may be on other machines. Default false. */
  readonly webhooksToAnyHost?: boolean;
  /** The origin of web pages that may call, e.g. `http://localhost:5173`. None if absent. */
  readonly cors?: string;
  /** Referrals per page, 100 if absent as in the service. */
  readonly pageSize?: number;
  /** Tells the user about errors that aren't the caller's, and about the data file. On stderr if absent. */
  readonly report?: (text: string) => void;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
  /** Milliseconds of a clock that only goes forward, by which waits of clients are judged; for tests. */
  readonly elapsed?: () => number;
}

/** A local server of the referrals API. */
export interface Sandbox {
  /**
   * Answers a request; the host of its URL doesn't matter. Invalid requests get an error response. Rejects only for a
   * `disconnect` fault without a `connection`, with a TypeError like `fetch`.
   */
  fetch(request: Request, connection?: IncomingConnection): Promise<Response>;
  /**
   * Answers a GET of one referral without Request and Response. Undefined if the request is to be given to `fetch`,
   * whose response is the same.
   */
  read(read: PlainRead): PlainResponse | undefined;
  /** Calls and findings of the default space. */
  readonly traffic: Traffic;
  /** Number of referrals in the default space. */
  readonly size: number;
  /** The space that a value of the header `Authorization` asks for. */
  spaceOf(authorization: string): Space;
  /** Ends delayed responses and webhooks, and closes the data file. */
  close(): void;
}

/** @throws SeedError or DataFileError if the file cannot be used */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { report = (text: string) => console.error(text) } = options;
  const spaces = new Spaces({ ...options, report });
  const crossOrigin = new CrossOrigin(options.cors);

  async function answer(request: Request, connection: IncomingConnection | undefined): Promise<Response> {
    const url = new URL(request.url);
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    const preflight = crossOrigin.meet(request, url);
    if (preflight) return preflight;
    if (/^\/_sandbox(\/|$)/.test(url.pathname)) return answerControl(request, url, spaces);
    if (isPage && url.pathname === '/') return renderPage(url.origin, spaces.find(undefined).state.store.size);
    // Requested by browsers on their own; it must not use up a fault or be listed as a call.
    if (isPage && url.pathname === '/favicon.ico') return new Response(null, { status: 404 });
    return answerCall(spaces.find(readSpace(request.headers.get('authorization'))), request, url, connection);
  }

  return {
    fetch: async (request, connection) => {
      const response = await answer(request, connection).catch((error: unknown) => {
        if (error instanceof CutError) throw error;
        return respondError(error, report);
      });
      return crossOrigin.mark(response, request);
    },
    // A page of the allowed origin needs more headers.
    read: (read) => (options.cors === undefined ? answerPlainRead(spaces, read) : undefined),
    traffic: trafficOf(spaces.find(undefined)),
    get size() {
      return spaces.find(undefined).state.store.size;
    },
    spaceOf: (authorization) => spaces.find(readSpace(authorization)),
    close: () => spaces.close(),
  };
}

export type { IncomingConnection };
