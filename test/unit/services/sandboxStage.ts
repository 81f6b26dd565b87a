import assert from 'node:assert/strict';
import { createReferralClient } from '../../../src/api/client.ts';
import { nodeFetchTransport } from '../../../src/api/nodeFetchTransport.ts';
import { Emitter } from '../../../src/base/event.ts';
import { serveSandbox, type ServedSandbox } from '../../../src/sandbox/serveSandbox.ts';
import { Catalog } from '../../../src/services/catalog.ts';
import type { Connection } from '../../../src/services/connection.ts';
import { ReferralList } from '../../../src/services/referralList.ts';

/** Catalog, list and client as they are, over a sandbox that can be told to fail. */
export class SandboxStage {
  readonly catalog: Catalog;
  readonly list: ReferralList;
  readonly #served: ServedSandbox;

  private constructor(served: ServedSandbox) {
    this.#served = served;
    const token = { value: 'sandbox-admin', account: 'x' };
    const client = createReferralClient({
      origin: served.url,
      tokens: { getToken: async () => token, renew: async () => token },
      transport: nodeFetchTransport,
      onCall: () => undefined,
      random: () => 0,
    });
    const connection: Connection = { id: 'sandbox', client: async () => client, needsSignIn: false };
    this.catalog = new Catalog({ get: () => connection });
    this.list = new ReferralList({ current: connection, onDidChange: new Emitter<void>().event }, this.catalog);
  }

  static async start(options: Parameters<typeof serveSandbox>[0]): Promise<SandboxStage> {
    return new SandboxStage(await serveSandbox(options));
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
