import assert from 'node:assert/strict';
import { createReferralClient, type ReferralClient } from '../../../src/api/client.ts';
import { nodeFetchTransport } from '../../../src/api/nodeFetchTransport.ts';
import { Emitter } from '../../../src/base/event.ts';
import { serveSandbox, type ServedSandbox } from '../../../src/sandbox/http/serveSandbox.ts';
import { Catalog } from '../../../src/services/catalog/catalog.ts';
import type { Connection } from '../../../src/services/connection/connection.ts';
import { ReferralList } from '../../../src/services/list/referralList.ts';

/** Catalog, list and client as they are, over a sandbox that can be told to fail. Time passes when it is told to. */
export class SandboxStage {
  readonly connection: Connection;
  readonly client: ReferralClient;
  readonly catalog: Catalog;
  readonly list: ReferralList;
  /** Fire it to tell that the connection changed. */
  readonly switched = new Emitter<void>();
  readonly #served: ServedSandbox;
  readonly #clock: { now: number };

  private constructor(served: ServedSandbox, clock: { now: number }) {
    this.#served = served;
    this.#clock = clock;
    const token = { value: 'sandbox-admin', account: 'x' };
    this.client = createReferralClient({
      origin: served.url,
      tokens: { getToken: async () => token, renew: async () => token },
      transport: nodeFetchTransport,
      onCall: () => undefined,
      now: () => this.now,
      random: () => 0,
      wait: async (ms) => void (this.now += ms),
    });
    this.connection = { id: 'sandbox', client: async () => this.client, needsSignIn: false };
    this.catalog = new Catalog({ get: () => this.connection });
    const connections = { current: this.connection, onDidChange: this.switched.event };
    this.list = new ReferralList(connections, this.catalog, () => this.now);
  }

  static async start(options: Parameters<typeof serveSandbox>[0] = {}): Promise<SandboxStage> {
    const clock = { now: Date.parse('2026-06-15T12:00:00Z') };
    return new SandboxStage(await serveSandbox({ now: () => clock.now, ...options }), clock);
  }

  /** Milliseconds since 1970, for list, client and sandbox; waits before a repeat pass at once. */
  get now(): number {
    return this.#clock.now;
  }

  set now(ms: number) {
    this.#clock.now = ms;
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return this.#served.url;
  }

  async fault(fault: object): Promise<void> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) };
    assert.equal((await fetch(`${this.#served.url}/_sandbox/faults`, init)).ok, true);
  }

  /** Paths of the API's calls so far, oldest first. */
  async calls(): Promise<string[]> {
    const { calls } = (await (await fetch(`${this.#served.url}/_sandbox/calls`)).json()) as {
      calls: { path: string }[];
    };
    return calls.map(({ path }) => path);
  }

  /** Changes a referral behind our back, as a colleague would. */
  async patch(id: string, operations: readonly object[]): Promise<void> {
    const response = await fetch(`${this.#served.url}/v1.0/engagements/referrals/${id}`, {
      method: 'PATCH',
      headers: { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' },
      body: JSON.stringify(operations),
    });
    assert.equal(response.ok, true, await response.text());
  }

  close(): Promise<void> {
    return this.#served.close();
  }
}

/** Resolves when `event` has fired and `happened` holds. */
export async function when(
  event: (listener: () => void) => { dispose(): void },
  happened: () => boolean,
): Promise<void> {
  if (happened()) return;
  await new Promise<void>((resolve) => {
    const listening = event(() => {
      if (!happened()) return;
      listening.dispose();
      resolve();
    });
  });
}
