import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { collection } from '../client.ts';
import type { Found } from './traffic.ts';

const authorization = 'Bearer sandbox-admin';

describe('Over HTTP', () => {
  let sandbox: ServedSandbox;
  let address: string;
  let receiver: Server;
  let onEvent: () => Promise<void>;
  beforeEach(async () => {
    sandbox = await serveSandbox({ report: () => undefined });
    onEvent = async () => undefined;
    receiver = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(202).end();
        void onEvent();
      });
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const control = (path: string, body: object): Promise<Response> =>
      fetch(`${sandbox.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
    const { id } = (await (await control('referrals', {})).json()) as { id: string };
    address = `${sandbox.url}${collection}/${id}`;
    await control('webhooks', { url });
  });
  afterEach(async () => {
    onEvent = async () => undefined;
    await sandbox.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  async function edit(notes: string): Promise<void> {
    const headers = () => ({ authorization, 'client-request-id': crypto.randomUUID() });
    const { eTag } = (await (await fetch(address, { headers: headers() })).json()) as { eTag: string };
    const changed = await fetch(address, {
      method: 'PATCH',
      headers: { ...headers(), 'Content-Type': 'application/json', 'If-Match': eTag },
      body: JSON.stringify([{ op: 'replace', path: '/details/notes', value: notes }]),
    });
    await changed.text();
  }

  async function rules(): Promise<readonly string[]> {
    const { findings } = (await (await fetch(`${sandbox.url}/_sandbox/findings`)).json()) as { findings: Found[] };
    return findings.map(({ rule }) => rule);
  }

  it('a receiver that writes because of its own writes is found', async () => {
    // Goes on until it is found: on a slow machine not each reaction is prompt.
    const found = new Promise<readonly string[]>((resolve, reject) => {
      let writes = 0;
      const react = async (): Promise<void> => {
        await edit(`synced ${++writes}`);
        const now = await rules();
        if (now.length > 0) resolve(now);
      };
      onEvent = () => react().catch(reject);
    });
    await edit('first');
    assert.deepEqual(await found, ['echo-loop']);
  });

  it('edits without a pause, of which a receiver is told, are right', async () => {
    for (let number = 0; number < 40; number++) await edit(`edit ${number}`);
    assert.deepEqual(await rules(), []);
  });
});
