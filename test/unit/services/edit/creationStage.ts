import assert from 'node:assert/strict';
import { TransportError, type HttpRequest, type HttpResponse } from '../../../../src/api/transport.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/http/createSandbox.ts';
import { createDeal, type Choice, type CreationOutcome } from '../../../../src/services/edit/create.ts';
import { untouched, type CreationProgress } from '../../../../src/services/edit/creationProgress.ts';
import { readDeal, type Deal } from '../../../../src/services/edit/dealText.ts';
import { templateOf } from '../../../../src/services/edit/templates.ts';
import { clientOver } from './writers.ts';

/** What happens to the next POST. `late`: an error is answered, and it is carried out when `arrive` is called. */
export type Trouble =
  | 'none'
  | 'lostBefore'
  | 'lostAfter'
  | 'timeoutAfter'
  | 'timeoutBefore'
  | 'notConnected'
  | 'refused'
  | 'throttled'
  | 'cancelledAfter'
  | 'cancelledBefore'
  | `error${500 | 502 | 503 | 504}`
  | `late${500 | 502 | 503 | 504}`;

export const now = Date.parse('2026-06-15T12:00:00Z');
export const reference = { externalReferenceId: 'crm-1' };

export async function dealFrom(kind: 'private' | 'shared', change: JsonObject = {}): Promise<Deal> {
  const read = await readDeal(JSON.stringify({ ...templateJson(kind), ...change }));
  assert.equal(read.kind, 'deal');
  return (read as { deal: Deal }).deal;
}

export function templateJson(kind: 'private' | 'shared'): JsonObject {
  return JSON.parse(templateOf(kind, now).text) as JsonObject;
}

/** The details of the template with another value. */
export function worth(dealValue: number, kind: 'private' | 'shared' = 'private'): JsonObject {
  return { details: { ...(templateJson(kind)['details'] as JsonObject), dealValue } };
}

interface Stored {
  readonly id: string;
  readonly organizationId: string;
  readonly engagementId: string;
  readonly name: string;
  readonly target: object[];
  readonly inviteContext: JsonObject;
  readonly details: { readonly dealValue: number };
}

export class Stage {
  #sandbox: Sandbox;
  readonly #late: HttpRequest[] = [];
  progress = untouched;
  /** What was kept before each POST. */
  readonly keptBefore: CreationProgress[] = [];
  posts = 0;
  /** Of the client's machine. */
  clock = now;
  serverClock = now;
  /** Responses tell no time. */
  isTimeless = false;
  /** Lists and searches are answered with this error. */
  listStatus: number | undefined;
  /** Answers to this method don't name the engagement. */
  hides: (method: string) => boolean = () => false;

  constructor() {
    this.#sandbox = this.#made();
  }

  /** @param choice about the progress that there is */
  async send(deal: Deal, troubles: Trouble[] = [], choice?: Choice): Promise<CreationOutcome> {
    const stop = new AbortController();
    const send = async (request: HttpRequest): Promise<HttpResponse> => {
      if (request.method !== 'POST') {
        const isList = !/referrals\/[^/?]+$/.test(request.url);
        if (isList && this.listStatus !== undefined)
          return { status: this.listStatus, header: () => undefined, body: '' };
        return this.#hidden(request, await this.ask(request));
      }
      this.posts++;
      this.keptBefore.push(this.progress);
      const trouble = troubles.shift() ?? 'none';
      const status = statusOf(trouble);
      if (trouble.startsWith('late')) this.#late.push(request);
      if (status !== undefined) return { status, header: () => undefined, body: '' };
      if (trouble === 'notConnected') throw new TransportError({ kind: 'unreachable', code: 'ENOTFOUND' });
      const response = trouble.endsWith('Before') ? undefined : await this.ask(request);
      if (trouble.startsWith('lost')) throw new TransportError({ kind: 'unreachable', code: 'ECONNRESET' });
      if (trouble.startsWith('timeout')) throw new TransportError({ kind: 'timeout', afterMs: 1 });
      if (trouble.startsWith('cancelled')) {
        stop.abort();
        throw stop.signal.reason as Error;
      }
      assert.ok(response);
      return this.#hidden(request, response);
    };
    return createDeal(clientOver(send), deal, {
      signal: stop.signal,
      decision: choice && { ...choice, about: this.progress.id },
      progress: this.progress,
      keep: async (progress) => void (this.progress = progress),
      now: () => this.clock,
    });
  }

  async ask({ method, url, headers, body }: Omit<HttpRequest, 'signal'>): Promise<HttpResponse> {
    const response = await this.#sandbox.fetch(new Request(url, { method, headers, body: body ?? null }));
    const answer = await response.text();
    return {
      status: response.status,
      header: (name: string) => (this.isTimeless ? undefined : (response.headers.get(name) ?? undefined)),
      body: answer,
    };
  }

  #hidden({ method }: HttpRequest, response: HttpResponse): HttpResponse {
    if (!this.hides(method)) return response;
    return { ...response, body: response.body.replaceAll(/"engagementId":\s*"[^"]*",?/g, '') };
  }

  /** Carries out what a gateway gave up on. */
  async arrive(): Promise<void> {
    for (const request of this.#late.splice(0)) await this.ask(request);
  }

  /** Another server with nothing on it. */
  replaceServer(): void {
    this.#sandbox = this.#made();
  }

  async patch(id: string, values: Record<string, unknown>): Promise<void> {
    const operations = Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));
    const url = `http://127.0.0.1/v1.0/engagements/referrals/${id}`;
    const headers = { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' };
    const { status, body } = await this.ask({ method: 'PATCH', url, headers, body: JSON.stringify(operations) });
    assert.ok(status < 300, body);
  }

  async stored(): Promise<Stored[]> {
    const url = 'http://127.0.0.1/v1.0/engagements/referrals';
    const { body } = await this.ask({ method: 'GET', url, headers: { authorization: 'Bearer sandbox-admin' } });
    return (JSON.parse(body) as { value: Stored[] }).value;
  }

  #made(): Sandbox {
    return createSandbox({ seed: '[]', now: () => this.serverClock });
  }
}

function statusOf(trouble: Trouble): number | undefined {
  if (trouble === 'refused') return 403;
  if (trouble === 'throttled') return 429;
  const status = /\d+$/.exec(trouble)?.[0];
  return status === undefined ? undefined : Number(status);
}

export const owners = async (stage: Stage): Promise<string[]> =>
  (await stage.stored()).map(({ organizationId }) => (organizationId === 'msft' ? 'microsoft' : 'own')).sort();
