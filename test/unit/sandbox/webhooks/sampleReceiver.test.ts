import assert from 'node:assert/strict';
import { createPrivateKey, sign } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeSelfSigned } from '../../../../src/sandbox/http/selfSigned.ts';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { createReceiver } from '../../../sample-workspace/src/webhookReceiver.ts';
import { readDeliveries } from './readDeliveries.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

/** Things that happen one after the other, to be awaited. */
class Happenings {
  readonly #happened: string[] = [];
  #changed: () => void = () => undefined;

  add(name: string): void {
    this.#happened.push(name);
    this.#changed();
  }

  get so(): readonly string[] {
    return this.#happened;
  }

  async first(count: number): Promise<readonly string[]> {
    while (this.#happened.length < count) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.#happened.slice(0, count);
  }
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('The sample receiver', () => {
  let sandbox: ServedSandbox;
  const servers: Server[] = [];
  let handled: Happenings;
  beforeEach(async () => {
    sandbox = await serveSandbox();
    handled = new Happenings();
  });
  afterEach(async () => {
    await sandbox.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function listen(certificateOrigins = [sandbox.url], fail = (): void => undefined): Promise<string> {
    const server = createReceiver({
      apiUrl: sandbox.url,
      token: 'sandbox-admin',
      certificateOrigins,
      handle: async (referral, eventName) => {
        fail();
        handled.add(`${eventName} ${referral.id}`);
      },
    });
    servers.push(server);
    return `http://127.0.0.1:${await portOf(server)}/`;
  }

  async function call(path: string, body: unknown, method = 'POST'): Promise<void> {
    const headers = { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' };
    const response = await fetch(sandbox.url + path, { method, headers, body: JSON.stringify(body) });
    assert.ok(response.ok, `${response.status} ${await response.text()}`);
  }

  const patch = (): Promise<void> =>
    call(
      `/v1.0/engagements/referrals/${id}`,
      [{ op: 'replace', path: '/statusReason', value: 'called back' }],
      'PATCH',
    );
  const statuses = async (count: number): Promise<(number | null)[]> =>
    (await readDeliveries(sandbox.url, count)).map(({ status }) => status);

  it('reads the referral of a signed event from the API', async () => {
    await call('/_sandbox/webhooks', { url: await listen() });
    await patch();
    assert.deepEqual(await handled.first(1), [`referral-updated ${id}`]);
    assert.deepEqual(await statuses(1), [204]);
  });

  it('refuses an event with a bad signature with 401, each time that it comes', async () => {
    await call('/_sandbox/webhooks', { url: await listen(), behaviour: { badSignature: true } });
    await patch();
    assert.deepEqual(await statuses(2), [401, 401]);
    assert.deepEqual(handled.so, []);
  });

  it('refuses an event whose certificate is somewhere else', async () => {
    await call('/_sandbox/webhooks', { url: await listen(['https://3psostorageacct.blob.core.windows.net']) });
    await patch();
    assert.deepEqual(await statuses(1), [401]);
    assert.deepEqual(handled.so, []);
  });

  it('handles events that come twice and in any order once', async () => {
    await call('/_sandbox/webhooks', { url: await listen(), behaviour: { duplicate: true, shuffle: true } });
    await patch();
    await patch();
    assert.deepEqual(await statuses(4), [204, 204, 204, 204]);
    await call('/_sandbox/webhooks/send', { referral: id, event: 'related-referral-updated' });
    const [first, second, last] = await handled.first(3);
    assert.deepEqual(
      [first, second, last],
      [`referral-updated ${id}`, `referral-updated ${id}`, `related-referral-updated ${id}`],
    );
  });

  it('takes only an id that is a GUID', async () => {
    await call('/_sandbox/reset', { seed: { id: '../../_sandbox/reset' } });
    await call('/_sandbox/webhooks', { url: await listen() });
    await call('/_sandbox/webhooks/send', { referral: '../../_sandbox/reset' });
    assert.deepEqual(await statuses(1), [400]);
    assert.deepEqual(handled.so, []);
  });

  describe('of a sender with a certificate of its own', () => {
    const event = {
      EventName: 'referral-updated',
      ResourceUri: `https://api.partnercenter.microsoft.com/engagements/v1/referrals/${id.toUpperCase()}`,
      ResourceName: 'referral',
      AuditUri: null,
      ResourceChangeUtcDate: '2026-03-05T16:40:02.1173460+00:00',
    };

    interface Sender {
      readonly origin: string;
      send(url: string, body?: object | string, headers?: Record<string, string>): Promise<number>;
    }

    async function createSender(organization = 'Microsoft Corporation', validDays = 1): Promise<Sender> {
      const { key, cert } = await makeSelfSigned([{ name: 'organizationName', value: organization }], validDays, {
        keyType: 'rsa',
      });
      const server = createServer((_request, response) => response.end(cert));
      servers.push(server);
      const origin = `http://127.0.0.1:${await portOf(server)}`;
      return {
        origin,
        send: async (url, content = event, headers = {}) => {
          const body = typeof content === 'string' ? content : JSON.stringify(content);
          const signature = sign('sha256', Buffer.from(body), createPrivateKey(key)).toString('base64');
          const response = await fetch(url, {
            method: 'POST',
            body,
            headers: {
              Authorization: `Signature ${signature}`,
              'X-MS-Certificate-Url': `${origin}/certificate.cer`,
              'X-MS-Signature-Algorithm': 'rsa-sha256',
              ...headers,
            },
          });
          return response.status;
        },
      };
    }

    it('handles an event again that could not be handled, and answers before', async () => {
      const errors = new Happenings();
      const log = console.error;
      console.error = (...words: unknown[]) => errors.add(words.join(' '));
      try {
        let isFirst = true;
        const sender = await createSender();
        const url = await listen([sender.origin], () => {
          if (!isFirst) return;
          isFirst = false;
          throw new Error('The CRM is down');
        });
        assert.equal(await sender.send(url), 204);
        assert.match((await errors.first(1)).join(), /was not handled:.*The CRM is down/);
        assert.equal(await sender.send(url), 204);
        assert.deepEqual(await handled.first(1), [`referral-updated ${id}`]);
      } finally {
        console.error = log;
      }
    });

    it('takes an event of another kind without work', async () => {
      const sender = await createSender();
      const url = await listen([sender.origin]);
      assert.equal(await sender.send(url, { EventName: 'test-created', ResourceName: 'test' }), 204);
      assert.equal(await sender.send(url), 204);
      assert.deepEqual(await handled.first(1), [`referral-updated ${id}`]);
    });

    it('refuses what is not signed with that certificate, is no event, or is too long', async () => {
      const sender = await createSender();
      const other = await createSender();
      const url = await listen([sender.origin]);
      const certificate = 'X-MS-Certificate-Url';
      for (const [status, body, headers] of [
        [401, event, { Authorization: '' }],
        [401, event, { Authorization: 'Signature AAAA' }],
        [401, event, { Authorization: 'Bearer AAAA' }],
        [401, event, { 'X-MS-Signature-Algorithm': 'none' }],
        [401, event, { [certificate]: 'nowhere' }],
        [401, event, { [certificate]: `${other.origin}/certificate.cer` }],
        [401, event, { [certificate]: `${sender.origin}@evil.example/certificate.cer` }],
        [400, 'no JSON', {}],
        [413, 'x'.repeat(70_000), {}],
      ] as const) {
        assert.equal(await sender.send(url, body, headers), status, JSON.stringify(headers));
      }
      // Another key, with the name of the right certificate.
      assert.equal(await other.send(url, event, { [certificate]: `${sender.origin}/certificate.cer` }), 401);
      assert.equal((await fetch(url, { method: 'PUT', body: '{}' })).status, 405);
      assert.deepEqual(handled.so, []);
    });

    it('refuses a certificate of another issuer, and one that is no longer valid', async () => {
      for (const sender of [await createSender('Contoso'), await createSender(undefined, -0.5)]) {
        assert.equal(await sender.send(await listen([sender.origin])), 401);
      }
      assert.deepEqual(handled.so, []);
    });
  });
});

describe('docs/webhooks.md', () => {
  it('has the sample receiver as it is', () => {
    const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
    const [, quoted] = /```ts\n([^]*?)```/.exec(read('../../../../docs/webhooks.md')) ?? [];
    assert.equal(quoted, read('../../../sample-workspace/src/webhookReceiver.ts'));
  });
});
