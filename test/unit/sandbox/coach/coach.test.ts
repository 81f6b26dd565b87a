import assert from 'node:assert/strict';
import { createSandbox } from '../../../../src/sandbox/http/createSandbox.ts';
import { collection } from '../client.ts';
import { accept, newDeal, tokenOf, Traffic } from './traffic.ts';

const unsafe = (traffic: Traffic, id = 'deal-1', notes = 'x') =>
  traffic.patch(id, [{ op: 'replace', path: '/details/notes', value: notes }]);

describe('Findings', () => {
  it('are joined by rule, message and caller, with the request-ids of their calls', async () => {
    const traffic = new Traffic();
    const answers = [await unsafe(traffic), await unsafe(traffic, 'deal-2'), await unsafe(traffic, 'deal-3')];
    const [found, ...others] = await traffic.findings();
    assert.deepEqual(others, []);
    assert.deepEqual(
      { ...found, message: undefined },
      {
        rule: 'write-without-if-match',
        severity: 'warning',
        message: undefined,
        evidence: 'documented',
        caller: 'admin',
        count: 3,
        calls: answers.map(({ headers }) => headers.get('request-id')),
      },
    );
  });

  it('keep the latest 100 calls', async () => {
    const traffic = new Traffic();
    for (let call = 0; call < 250; call++) await traffic.get('undefined');
    const [found] = await traffic.findings();
    const { headers } = await traffic.get('undefined');
    assert.deepEqual([found?.count, found?.calls.length], [250, 100]);
    assert.equal((await traffic.findings())[0]?.calls.at(-1), headers.get('request-id'));
  });

  it('tell callers and spaces apart', async () => {
    const traffic = new Traffic({ seed: '[{"id":"deal-1","team":[{"email":"a@x.example"}]}]' });
    await traffic.get('undefined');
    traffic.client.token = 'sandbox-user:a@x.example';
    await traffic.get('undefined');
    assert.deepEqual(
      (await traffic.findings()).map(({ caller }) => caller),
      ['admin', 'user a@x.example'],
    );
    traffic.client.token = 'sandbox-admin@other';
    assert.deepEqual(await traffic.findings(), []);
  });

  it('tell clients with one token apart by their User-Agent', async () => {
    const traffic = new Traffic();
    const other = traffic.as('another one');
    await traffic.fault({ status: 429, retryAfter: 60 });
    await traffic.get('deal-1');
    await other.get('deal-1');
    assert.deepEqual(await traffic.rules(), []);
    await traffic.get('deal-1');
    assert.deepEqual(await traffic.rules(), ['retry-after-ignored']);
  });

  it('are cleared by DELETE, and calls before it are forgotten', async () => {
    const traffic = new Traffic();
    const first = await traffic.list();
    await unsafe(traffic);
    const eTag = (await traffic.get('deal-1')).json.eTag;
    await traffic.patch('deal-1', accept, eTag);
    assert.deepEqual([...(await traffic.rules())].sort(), ['next-link-not-followed', 'write-without-if-match']);
    assert.deepEqual((await traffic.client.send('DELETE', '/_sandbox/findings')).json, { findings: [] });
    assert.deepEqual(await traffic.findings(), []);
    await traffic.patch('deal-1', { '/details/notes': 'y' }, eTag);
    await traffic.list(tokenOf(first)?.replace('%2f', '/'));
    assert.deepEqual([...(await traffic.rules())].sort(), ['next-link-not-followed']);
  });

  it('are cleared by a reset', async () => {
    const traffic = new Traffic();
    await traffic.list();
    await unsafe(traffic);
    await traffic.client.send('POST', '/_sandbox/reset');
    assert.deepEqual(await traffic.findings(), []);
  });

  it('do not count a call that a reset ended', async () => {
    const traffic = new Traffic();
    await traffic.fault({ delayMs: 60_000 });
    const waiting = traffic.post(newDeal());
    await traffic.client.send('POST', '/_sandbox/reset');
    assert.equal((await waiting).status, 503);
    await traffic.post(newDeal());
    assert.deepEqual(await traffic.findings(), []);
  });

  it('about a page that is not followed go away when it is', async () => {
    const traffic = new Traffic();
    let page = await traffic.list();
    const seen = [await traffic.rules()];
    for (let next = tokenOf(page); next !== undefined; next = tokenOf(page)) {
      page = await traffic.list(next);
      seen.push(await traffic.rules());
    }
    assert.deepEqual(seen, [['next-link-not-followed'], ['next-link-not-followed'], []]);
  });

  it('about pages that were given up go away when the same list is read to its end', async () => {
    const traffic = new Traffic();
    await traffic.list();
    await traffic.list("$filter=direction eq 'Incoming'");
    await traffic.list(tokenOf(await traffic.list()));
    const kept = async (): Promise<unknown> =>
      (await traffic.findings())
        .filter(({ rule }) => rule === 'next-link-not-followed')
        .map(({ message, count }) => [/of the list( with)?/.exec(message)?.[0], count]);
    assert.deepEqual(await kept(), [
      ['of the list', 2],
      ['of the list with', 1],
    ]);
    await traffic.all();
    assert.deepEqual(await kept(), [['of the list with', 1]]);
  });

  it('about pages that were given up stay, with their number and calls, while the first page is all that is read', async () => {
    const traffic = new Traffic();
    const filter = "$filter=direction eq 'Incoming' and status eq 'New'";
    const pages = [];
    for (let time = 0; time < 250; time++) pages.push(await traffic.list(filter));
    await traffic.list("$filter=direction eq 'Incoming' and status eq 'New'&$top=2");
    await traffic.all("$filter=status eq 'New'");
    const found = (await traffic.findings()).find(({ rule }) => rule === 'next-link-not-followed');
    assert.equal(found?.count, 250);
    assert.deepEqual(
      found?.calls,
      pages.slice(-100).map(({ headers }) => headers.get('request-id')),
    );
  });

  it('about a page that was given up stay when the end of an unknown list is read', async () => {
    const traffic = new Traffic();
    const last = tokenOf((await traffic.all()).at(-2));
    await traffic.client.send('DELETE', '/_sandbox/findings');
    for (let time = 0; time < 2; time++) await traffic.list();
    await traffic.list(last);
    assert.deepEqual(await traffic.rules(), ['next-link-not-followed']);
  });

  it('about statuses go away when the others are asked for', async () => {
    const traffic = new Traffic();
    for (const status of ['New', 'Active', 'New']) await traffic.all(`$filter=status eq '${status}'`);
    assert.deepEqual(await traffic.rules(), ['only-some-statuses']);
    await traffic.all("$filter=status eq 'Closed'");
    assert.deepEqual(await traffic.rules(), []);
  });

  it('join lists that differ in their time', async () => {
    const traffic = new Traffic();
    for (const day of [1, 2, 3]) await traffic.list(`$filter=updatedDateTime gt 2026-05-0${day}T00:00:00Z`);
    const found = await traffic.findings();
    assert.deepEqual(
      found.map(({ rule, count }) => [rule, count]),
      [['next-link-not-followed', 3]],
    );
  });

  it('have messages of limited length', async () => {
    const traffic = new Traffic();
    await traffic.patch('deal-1', { [`/${'x'.repeat(100_000)}`]: 1 }, '"deal-1-1"');
    assert.equal((await traffic.findings())[0]?.message.length, 1001);
  });

  it('are limited in number, whatever names a client makes up', async () => {
    const traffic = new Traffic();
    for (let call = 0; call < 1100; call++) await traffic.list(`$top=1&made-up-${call}=1`);
    assert.equal((await traffic.findings()).length, 1000);
  });

  it('do not depend on how a referral is read', async () => {
    const sandbox = createSandbox({ seed: '{"id":"a"}' });
    const plain = { id: 'a', target: `${collection}/a`, authorization: 'Bearer sandbox-admin', userAgent: 'x' };
    for (let call = 0; call < 3; call++) assert.ok(sandbox.read({ ...plain, clientRequestId: null }));
    await sandbox.fetch(
      new Request(`http://127.0.0.1${collection}/a`, { headers: { Authorization: 'Bearer sandbox-admin' } }),
    );
    const response = await sandbox.fetch(new Request('http://127.0.0.1/_sandbox/findings'));
    const { findings } = (await response.json()) as { findings: { rule: string; count: number }[] };
    assert.deepEqual(
      findings.map(({ rule, count }) => [rule, count]),
      [['client-request-id-missing', 4]],
    );
  });

  it('never have a token, and take only one line of what a client sends', async () => {
    const traffic = new Traffic();
    traffic.client.token = 'secret-token-123';
    for (let call = 0; call < 8; call++) await traffic.list(`$filter=${encodeURIComponent("a eq 'x'")}`);
    const text = JSON.stringify(await traffic.findings());
    assert.ok(text.includes('refused-token-repeated'));
    assert.ok(!text.includes('secret-token-123'));
  });
});
