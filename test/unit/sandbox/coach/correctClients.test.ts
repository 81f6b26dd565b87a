import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createReferralClient, type ReferralClient } from '../../../../src/api/client.ts';
import { nodeFetchTransport } from '../../../../src/api/nodeFetchTransport.ts';
import type { SkipToken } from '../../../../src/api/paging.ts';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { collection } from '../client.ts';
import { deal, newDeal, Traffic } from './traffic.ts';

/** What a client without mistakes does, in any order and however often. */
class CorrectClient {
  readonly traffic: Traffic;
  readonly #others: Traffic;
  readonly #known = new Map<string, string>();
  #written = 0;

  constructor(traffic: Traffic) {
    this.traffic = traffic;
    this.#others = traffic.as('somebody else');
  }

  async firstSync(): Promise<void> {
    if (this.#known.size > 0) return;
    for (const page of await this.traffic.all('$filter=createdDateTime gt 2020-01-01T00:00:00Z'))
      this.#keep(page.json.value);
  }

  /** Reads the latest changed ones until what is known. */
  async delta(): Promise<void> {
    this.#keep((await this.traffic.list('$orderby=updatedDateTime desc')).json.value);
  }

  async deltaByTime(): Promise<void> {
    for (const page of await this.traffic.all('$filter=updatedDateTime ge 2026-06-15T00:00:00Z'))
      this.#keep(page.json.value);
  }

  async dashboard(): Promise<void> {
    await this.traffic.list(
      "$filter=status eq 'New' and direction eq 'Incoming'&$orderby=createdDateTime desc&$top=10",
    );
    await this.traffic.list('$count=true&$top=1');
  }

  async readInParallel(): Promise<void> {
    await Promise.all(['deal-1', 'deal-2', 'deal-1', 'deal-3'].map((id) => this.traffic.get(id)));
  }

  async askOtherwise(): Promise<void> {
    await this.traffic.send('HEAD', collection);
    await this.traffic.send('OPTIONS', `${collection}/deal-1`);
    await this.traffic.get('no-such-deal');
  }

  async write(): Promise<void> {
    const { eTag } = (await this.traffic.get('deal-1')).json;
    await this.traffic.patch('deal-1', this.#change(), eTag);
  }

  async writeTwice(): Promise<void> {
    const prefer = { Prefer: 'return=representation' };
    const { eTag } = (await this.traffic.get('deal-2')).json;
    const first = await this.traffic.patch('deal-2', this.#change(), eTag, prefer);
    await this.traffic.patch('deal-2', this.#change(), first.json.eTag, prefer);
  }

  /** Somebody else is faster: 412, read, write. */
  async collide(): Promise<void> {
    const { eTag } = (await this.traffic.get('deal-3')).json;
    await this.#others.patch('deal-3', this.#change(), eTag);
    const change = this.#change();
    const refused = await this.traffic.patch('deal-3', change, eTag);
    assert.equal(refused.status, 412);
    await this.traffic.patch('deal-3', change, (await this.traffic.get('deal-3')).json.eTag);
  }

  async create(): Promise<void> {
    await this.traffic.post(this.#deal());
  }

  /** The response is lost, and perhaps the request: looks, and posts what is missing. */
  async createInBadLuck(isApplied: boolean): Promise<void> {
    const body = this.#deal();
    await this.traffic.fault({ method: 'POST', applyFirst: isApplied, disconnect: true });
    await this.traffic.try('POST', collection, body);
    const { value } = (await this.traffic.list('$orderby=createdDateTime desc')).json;
    const isThere = value.some(
      (item: { externalReferenceId?: string }) => item.externalReferenceId === body['externalReferenceId'],
    );
    assert.equal(isThere, isApplied);
    if (!isThere) await this.traffic.post(body);
  }

  async writeInBadLuck(isApplied: boolean): Promise<void> {
    const change = this.#change();
    const { eTag } = (await this.traffic.get('deal-4')).json;
    await this.traffic.fault({ method: 'PATCH', applyFirst: isApplied, status: 503 });
    await this.traffic.patch('deal-4', change, eTag);
    const now = (await this.traffic.get('deal-4')).json;
    if (now.details.notes !== change['/details/notes']) await this.traffic.patch('deal-4', change, now.eTag);
  }

  async throttled(): Promise<void> {
    await this.traffic.fault({ status: 429, retryAfter: 2, times: 2 });
    for (let attempt = 0; attempt < 3; attempt++) {
      const { status } = await this.traffic.get('deal-5');
      if (status !== 429) return;
      this.traffic.wait(2000);
    }
  }

  async failing(): Promise<void> {
    await this.traffic.fault({ status: 500 });
    await this.traffic.list('$top=2');
    this.traffic.wait(300);
    await this.traffic.list('$top=2');
  }

  #keep(items: readonly { id: string; eTag: string }[]): void {
    for (const { id, eTag } of items) this.#known.set(id, eTag);
  }

  #change(): Record<string, string> {
    return { '/details/notes': `note ${++this.#written}` };
  }

  #deal(): Record<string, unknown> {
    return newDeal({ externalReferenceId: `CRM-${++this.#written}` });
  }
}

const actions = [
  (client) => client.firstSync(),
  (client) => client.delta(),
  (client) => client.deltaByTime(),
  (client) => client.dashboard(),
  (client) => client.readInParallel(),
  (client) => client.askOtherwise(),
  (client) => client.write(),
  (client) => client.writeTwice(),
  (client) => client.collide(),
  (client) => client.create(),
  (client) => client.createInBadLuck(true),
  (client) => client.createInBadLuck(false),
  (client) => client.writeInBadLuck(true),
  (client) => client.writeInBadLuck(false),
  (client) => client.throttled(),
  (client) => client.failing(),
] satisfies readonly ((client: CorrectClient) => Promise<void>)[];

describe('A client without mistakes', () => {
  it('gets no finding whatever it does, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(actions.length - 1), { minLength: 5, maxLength: 30 }), async (order) => {
        const client = new CorrectClient(new Traffic());
        for (const index of order) await actions[index]?.(client);
        assert.deepEqual(client.traffic.findingsAtEnd(), []);
      }),
      { numRuns: 40 },
    );
  });

  it('gets no finding for what it may see as a user only', async () => {
    const seed = [deal('a', { team: [{ email: 'mia@x.example' }] }), deal('b')];
    const traffic = new Traffic({ seed: JSON.stringify(seed) });
    traffic.client.token = 'sandbox-user:mia@x.example';
    await traffic.all();
    await traffic.get('b');
    await traffic.patch('a', { '/details/notes': 'mine' }, '"a-1"');
    assert.deepEqual(await traffic.findings(), []);
  });
});

