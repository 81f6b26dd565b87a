import assert from 'node:assert/strict';
import { Client, collection } from './client.ts';
import { patch, patchOf } from './writes.ts';

describe('A fault', () => {
  it('is refused when no answer could be made of it', async () => {
    const client = new Client();
    for (const retryAfter of [
      'a\r\nB: c',
      '',
      ' ',
      '-1',
      -1,
      1.5,
      '1.5',
      'soon',
      [1],
      'Mon, 99 Foo 2026 12:00:00 GMT',
    ]) {
      assert.equal((await client.fault({ retryAfter })).status, 400, String(retryAfter));
    }
    assert.equal((await client.send('POST', '/_sandbox/faults', '{"retryAfter":1e400}')).status, 400);
    for (const name of ['Trailer', 'transfer-encoding', 'Content-Length', 'connection', 'upgrade', 'Keep-Alive']) {
      assert.equal((await client.fault({ status: 500, headers: { [name]: '1' } })).status, 400, name);
    }
    assert.equal((await client.list()).status, 200);
  });

  it('takes seconds and dates for retryAfter, numbers in headers, and null as a body', async () => {
    const client = new Client();
    for (const retryAfter of [0, 2, '3', new Date(0).toUTCString()]) {
      await client.fault({ retryAfter });
      assert.equal((await client.list()).headers.get('retry-after'), String(retryAfter));
    }
    await client.fault({ status: 500, headers: { 'x-limit': 7 }, body: null });
    const { status, headers, text } = await client.list();
    assert.deepEqual([status, headers.get('x-limit'), text], [500, '7', 'null']);
  });

  it('meets a query however it is encoded', async () => {
    const client = new Client();
    for (const [path, query] of [
      ["?$filter=status eq 'New'", '%24filter=status%20eq%20%27New%27'],
      ["?$filter=status eq 'New'", "$filter=status+eq+'New'"],
      ['?%24filter=status%20eq', '$filter=status%20eq%20%27New%27'],
      ['$top=1', '%24top=1&x=%ff'],
    ] as const) {
      await client.fault({ path, status: 502 });
      assert.equal((await client.list(query)).status, 502, `${path} ${query}`);
    }
  });

  it('that delays does not do the write of whoever gave up', async () => {
    const client = new Client({ seed: '{"id":"a","status":"New"}' });
    await client.fault({ delayMs: 600_000 });
    const giveUp = new AbortController();
    const body = JSON.stringify(patchOf({ '/statusReason': 'late' }));
    const late = client.sandbox.fetch(
      new Request(`http://127.0.0.1${collection}/a`, {
        method: 'PATCH',
        headers: { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' },
        body,
        signal: giveUp.signal,
      }),
    );
    giveUp.abort();
    await late;
    assert.equal((await client.referral('a')).json.statusReason, undefined);
    assert.equal((await patch(client, 'a', body)).status, 204);
  });
});
