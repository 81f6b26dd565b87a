import assert from 'node:assert/strict';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { collection } from '../client.ts';

describe('The traffic of a served sandbox', () => {
  let sandbox: ServedSandbox;
  let changes: number;
  beforeEach(async () => {
    sandbox = await serveSandbox({ count: 2 });
    changes = 0;
    sandbox.traffic.onDidChange(() => changes++);
  });
  afterEach(() => sandbox.close());
  const get = async (path: string, headers: Record<string, string> = {}): Promise<void> => {
    await (
      await fetch(sandbox.url + path, {
        headers: { authorization: 'Bearer sandbox-admin', 'client-request-id': crypto.randomUUID(), ...headers },
      })
    ).arrayBuffer();
  };

  it('lists calls as the control plane does, with the User-Agent, and tells of their begin and end', async () => {
    await get(collection, { 'user-agent': 'crm-sync/2.1' });
    assert.equal(changes, 2);
    const [call] = sandbox.traffic.calls();
    assert.equal(call?.userAgent, 'crm-sync/2.1');
    const listed = (await (await fetch(`${sandbox.url}/_sandbox/calls`)).json()) as { calls: unknown[] };
    assert.deepEqual(listed.calls, JSON.parse(JSON.stringify(sandbox.traffic.calls())));
  });

  it('lists findings, and tells of each', async () => {
    await sandbox.close();
    sandbox = await serveSandbox({ count: 2, lenient: true });
    const told: string[] = [];
    sandbox.traffic.onDidChange((change) => told.push(change && 'rule' in change ? change.rule : 'call'));
    await fetch(sandbox.url + collection, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' },
      body: '{"nmae":"x"}',
    });
    const rules = sandbox.traffic.findings().map(({ rule }) => rule);
    assert.ok(rules.length >= 1);
    assert.deepEqual(told.sort(), [...rules, 'call', 'call'].sort());
  });

  it('is empty after it was cleared, and tells so', async () => {
    await get(collection);
    const before = changes;
    sandbox.traffic.clear();
    assert.deepEqual([sandbox.traffic.calls(), sandbox.traffic.findings()], [[], []]);
    assert.ok(changes > before);
  });

  it('tells nothing once nobody listens', async () => {
    let told = 0;
    sandbox.traffic.onDidChange(() => told++).dispose();
    await get(collection);
    assert.equal(told, 0);
    assert.equal(changes, 2);
  });
});
