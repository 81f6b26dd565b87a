import { refusalForStatus, invalidRequest } from '../http/requestRefusal.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';

/** What the next matching calls get instead of, or in addition to, their normal response. */
export interface Fault {
  /** HTTP method, ignoring case. All methods if absent. */
  readonly method?: string;
  /**
   * Any part of the path, such as a GUID, ignoring case. The query is compared too if it contains `?` or `$`, so
   * `$skiptoken` matches the pages after the first. All paths if absent.
   */
  readonly path?: string;
  /** Number of calls. Default 1. */
  readonly times?: number;
  /** 200 to 599. Without a `body` the service's own body for it. */
  readonly status?: number;
  /** `Retry-After`: seconds, or an HTTP date. Implies 429 unless there is a `status`. */
  readonly retryAfter?: number | string;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** A string is sent as it is (HTML as text/html, else text/plain), anything else as JSON. Without `status`: 200. */
  readonly body?: Json;
  /** Delay before the response, in milliseconds. Without other members the response is the normal one. */
  readonly delayMs?: number;
  /** Close the connection instead of responding. */
  readonly disconnect?: boolean;
  /** Answer 200 (or `status`) with JSON that lacks a comma. */
  readonly malformed?: boolean;
}

/** The pending faults in the order in which they were added. */
export class FaultQueue {
  #waiting: { readonly fault: Fault; left: number }[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** @throws RequestRefusal if `input` is not a fault */
  add(input: Json): void {
    const fault = readFault(input);
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The first fault that matches this call; counts as used. */
  take(method: string, url: URL): Fault | undefined {
    if (this.#waiting.length === 0) return undefined;
    const entry = this.#waiting.find(({ fault }) => meets(fault, method, url));
    if (entry && --entry.left === 0) this.#waiting = this.#waiting.filter((other) => other !== entry);
    return entry?.fault;
  }

  clear(): void {
    this.#waiting = [];
  }
}

function meets(fault: Fault, method: string, url: URL): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  const path = readable(fault.path);
  return readable(/[?$]/.test(path) ? url.pathname + url.search : url.pathname).includes(path);
}

/** Makes paths comparable, percent-encoded or not. */
function readable(path: string): string {
  // Each sequence separately, since one that isn't UTF-8 stays encoded.
  const decoded = path.replaceAll('+', ' ').replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
  return decoded.toLowerCase();
}

/**
 * The response of a fault, or undefined for the normal one (delayed, or with other headers). The caller handles
 * `disconnect` and `malformed`.
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
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter));
  addHeaders(headers, fault);
  // These statuses have no body; the Response constructor rejects one.
  return new Response([204, 205, 304].includes(status) ? null : content, { status, headers });
}

export function addHeaders(headers: Headers, fault: Fault): void {
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, String(value));
}

function defaultBody(status: number, headers: Headers): JsonObject {
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  return refusalForStatus(status).body;
}

function looksLikeHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|h1|p|div)\b/i.test(body);
}

const wanted = {
  method: ['a non-empty string', (v: Json) => typeof v === 'string' && v !== ''],
  path: ['a non-empty string', (v: Json) => typeof v === 'string' && v !== ''],
  times: ['a whole number from 1', (v: Json) => Number.isSafeInteger(v) && Number(v) >= 1],
  status: ['a whole number from 200 to 599', (v: Json) => Number.isInteger(v) && Number(v) >= 200 && Number(v) <= 599],
  retryAfter: ['seconds from 0, or an HTTP date such as "Mon, 15 Jun 2026 12:00:00 GMT"', isRetryAfter],
  headers: ['an object of texts that are valid HTTP headers; those of the transport cannot be set', isHeaders],
  body: ['anything', () => true],
  delayMs: ['milliseconds, at most 600000', (v: Json) => typeof v === 'number' && v >= 0 && v <= 600_000],
  disconnect: ['a boolean', (v: Json) => typeof v === 'boolean'],
  malformed: ['a boolean', (v: Json) => typeof v === 'boolean'],
} as const satisfies Record<keyof Fault, readonly [words: string, test: (value: Json) => boolean]>;

function readFault(input: Json): Fault {
  if (!isObject(input)) throw invalidRequest('A fault must be a JSON object.');
  for (const [name, value] of Object.entries(input)) {
    const rule = Object.hasOwn(wanted, name) ? wanted[name as keyof Fault] : undefined;
    if (!rule) {
      throw invalidRequest(`A fault has no property "${name}". Known: ${Object.keys(wanted).join(', ')}.`, name);
    }
    if (!rule[1](value)) throw invalidRequest(`"${name}" of a fault must be ${rule[0]}.`, name);
  }
  const fault = input as Fault;
  const acts = ['status', 'retryAfter', 'headers', 'body', 'delayMs'].some((name) => Object.hasOwn(input, name));
  if (!acts && !fault.disconnect && !fault.malformed) {
    throw invalidRequest('The fault does nothing. Give it a status, body, delayMs, disconnect or malformed.');
  }
  return fault;
}

function isRetryAfter(value: Json): boolean {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value);
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
