import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { describeSandbox } from '../../../../src/sandbox/openapi/openApi.ts';
import { bodyLimit } from '../../../../src/api/nodeFetchTransport.ts';
import { DeliveryLog, type LoggedDelivery } from '../../../../src/sandbox/webhooks/deliveryLog.ts';
import type { Answer } from '../../../../src/sandbox/webhooks/post.ts';
import { readDeliveries } from './readDeliveries.ts';
import { ok, StagedWebhooks } from './stagedWebhooks.ts';

describe('The list of deliveries', () => {
  it('has each attempt as the receiver answered it, and no more than the documented members', async () => {
    const sandbox = await serveSandbox({ seed: '{"id":"a","status":"New"}' });
    let calls = 0;
    const server = createServer((_request, response) => {
      calls++;
      if (calls === 1) response.writeHead(503).end('not yet');
      else response.writeHead(200).end('thanks');
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
      const post = (path: string, body: object): Promise<Response> =>
        fetch(`${sandbox.url}/_sandbox/webhooks${path}`, { method: 'POST', body: JSON.stringify(body) });
      await post('', { url });
      const { id } = (await (await post('/send', { referral: 'a' })).json()) as { id: string };
      const deliveries = await readDeliveries(sandbox.url, 2);
      const common = { id, event: 'referral-updated', referral: 'a', url };
      assert.deepEqual(
        deliveries.map(({ durationMs: _duration, time: _time, ...rest }) => rest),
        [
          { ...common, attempt: 1, status: 503, response: 'not yet' },
          { ...common, attempt: 2, status: 200, response: 'thanks' },
        ],
      );
      const [first = NaN, second = NaN] = deliveries.map(({ time }) => Date.parse(time));
      assert.ok(first <= second);
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      ajv.addSchema({ $id: 'sandbox', components: describeSandbox().components });
      const isDelivery = ajv.compile({
        allOf: [{ $ref: 'sandbox#/components/schemas/delivery' }],
        unevaluatedProperties: false,
      });
      for (const delivery of deliveries) assert.ok(isDelivery(delivery), JSON.stringify(isDelivery.errors));
      await fetch(`${sandbox.url}/_sandbox/webhooks`, { method: 'DELETE' });
      assert.equal((await readDeliveries(sandbox.url, 2)).length, 2);
    } finally {
      await sandbox.close();
      server.closeAllConnections();
      server.close();
    }
  });

  it('tells by the sandbox’s clock when an attempt began, also if that was advanced meanwhile', async () => {
    const staged = new StagedWebhooks();
    staged.register();
    const answered = Promise.withResolvers<Answer>();
    staged.respond = () => answered.promise;
    staged.write('a');
    await staged.pass(1000);
    staged.state.advance(3);
    answered.resolve(ok);
    await staged.pass(1000);
    staged.respond = () => ok;
    staged.write('b');
    await staged.pass();
    assert.deepEqual(
      staged.webhooks.log.list().map(({ referral, time }) => [referral, time]),
      [
        ['a', '2026-06-15T12:00:00.000Z'],
        ['b', '2026-06-18T12:00:02.000Z'],
      ],
    );
    staged.webhooks.dispose();
  });

  it('keeps the latest 10,000 at least, and counts the others', () => {
    const log = new DeliveryLog();
    const deliveries = Array.from(
      { length: 25_000 },
      (_, index) => ({ attempt: index, response: '' }) as LoggedDelivery,
    );
    for (const delivery of deliveries) {
      log.add(delivery);
      assert.ok(log.list().length < 20_000);
    }
    const kept = log.list();
    assert.ok(kept.length >= 10_000);
    assert.deepEqual(kept, deliveries.slice(-kept.length));
    assert.equal(log.dropped, deliveries.length - kept.length);
    log.clear();
    assert.deepEqual([log.list(), log.dropped], [[], 0]);
  });

  it('keeps fewer where receivers answer with long pages, so that the extension can read them all', () => {
    const log = new DeliveryLog();
    const delivery: LoggedDelivery = {
      id: '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77',
      event: 'referral-updated',
      referral: '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77',
      url: 'http://127.0.0.1:7071/hook',
      attempt: 10,
      status: 500,
      durationMs: 1000.25,
      // Of 3 bytes each.
      response: '語'.repeat(2000),
      badSignature: false,
      sentAt: 0,
      time: '2026-06-15T12:00:00.000Z',
    };
    const size = (): number => Buffer.byteLength(JSON.stringify({ deliveries: log.list(), dropped: log.dropped }));
    for (let count = 1; count <= 40_000; count++) {
      // As many as can be without an answer's text, then those with the longest.
      log.add(count < 20_000 ? { ...delivery, response: '' } : delivery);
      assert.equal(log.list().length + log.dropped, count);
      if (count % 1000 === 0) assert.ok(size() < bodyLimit, String(count));
    }
    assert.ok(log.list().length >= 2000);
    log.clear();
    for (let count = 1; count <= 2000; count++) log.add(delivery);
    assert.deepEqual([log.list().length, log.dropped], [2000, 0]);
  });
});
