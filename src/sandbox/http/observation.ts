import { createHash } from 'node:crypto';
import { parseJson, text, type Json, type JsonObject } from '../../base/json.ts';
import type { CallFacts, CallKind } from '../coach/observedCall.ts';
import type { Fault } from '../faults/faults.ts';
import { prefersRepresentation } from './api.ts';
import { RequestRefusal } from './requestRefusal.ts';
import type { Space } from './space.ts';
import { findTarget, type Target } from './target.ts';

/** What the coach learns of a call while it is answered. */
export class Observation {
  readonly facts: CallFacts = { notes: [] };
  readonly kind: CallKind;
  /** The body of a write, if all of it was read. */
  body: Buffer | undefined;
  readonly #space: Space;
  readonly #request: Request;
  readonly #host: string;
  readonly #address: { readonly target: string; readonly requestId: string };
  readonly #id: string;
  readonly #startedAt: number;
  #isWhole = true;
  #retryAfterMs: number | undefined;

  /** @param address the path with query as received, and the call's request-id */
  constructor(
    space: Space,
    request: Request,
    url: URL,
    address: { readonly target: string; readonly requestId: string },
  ) {
    this.#space = space;
    this.#request = request;
    this.#host = url.hostname;
    this.#address = address;
    const found = findTarget(request, url);
    this.kind = kindOf(request.method, found);
    this.#id = found?.kind === 'referral' ? found.id.toLowerCase() : '';
    this.#startedAt = space.coach.now();
  }

  get isWrite(): boolean {
    return this.kind === 'create' || this.kind === 'change';
  }

  /** Notes what the client gets. A fault may take the place of what the API answered. */
  answered({ headers, body: sent }: Response, fault: Fault | undefined): void {
    this.#isWhole = (fault?.cutAfter === undefined || sent === null) && !fault?.malformed;
    this.#retryAfterMs = readRetryAfter(headers.get('retry-after'), this.#space.state.clock.realNow());
    if (!fault) return;
    const { status, retryAfter, body, malformed = false } = fault;
    if ((status ?? retryAfter ?? body) === undefined && !malformed) return;
    delete this.facts.refusal;
    delete this.facts.page;
  }

  /** @param status null if the client has no response */
  end(caller: string, status: number | null): void {
    const { method, headers } = this.#request;
    const { body } = this;
    if (body && this.facts.body === undefined) this.facts.body = tryParse(body);
    this.#space.observe(caller, {
      ...this.#address,
      clientRequestId: headers.get('client-request-id'),
      method,
      host: this.#host,
      kind: this.kind,
      id: this.#id,
      startedAt: this.#startedAt,
      endedAt: this.#space.coach.now(),
      status: this.#isWhole ? status : null,
      retryAfterMs: this.#retryAfterMs,
      ifMatch: headers.get('if-match'),
      prefersRepresentation: prefersRepresentation(headers),
      bodyDigest: this.#bodyDigest(),
      userAgent: headers.get('user-agent') ?? '',
      facts: this.facts,
    });
  }

  #bodyDigest(): string {
    if (this.body) return createHash('sha1').update(this.body).digest('base64');
    // What was not read may be anything, so it equals no other body.
    return this.isWrite ? this.#address.requestId : '';
  }
}

export function noteRefusal(facts: CallFacts, error: unknown): void {
  if (!(error instanceof RequestRefusal) || error.rule === undefined) return;
  const target = text((error.body.error as JsonObject | undefined)?.target) ?? '';
  facts.refusal = { rule: error.rule, message: error.message, target };
}

function kindOf(method: string, target: Target | undefined): CallKind {
  if (!target) return 'other';
  const kinds: Readonly<Record<string, CallKind>> =
    target.kind === 'collection' ? { GET: 'list', POST: 'create' } : { GET: 'read', PATCH: 'change', PUT: 'change' };
  return kinds[method] ?? 'other';
}

/** Seconds, or a date, which has whole seconds: one less than it says may be meant. */
function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now - 1000);
}

/** null, which is no body that is taken, for what is no JSON. */
function tryParse(body: Buffer): Json {
  try {
    return parseJson(body.toString());
  } catch {
    return null;
  }
}
