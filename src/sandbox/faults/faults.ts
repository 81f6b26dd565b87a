import { meetsFault, type MatchedCall } from './callPattern.ts';
import { invalidRequest, refusalForStatus } from '../http/requestRefusal.ts';
import type { Json, JsonObject } from '../../base/json.ts';

/** What the next matching calls get instead of, or in addition to, their normal response. */
export interface Fault {
  /** HTTP method, ignoring case. All methods if absent. */
  readonly method?: string;
  /**
   * Any part of the path, such as a GUID, ignoring case. `*` stands for any characters, slashes too, and `$` at the end
   * for the end of the path. The query is looked at where the pattern has a `?` or begins with `$`, so `$skiptoken`
   * matches the pages after the first. All paths if absent.
   */
  readonly path?: string;
  /** Who calls, as in `GET /_sandbox/calls`: `admin`, `user <e-mail>`. */
  readonly caller?: string;
  /** The header `client-request-id` of the call. */
  readonly clientRequestId?: string;
  /** Number of calls, 0 for all. Default 1. */
  readonly times?: number;
  /** 200 to 599. Without a `body` the service's own body for it. */
  readonly status?: number;
  /** `Retry-After`: whole seconds, or an HTTP date. Implies 429 unless there is a `status`. */
  readonly retryAfter?: number | string;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** A string is sent as it is (HTML as text/html, else text/plain), anything else as JSON. Without `status`: 200. */
  readonly body?: Json;
  /** Delay before the response, in milliseconds. Without other members the response is the normal one. */
  readonly delayMs?: number;
  /** The call is carried out first, a write too; then the fault happens to its response. */
  readonly applyFirst?: boolean;
  /** Close the connection instead of responding. */
  readonly disconnect?: boolean;
  /** Close the connection after this many bytes of the body; `Content-Length` has the whole length. */
  readonly cutAfter?: number;
  /** Answer 200 (or `status`) with JSON that lacks a comma. */
  readonly malformed?: boolean;
}

interface ArmedFault {
  readonly fault: Fault;
  /** Number of calls that it will meet; Infinity for all. */
  left: number;
}

/** Each call is compared with all that it doesn't meet. */
const mostFaults = 1000;

/** The pending faults in the order in which they were added. */
export class FaultQueue {
  #armed: ArmedFault[] = [];

  get size(): number {
    return this.#armed.length;
  }

  /** The faults with the number of calls that they will still meet; null for all calls. */
  list(): (Fault & { readonly left: number | null })[] {
    return this.#armed.map(({ fault, left }) => ({ ...fault, left: Number.isFinite(left) ? left : null }));
  }

  /** @throws RequestRefusal 400 if there are too many */
  add(fault: Fault): void {
    if (this.#armed.length >= mostFaults) {
      throw invalidRequest(`There are ${mostFaults} faults already. Remove them with DELETE /_sandbox/faults.`);
    }
    const { times = 1 } = fault;
    this.#armed.push({ fault, left: times === 0 ? Infinity : times });
  }

  /** The first fault whose conditions this call meets; counts as used. */
  take(call: MatchedCall): Fault | undefined {
    const entry = this.#armed.find(({ fault }) => meetsFault(call, fault));
    if (entry && --entry.left === 0) this.#armed = this.#armed.filter((other) => other !== entry);
    return entry?.fault;
  }

  clear(): void {
    this.#armed = [];
  }
}

/**
 * The response of a fault, or undefined for the normal one (delayed, or with other headers). The caller handles
 * `disconnect`, `malformed` and `cutAfter`.
 */
export function faultResponse(fault: Fault): Response | undefined {
  const { retryAfter, body } = fault;
  const status = fault.status ?? (retryAfter === undefined ? (body === undefined ? undefined : 200) : 429);
  if (status === undefined) return undefined;
  const headers = new Headers();
  let content: string | null = null;
  if (typeof body === 'string') {
    content = body === '' ? null : body;
    if (body !== '') headers.set('Content-Type', `${looksLikeHtml(body) ? 'text/html' : 'text/plain'}; charset=utf-8`);
  } else {
    const json: Json | undefined = body === undefined && status >= 400 ? defaultBody(status, headers) : body;
    if (json !== undefined) {
      content = JSON.stringify(json);
      headers.set('Content-Type', 'application/json; charset=utf-8');
    }
  }
  // These statuses have no body; the Response constructor rejects one.
  return new Response(bodilessStatuses.has(status) ? null : content, { status, headers });
}

/** Statuses of responses that have no body. */
export const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304]);

export function addHeaders(headers: Headers, fault: Fault): void {
  if (fault.retryAfter !== undefined) headers.set('Retry-After', String(fault.retryAfter));
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, String(value));
}

function defaultBody(status: number, headers: Headers): JsonObject {
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  return refusalForStatus(status).body;
}

function looksLikeHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|h1|p|div)\b/i.test(body);
}

/**
 * Removes the first comma between two values of a JSON text, as in the official sample of a referral (docs/api.md,
 * Oddities). A text without such a comma is cut.
 */
export function breakJson(json: string): string {
  const comma = /("(?:[^"\\]|\\.)*"|[\d}\]el])\s*,/.exec(stripStrings(json));
  if (!comma) return `${json.slice(0, -1)} "id" `;
  const at = comma.index + comma[0].length - 1;
  return `${json.slice(0, at)} ${json.slice(at + 1)}`;
}

/** Replaces the content of strings by blanks, so that commas in them don't count and offsets don't change. */
function stripStrings(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (string) => `"${' '.repeat(string.length - 2)}"`);
}
