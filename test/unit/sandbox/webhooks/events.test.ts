import assert from 'node:assert/strict';
import { Client, noon } from '../client.ts';
import { create, patch, patchOf } from '../writes.ts';
import type { Answer } from '../client.ts';
import { StagedWebhooks } from './stagedWebhooks.ts';

const ours = '1f7e2b90-4d3c-4c55-b0a8-92de7a6641fb';
const pair = [
  { id: 'ours', engagementId: 'E1', organizationId: ours, status: 'Active', substatus: 'Accepted' },
  { id: 'theirs', engagementId: 'e1', organizationId: 'MSFT', status: 'New', substatus: 'Pending' },
];

/** Names and referrals of the events that follow from what is done. */
async function eventsOf(staged: StagedWebhooks, act: () => void): Promise<string[]> {
  staged.register();
  act();
  await staged.pass();
  return staged.received.map(({ event, referral }) => `${event} ${referral}`);
}

describe('The event of a change', () => {
  it('has the documented body, with the time of the change in 7 digits', async () => {
    const id = '8D5B1F0A-6C1E-4F63-9A57-0B6F4F1C2E77';
    const staged = new StagedWebhooks([id]);
    await eventsOf(staged, () => staged.write(id.toLowerCase()));
    assert.equal(
      staged.received[0]?.body,
      `{"EventName":"referral-updated","ResourceUri":"https://api.partnercenter.microsoft.com/engagements/v1/referrals/${id}","ResourceName":"referral","AuditUri":null,"ResourceChangeUtcDate":"2026-06-15T12:00:00.0000000+00:00"}`,
    );
    assert.deepEqual(
      [staged.received[0]?.headers['X-MS-Certificate-Url'], staged.received[0]?.headers['X-MS-Signature-Algorithm']],
      ['http://127.0.0.1:4000/_sandbox/webhooks/certificate', 'rsa-sha256'],
    );
  });

  it('has the time of the referral with as many digits as the service writes, else the present time', async () => {
    const cases = {
      '2026-03-05T16:40:02Z': '2026-03-05T16:40:02.0000000+00:00',
      '2026-03-05T16:40:02.117346Z': '2026-03-05T16:40:02.1173460+00:00',
      '2026-03-05T16:40:02.12345678Z': '2026-03-05T16:40:02.1234567+00:00',
      yesterday: '2026-06-15T12:00:00.0000000+00:00',
    };
    for (const [updatedDateTime, expected] of Object.entries(cases)) {
      const staged = new StagedWebhooks([]);
      await eventsOf(staged, () => void staged.state.store.add({ id: 'x', updatedDateTime }));
      const { ResourceChangeUtcDate } = JSON.parse(staged.received[0]?.body ?? '') as Record<string, string>;
      assert.equal(ResourceChangeUtcDate, expected);
    }
  });

  it('keeps an id that is no GUID inside of the address', async () => {
    const staged = new StagedWebhooks(['a/../b?c']);
    await eventsOf(staged, () => staged.write('a/../b?c'));
    assert.match(staged.received[0]?.body ?? '', /referrals\/a%2F\.\.%2Fb%3Fc"/);
    assert.equal(staged.delivered[0]?.referral, 'a/../b?c');
  });

  it("is about a referral for the partner's own ones, about a related one for another side of the engagement", async () => {
    assert.deepEqual(await eventsOf(new StagedWebhooks([], pair), () => undefined), []);
    for (const [id, event] of [
      ['ours', 'referral-updated ours'],
      ['theirs', 'related-referral-updated theirs'],
    ] as const) {
      const staged = new StagedWebhooks([], pair);
      assert.deepEqual(await eventsOf(staged, () => staged.write(id)), [event]);
    }
  });

  it('is about a referral where the engagement has no other side', async () => {
    const alone = [{ ...pair[1] }, { id: 'no engagement', organizationId: 'msft' }];
    const staged = new StagedWebhooks([], alone);
    const events = await eventsOf(staged, () => {
      staged.write('theirs');
      staged.write('no engagement');
    });
    assert.deepEqual(events, ['referral-updated theirs', 'referral-updated no engagement']);
  });

  it("takes the first organization that isn't Microsoft for the partner's where the seed has others", async () => {
    const seed = [
      { id: 'microsoft', engagementId: 'e', organizationId: 'msft' },
      { id: 'own', engagementId: 'e', organizationId: 'contoso' },
      { id: 'second own', engagementId: 'e', organizationId: 'Contoso' },
      { id: 'partner', engagementId: 'e', organizationId: 'fabrikam' },
    ];
    const staged = new StagedWebhooks([], seed);
    const events = await eventsOf(staged, () => {
      for (const { id } of [...seed, ...seed]) staged.write(id);
    });
    const expected = ['related-referral-updated', 'referral-updated', 'referral-updated', 'related-referral-updated'];
    assert.deepEqual(
      events,
      [...seed, ...seed].map(({ id }, index) => `${expected[index % 4]} ${id}`),
    );
  });
});

/** The events that a client learns of, through the list of deliveries of a receiver that doesn't exist. */
class Watched {
  readonly client: Client;
  #seen = 0;

  constructor(client: Client) {
    this.client = client;
  }

  async register(): Promise<void> {
    const { status } = await this.client.send('POST', '/_sandbox/webhooks', {
      url: 'http://127.0.0.1:1/',
      behaviour: { delayMs: 600_000 },
    });
    assert.equal(status, 201);
  }

  /** How many events the calls since the last question have caused. */
  async count(): Promise<number> {
    const [{ waiting } = { waiting: 0 }] = (await this.client.get('/_sandbox/webhooks')).json.webhooks;
    const count = waiting - this.#seen;
    this.#seen = waiting;
    return count;
  }
}

describe('Events come from', () => {
  const sandboxes: Client[] = [];
  afterEach(() => sandboxes.splice(0).forEach(({ sandbox }) => sandbox.close()));
  const watch = async (options = {}): Promise<Watched> => {
    const client = new Client(options);
    sandboxes.push(client);
    const watched = new Watched(client);
    await watched.register();
    return watched;
  };

  it('POST, PATCH and PUT that are carried out, and from no other call', async () => {
    const watched = await watch({ seed: '[]' });
    const { client } = watched;
    const { id } = await create(client);
    assert.equal(await watched.count(), 1);
    const path = `/v1.0/engagements/referrals/${id}`;
    const put = async (): Promise<Answer> => {
      const { json, headers } = await client.referral(id);
      const { links: _links, ...body } = json;
      return client.send('PUT', path, body, { 'If-Match': headers.get('etag') ?? '' });
    };
    for (const [call, status, events] of [
      [() => patch(client, id, patchOf({ '/statusReason': 'x' })), 204, 1],
      // A write like any other: updatedDateTime and eTag change.
      [() => patch(client, id, patchOf({ '/statusReason': 'x' })), 204, 1],
      [put, 200, 1],
      [() => patch(client, id, []), 204, 0],
      [() => patch(client, id, patchOf({ '/statusReason': 'y' }), { 'If-Match': '"old"' }), 412, 0],
      [() => patch(client, id, patchOf({ '/nope': 1 })), 400, 0],
      [() => client.send('POST', '/v1.0/engagements/referrals', {}), 400, 0],
      [() => client.referral(id), 200, 0],
      [() => client.list(), 200, 0],
    ] as const) {
      assert.equal((await call()).status, status);
      assert.equal(await watched.count(), events, String(call));
    }
  });

  it('arrivals', async () => {
    const watched = await watch();
    assert.equal((await watched.client.send('POST', '/_sandbox/referrals', {})).status, 201);
    assert.equal(await watched.count(), 1);
  });

  it('the clock: one for each referral that expires and each answer of Microsoft', async () => {
    const watched = await watch({ seed: '[]' });
    const { client } = watched;
    for (let arrival = 0; arrival < 3; arrival++) await client.send('POST', '/_sandbox/referrals', {});
    await create(client, {
      target: [{ type: 'BusinessProfileLocation', id: 'msft' }],
      inviteContext: { assistanceRequestCode: 'GeneralOrOther', notes: 'Help' },
    });
    assert.equal(await watched.count(), 4);
    const { moved, expired } = (await client.advance(20)).json;
    assert.deepEqual([moved, expired], [1, 3]);
    assert.equal(await watched.count(), 4);
    assert.equal((await client.advance(0)).status, 200);
    assert.equal(await watched.count(), 0);
  });

  it('no reset, which removes the webhooks', async () => {
    const watched = await watch();
    await create(watched.client);
    await watched.client.send('POST', '/_sandbox/reset');
    assert.deepEqual((await watched.client.get('/_sandbox/webhooks')).json, { webhooks: [] });
    assert.deepEqual((await watched.client.get('/_sandbox/webhooks/deliveries')).json.deliveries, []);
  });

  it('the space of the webhook only', async () => {
    const watched = await watch();
    const other = Object.assign(Object.create(watched.client) as Client, { token: 'sandbox-admin@other' });
    await create(other);
    assert.equal(await watched.count(), 0);
    assert.deepEqual((await other.get('/_sandbox/webhooks')).json, { webhooks: [] });
  });
});

describe('Sending an event on demand', () => {
  const post = (client: Client, body: unknown): Promise<Answer> => client.send('POST', '/_sandbox/webhooks/send', body);

  it('sends it with the present time, each time another event', async () => {
    const staged = new StagedWebhooks([], pair);
    staged.register();
    staged.register({ events: ['referral-created'] });
    const first = staged.webhooks.send({ referral: 'OURS' });
    const second = staged.webhooks.send({ referral: 'ours', event: 'referral-created' });
    const third = staged.webhooks.send({ referral: 'theirs' });
    assert.deepEqual(
      [first, second, third].map(({ event, webhooks }) => [event, webhooks]),
      [
        ['referral-updated', 1],
        ['referral-created', 2],
        ['related-referral-updated', 1],
      ],
    );
    await staged.pass();
    assert.deepEqual(new Set(staged.delivered.map(({ id }) => id)), new Set([first.id, second.id, third.id]));
    const times = staged.received.map(({ body }) => (JSON.parse(body) as Record<string, string>).ResourceChangeUtcDate);
    assert.equal(new Set(times).size, 3);
    assert.ok(times.every((time) => Date.parse(time ?? '') === noon));
  });

  it('is refused with the next step where it makes no sense', async () => {
    const client = new Client({ seed: '{"id":"a"}' });
    for (const [body, status, message] of [
      [undefined, 400, /Send \{"referral": "<id>"\}/],
      [{ event: 'referral-updated' }, 400, /Send \{"referral": "<id>"\}/],
      [{ referral: 5 }, 400, /Send \{"referral": "<id>"\}/],
      [{ referral: 'b' }, 404, /no referral with the id b/],
      [{ referral: 'a', event: 'referal-updated' }, 400, /Did you mean "referral-updated"/],
      [{ referral: 'a', evnt: 'referral-updated' }, 400, /no member "evnt"\. Did you mean "event"/],
      [{ referral: 'a' }, 400, /No webhook takes referral-updated\. Register one with POST/],
    ] as const) {
      const answer = await post(client, body);
      assert.equal(answer.status, status);
      assert.match(answer.json.error.message, message);
    }
    await client.send('POST', '/_sandbox/webhooks', { url: 'http://127.0.0.1:1/', behaviour: { delayMs: 600_000 } });
    assert.equal((await post(client, { referral: 'a' })).status, 202);
    client.sandbox.close();
  });
});
