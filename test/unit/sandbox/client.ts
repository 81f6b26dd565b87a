import assert from 'node:assert/strict';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/http/createSandbox.ts';

export const collection = '/v1.0/engagements/referrals';
export const noon = Date.parse('2026-06-15T12:00:00Z');

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests read answers of every shape; a wrong guess shows as a failing assertion.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

/** A sandbox in the process, asked like a server; its clock stands still at noon. */
export class Client {
  readonly sandbox: Sandbox;
  /** What the sandbox told its user. */
  readonly reports: string[] = [];
  token = 'sandbox-admin';

  constructor(options: SandboxOptions = {}) {
    this.sandbox = createSandbox({ now: () => noon, report: (text) => this.reports.push(text), ...options });
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const authorized = { Authorization: `Bearer ${this.token}`, ...headers };
    const init: RequestInit = { method, headers: authorized };
    if (body !== undefined) {
      init.body = typeof body === 'string' ? body : JSON.stringify(body);
      init.headers = { 'Content-Type': 'application/json', ...authorized };
    }
    const response = await this.sandbox.fetch(new Request(`http://127.0.0.1:4000${path}`, init));
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, json: isJson ? tryParse(text) : undefined };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  list(query = ''): Promise<Answer> {
    return this.get(collection + (query && `?${query}`));
  }

  referral(id: string): Promise<Answer> {
    return this.get(`${collection}/${id}`);
  }

  /** All items of a list, by following nextLink as a careful client does: only its token counts. */
  async all(query = '', betweenPages: () => Promise<void> = async () => undefined): Promise<{ id: string }[]> {
    const items: { id: string }[] = [];
    let page = await this.list(query);
    for (;;) {
      assert.equal(page.status, 200, page.text);
      items.push(...page.json.value);
      const next: string | undefined = page.json['@odata.nextLink'];
      if (next === undefined) return items;
      await betweenPages();
      page = await this.list(next.slice(next.indexOf('$skiptoken=')));
    }
  }

  fault(fault: object): Promise<Answer> {
    return this.send('POST', '/_sandbox/faults', fault);
  }

  advance(days: number): Promise<Answer> {
    return this.send('POST', '/_sandbox/clock', { advanceDays: days });
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
