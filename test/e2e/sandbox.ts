import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { after } from 'mocha';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/http/createSandbox.ts';

/** Calls whose responses are delayed. */
export interface Hold {
  /** Resolves when the first call has arrived. */
  readonly reached: Promise<unknown>;
  /** Sends the responses and stops delaying. */
  release(): void;
}

interface Gate {
  readonly path: string | RegExp;
  readonly reached: PromiseWithResolvers<undefined>;
  readonly opened: PromiseWithResolvers<undefined>;
}

/**
 * A sandbox for a test, which can set faults, delay responses and look into it. It is closed at the end of the run at
 * the latest.
 */
export class TestSandbox {
  readonly url: string;
  readonly #server: Server;
  #sandbox: Sandbox;
  #gates: readonly Gate[] = [];

  private constructor(server: Server, options: SandboxOptions) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#sandbox = createSandbox(options);
    const listener = getRequestListener(
      async (request, { incoming }) => {
        const { pathname, search } = new URL(request.url);
        await this.#pass(decodeURIComponent(pathname + search));
        if (request.signal.aborted) return new Response();
        return this.#sandbox.fetch(request, { destroy: () => void incoming.socket.destroy() });
      },
      { overrideGlobalObjects: false },
    );
    server.on('request', (request, response) => void listener(request, response));
    open.add(this);
  }

  static async start(options: SandboxOptions = {}): Promise<TestSandbox> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TestSandbox(server, options);
  }

  /** The settings for using this sandbox. */
  get settings(): Readonly<Record<string, unknown>> {
    return { 'partnerReferrals.connection': 'sandbox', 'partnerReferrals.sandbox.url': this.url };
  }

  /** Delays the responses of all calls with this in the path or query. */
  hold(path: string | RegExp): Hold {
    const gate = { path, reached: Promise.withResolvers<undefined>(), opened: Promise.withResolvers<undefined>() };
    this.#gates = [...this.#gates, gate];
    return {
      reached: gate.reached.promise,
      release: () => {
        this.#gates = this.#gates.filter((other) => other !== gate);
        gate.opened.resolve(undefined);
      },
    };
  }

  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#post('faults', fault);
  }

  /** Refuses connections, as if the network were gone, until {@link connect} is called. */
  async disconnect(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async connect(): Promise<void> {
    this.#server.listen(Number(new URL(this.url).port), '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Restores the connection and the initial data, faults and calls, and stops delaying. */
  async reset(): Promise<void> {
    if (!this.#server.listening) await this.connect();
    for (const { opened } of this.#gates) opened.resolve(undefined);
    this.#gates = [];
    await this.#post('reset', {});
  }

  /** Replaces the sandbox by another one at the same address. */
  replace(options: SandboxOptions): void {
    this.#sandbox.close();
    this.#sandbox = createSandbox(options);
  }

  /** Changes a property of a referral, as another user. */
  async change(id: string, path: string, value: unknown): Promise<void> {
    await this.changeTogether(id, { [path]: value });
  }

  /** Changes several properties at once, by their paths. */
  async changeTogether(id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#call(`/v1.0/engagements/referrals/${id}`, {
      method: 'PATCH',
      body: JSON.stringify(Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }))),
    });
  }

  /** Lets a referral arrive from Microsoft with these members. */
  async arrive(members: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#post('referrals', members);
  }

  /** Lets time pass. */
  async advance(days: number): Promise<void> {
    await this.#post('clock', { advanceDays: days });
  }

  /** Returns a page of all referrals. */
  async list(query = ''): Promise<readonly ListedReferral[]> {
    const response = await this.#call(`/v1.0/engagements/referrals${query}`);
    return ((await response.json()) as { value: ListedReferral[] }).value;
  }

  /** Returns method and path of all API calls, oldest first. */
  async calls(): Promise<string[]> {
    const answer = (await (await this.#call('/_sandbox/calls')).json()) as {
      calls: { method: string; path: string }[];
    };
    return answer.calls.map((call) => `${call.method} ${call.path}`);
  }

  async close(): Promise<void> {
    if (!open.delete(this)) return;
    this.#sandbox.close();
    if (this.#server.listening) await this.disconnect();
  }

  async #pass(target: string): Promise<void> {
    for (const gate of this.#gates.filter(({ path }) =>
      typeof path === 'string' ? target.includes(path) : path.test(target),
    )) {
      gate.reached.resolve(undefined);
      await gate.opened.promise;
    }
  }

  async #post(what: string, body: object): Promise<void> {
    await this.#call(`/_sandbox/${what}`, { method: 'POST', body: JSON.stringify(body) });
  }

  /** Not over the network, so that delays and faults for the extension don't affect the test. */
  async #call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' };
    const response = await this.#sandbox.fetch(new Request(`${this.url}${path}`, { ...init, headers }));
    if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
    return response;
  }
}

export interface ListedReferral {
  readonly id: string;
  readonly engagementId: string;
  readonly name: string;
  readonly status: string;
  readonly direction: string;
  readonly externalReferenceId: string | null;
}

const open = new Set<TestSandbox>();
after(() => Promise.all([...open].map((sandbox) => sandbox.close())));
