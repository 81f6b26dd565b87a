import { errorForStatus, invalidRequest } from '../http/apiError.ts';
import { isObject, type Json, type JsonObject } from '../json/json.ts';

/** What the next matching calls get instead of, or on top of, their normal answer. */
export interface Fault {
  /** HTTP method; every method when absent. Case does not count. */
  readonly method?: string;
  /**
   * Any part of the path, such as a whole path or a GUID; case does not count. Only when it contains `?` or `$` the query
   * is looked at too, so `$skiptoken` meets the pages after the first. Every path when absent.
   */
  readonly path?: string;
  /** How many calls get it. Default 1. */
  readonly times?: number;
  /** 200 to 599. Without a `body` the service's own words for it. */
  readonly status?: number;
  /** `Retry-After`: seconds, or an HTTP date. Without `status` it means 429. */
  readonly retryAfter?: number | string;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** A string is sent as it is (HTML as text/html, else text/plain), anything else as JSON. Without `status`: 200. */
  readonly body?: Json;
  /** Wait before answering, in milliseconds. Alone, the normal answer comes late. */
  readonly delayMs?: number;
  /** Cut the connection instead of answering. */
  readonly disconnect?: boolean;
  /** Answer 200 (or `status`) with JSON that lacks a comma. */
  readonly malformed?: boolean;
}

/** The faults that wait for their call, in the order they came. */
export class FaultQueue {
  private waiting: { readonly fault: Fault; left: number }[] = [];

  get size(): number {
    return this.waiting.length;
  }

  /** @throws ApiError when `input` is no fault */
  add(input: Json): void {
    const fault = readFault(input);
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The first fault that meets this call; counts it as used. */
  take(method: string, url: URL): Fault | undefined {
    if (this.waiting.length === 0) return undefined;
    const entry = this.waiting.find(({ fault }) => meets(fault, method, url));
    if (entry && --entry.left === 0) this.waiting = this.waiting.filter((other) => other !== entry);
    return entry?.fault;
  }

  clear(): void {
    this.waiting = [];
  }
}

function meets(fault: Fault, method: string, url: URL): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  const path = readable(fault.path);
  return readable(/[?$]/.test(path) ? url.pathname + url.search : url.pathname).includes(path);
}

/** So that a path meets what it means, percent-encoded or not. */
function readable(path: string): string {
  // Each run by itself, as one that is no UTF-8 stays as it is.
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
 * The answer a fault gives by itself, or undefined when the normal one is wanted (later, or with other headers).
 * `disconnect` and `malformed` are the caller's business.
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
  // These statuses have no body by definition; Response refuses one.
  return new Response([204, 205, 304].includes(status) ? null : content, { status, headers });
}

export function addHeaders(headers: Headers, fault: Fault): void {
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, String(value));
}

function defaultBody(status: number, headers: Headers): JsonObject {
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  return errorForStatus(status).body;
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

/** The server sets these for the body it sends; others would break the connection. */
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