describe("The extension's own client", () => {
  let served: ServedSandbox;
  let client: ReferralClient;
  const { signal } = new AbortController();
  before(async () => {
    served = await serveSandbox({ count: 250, report: () => undefined });
    client = createReferralClient({
      origin: served.url,
      tokens: {
        getToken: () => Promise.resolve({ value: 'sandbox-admin', account: 'x' }),
        renew: (refused) => Promise.resolve(refused),
      },
      transport: nodeFetchTransport,
      onCall: () => undefined,
      wait: async () => undefined,
    });
  });
  after(() => served.close());

  it('gets no finding when it lists, reads, changes and creates', async () => {
    let token: SkipToken | undefined;
    const ids: string[] = [];
    do {
      const { items, next } = await client.list(token, { signal });
      ids.push(...items.map(({ id }) => id));
      token = next.kind === 'more' ? next.token : undefined;
    } while (token !== undefined);
    assert.equal(ids.length, 250);
    for (const id of ids.slice(0, 20)) await client.get(id, { signal });
    const created = await client.create(JSON.stringify(newDeal()), { signal });
    let { eTag } = JSON.parse(created.text) as { eTag: string };
    for (const notes of ['one', 'two']) {
      const operations = JSON.stringify([{ op: 'replace', path: '/details/notes', value: notes }]);
      const changed = await client.patch(created.summary.id, operations, eTag, { signal });
      ({ eTag } = JSON.parse(changed.text) as { eTag: string });
    }
    const response = await fetch(`${served.url}/_sandbox/findings`);
    assert.deepEqual(await response.json(), { findings: [] });
  });
});
