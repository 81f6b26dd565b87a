import assert from 'node:assert/strict';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { eventNames } from '../../../../src/sandbox/webhooks/webhookEvent.ts';
import { Client, type Answer } from '../client.ts';

const register = (client: Client, body: unknown): Promise<Answer> => client.send('POST', '/_sandbox/webhooks', body);

describe('Registering a webhook', () => {
  const client = new Client({ seed: '[]' });
  beforeEach(() => client.send('POST', '/_sandbox/reset'));

  it('takes addresses of this machine', async () => {
    for (const url of [
      'http://127.0.0.1:5000/hook?x=1',
      'https://localhost/',
      'http://[::1]:5000',
      'http://127.9.9.9:80',
      'http://2130706433:5000',
      'HTTP://LOCALHOST:5000',
    ]) {
      const { status, json, text } = await register(client, { url });
      assert.equal(status, 201, `${url}: ${text}`);
      assert.match(json.id, /^[\da-f-]{36}$/);
      assert.deepEqual(Object.keys(json), ['id']);
    }
  });

  it('refuses other addresses with the next step', async () => {
    for (const [url, message] of [
      [undefined, /"url" is missing\. Send the address of your receiver, such as http/],
      [5, /not an http or https address/],
      ['', /not an http or https address/],
      ['127.0.0.1:5000', /not an http or https address/],
      ['ftp://127.0.0.1/', /not an http or https address/],
      ['file:///etc/passwd', /not an http or https address/],
      ['http://', /not an http or https address/],
      ['http://example.com/', /on example\.com, and events are sent to this machine only/],
      ['http://0.0.0.0:5000', /on 0\.0\.0\.0/],
      ['http://10.0.0.7:5000', /start the sandbox with --host/],
      ['http://localhost.example.com', /this machine only/],
      ['http://127.0.0.1.example.com', /this machine only/],
      ['http://[::ffff:10.0.0.7]/', /this machine only/],
      ['http://user@127.0.0.1:5000', /user name or password/],
      ['http://:secret@127.0.0.1:5000', /user name or password/],
      ['http://127.0.0.1:4000/_sandbox/referrals', /is the sandbox itself/],
      ['https://localhost:4000', /is the sandbox itself/],
    ] as const) {
      const { status, json } = await register(client, { url });
      assert.equal(status, 400, String(url));
      assert.match(json.error.message, message);
      assert.equal(json.error.target, 'url');
      assert.doesNotMatch(json.error.message, /secret/);
    }
    assert.deepEqual((await client.get('/_sandbox/webhooks')).json.webhooks, []);
  });

  it('refuses unknown names with what was meant, and values of another kind', async () => {
    const url = 'http://127.0.0.1:5000';
    for (const [body, message] of [
      [undefined, /Send \{"url": /],
      [[], /Send \{"url": /],
      [{ url, event: ['referral-created'] }, /no member "event"\. Did you mean "events"/],
      [{ url, behavior: {} }, /Did you mean "behaviour"/],
      [{ url, events: 'referral-created' }, /"events" must be a list of at least one of referral-created/],
      [{ url, events: [] }, /at least one/],
      [{ url, events: ['referral-update'] }, /no event "referral-update"\. Did you mean "referral-updated"/],
      [{ url, events: ['Referral-Created'] }, /Did you mean "referral-created"/],
      [{ url, events: ['zzzz'] }, /There are referral-created, referral-updated, related-referral-created/],
      [{ url, events: [5] }, /no event 5/],
      [{ url, behaviour: [] }, /"behaviour" must be an object/],
      [{ url, behaviour: { duplicates: true } }, /Did you mean "duplicate"/],
      [{ url, behaviour: { shuffle: 1 } }, /"shuffle" must be true or false/],
      [{ url, behaviour: { delayMs: -1 } }, /"delayMs" must be milliseconds from 0 to 600000/],
      [{ url, behaviour: { delayMs: '5' } }, /"delayMs" must be/],
    ] as const) {
      const { status, json } = await register(client, body);
      assert.equal(status, 400, JSON.stringify(body));
      assert.match(json.error.message, message);
    }
  });

  it('is listed as it counts, until all are removed', async () => {
    const first = (await register(client, { url: 'http://localhost:5000' })).json.id;
    const events = ['related-referral-updated', 'referral-created', 'referral-created'];
    const behaviour = { duplicate: true, delayMs: 5 };
    const second = (await register(client, { url: 'http://localhost:5000/b', events, behaviour })).json.id;
    const common = { waiting: 0, dropped: 0 };
    const plain = { duplicate: false, shuffle: false, badSignature: false, delayMs: 0 };
    assert.deepEqual((await client.get('/_sandbox/webhooks')).json, {
      webhooks: [
        { id: first, url: 'http://localhost:5000/', events: eventNames, behaviour: plain, ...common },
        {
          id: second,
          url: 'http://localhost:5000/b',
          events: events.slice(0, 2),
          behaviour: { ...plain, ...behaviour },
          ...common,
        },
      ],
    });
    assert.deepEqual((await client.send('DELETE', '/_sandbox/webhooks')).json, { webhooks: [] });
    assert.deepEqual((await client.get('/_sandbox/webhooks')).json, { webhooks: [] });
  });

  it('ends with a hundred', async () => {
    for (let count = 0; count < 100; count++) await register(client, { url: 'http://localhost:5000' });
    const { status, json } = await register(client, { url: 'http://localhost:5000' });
    assert.equal(status, 400);
    assert.match(json.error.message, /100 webhooks already\. Remove them with DELETE/);
  });

  it('takes addresses of other machines where the sandbox may send there, but not its own', async () => {
    const open = new Client({ seed: '[]', webhooksToAnyHost: true });
    assert.equal((await register(open, { url: 'http://receiver:5000' })).status, 201);
    assert.equal((await register(open, { url: 'http://127.0.0.1:4000' })).status, 400);
    assert.equal((await register(open, { url: 'http://user@receiver:5000' })).status, 400);
  });

  it('takes them where the sandbox was started with --host', async () => {
    for (const [options, expected] of [
      [{}, 400],
      [{ host: '127.0.0.1', allowedHosts: ['sandbox'] }, 201],
    ] as const) {
      const sandbox = await serveSandbox({ seed: '[]', ...options });
      const body = JSON.stringify({ url: 'http://receiver.example:5000' });
      const { status } = await fetch(`${sandbox.url}/_sandbox/webhooks`, { method: 'POST', body });
      await sandbox.close();
      assert.equal(status, expected);
    }
  });
});
