import assert from 'node:assert/strict';
import { Client } from './client.ts';

describe('Lists of the sandbox', () => {
  it('come in pages of 100', async () => {
    const client = new Client({ count: 250 });
    const first = await client.list();
    assert.equal(first.json.value.length, 100);
    assert.equal(first.json['@odata.count'], 100);
    const ids = (await client.all()).map(({ id }) => id);
    assert.equal(new Set(ids).size, 250);
  });

  it('have a nextLink only when there is more', async () => {
    const client = new Client({ count: 100 });
    assert.equal((await client.list()).json['@odata.nextLink'], undefined);
    assert.equal((await client.list('$top=10')).json['@odata.nextLink'], undefined);
  });

  it('keep $top over several pages', async () => {
    const client = new Client({ count: 300 });
    assert.equal((await client.all('$top=250')).length, 250);
    assert.equal((await client.list('$top=0')).json.value.length, 0);
    assert.equal((await client.all('$skip=290')).length, 10);
  });

  it('have the nextLink of the official samples, or a clean one', async () => {
    const quirky = (await new Client({ count: 101 }).list()).json['@odata.nextLink'];
    assert.match(quirky, /^http:\/\/127\.0\.0\.1:4000\/v1\.0\/referrals\?\$skiptoken=%2b%2f%2b%2f[\w%]+$/);
    const client = new Client({ count: 101, quirks: false });
    const clean = (await client.list()).json['@odata.nextLink'];
    assert.match(clean, /^http:\/\/127\.0\.0\.1:4000\/v1\.0\/engagements\/referrals\?\$skiptoken=[\w-]+$/);
    assert.equal((await client.list()).json['@odata.count'], 101);
    assert.equal((await client.get(clean.slice('http://127.0.0.1:4000'.length))).json.value.length, 1);
  });

  it('serve the next page on the short path of the samples too', async () => {
    const client = new Client({ count: 101 });
    const next = new URL((await client.list()).json['@odata.nextLink']);
    assert.equal((await client.get(next.pathname + next.search)).json.value.length, 1);
  });

  it('refuse a skip token that was decoded on the way', async () => {
    const client = new Client({ count: 101 });
    const token = new URL((await client.list()).json['@odata.nextLink']).searchParams.get('$skiptoken') ?? '';
    const answer = await client.list(`$skiptoken=${token}`);
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.target, '$skiptoken');
    assert.equal((await client.list(`$skiptoken=${encodeURIComponent(token)}`)).status, 200);
  });

  it('neither lose nor repeat a referral that moves while somebody pages', async () => {
    const client = new Client({ count: 250 });
    const before = (await client.all('$orderby=updatedDateTime desc')).map(({ id }) => id);
    const seen = await client.all('$orderby=updatedDateTime desc', async () => {
      await client.advance(5);
    });
    assert.deepEqual(
      seen.map(({ id }) => id),
      before,
    );
    const after = (await client.all('$orderby=updatedDateTime desc')).map(({ id }) => id);
    assert.notDeepEqual(after, before);
  });

  it("refuse another caller's token, which would show other referrals", async () => {
    const client = new Client({ count: 250 });
    const next: string = (await client.list()).json['@odata.nextLink'];
    client.token = 'sandbox-user:nobody@litware.example';
    const { status, json } = await client.list(next.slice(next.indexOf('$skiptoken')));
    assert.deepEqual([status, json.error.innerError.code], [400, 'skip-token']);
    assert.match(json.error.message, /another caller/);
  });

  it('are sorted by the exact instant, also beyond milliseconds', async () => {
    const times = [
      '2024-01-01T00:00:00.0000002Z',
      '2024-01-01T00:00:00Z',
      '2024-01-01T00:00:00.0000001Z',
      '2023-12-31T23:59:59Z',
    ];
    const seed = JSON.stringify(times.map((time, index) => ({ id: `r${index}`, createdDateTime: time })));
    const client = new Client({ seed });
    const ids = async (query: string): Promise<string> => (await client.all(query)).map(({ id }) => id).join(' ');
    assert.equal(await ids('$orderby=createdDateTime'), 'r3 r1 r2 r0');
    assert.equal(await ids('$orderby=createdDateTime%20desc'), 'r0 r2 r1 r3');
    assert.equal(await ids('%24orderby=updatedDateTime+asc,createdDateTime+desc'), 'r0 r2 r1 r3');
  });

  it('pick top-level properties in their own spelling', async () => {
    const client = new Client({ seed: '[{"id":"a","details":{"dealValue":50000.00},"x\\u0041":1e3,"status":"New"}]' });
    const { text } = await client.list('$select=id,details,xA');
    assert.match(text, /"value":\[\{"id":"a","details":\{"dealValue":50000\.00\},"x\\u0041":1e3\}\]/);
  });

  it('refuse options that are wrong and name them', async () => {
    const client = new Client();
    const seen: string[] = [];
    for (const query of [
      '$top=-1',
      '$top=x',
      '$skip=1.5',
      '$count=1',
      '$orderby=name',
      '$orderby=createdDateTime up',
    ]) {
      const { status, json } = await client.list(query);
      seen.push(`${status} ${json.error.target}`);
    }
    for (const query of ['$search=x', '$select=a/b', '$skiptoken=x', '$top=1&$top=2']) {
      const { status, json } = await client.list(query);
      seen.push(`${status} ${json.error.target}`);
    }
    assert.deepEqual(seen, [
      '400 $top',
      '400 $top',
      '400 $skip',
      '400 $count',
      '400 $orderby',
      '400 $orderby',
      '400 $search',
      '400 $select',
      '400 $skiptoken',
      '400 $top',
    ]);
  });
});
