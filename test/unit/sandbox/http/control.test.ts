import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Client, collection } from '../client.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

describe('The control plane', () => {
  it('tells its health', async () => {
    const { status, json } = await new Client().get('/_sandbox/health');
    assert.deepEqual([status, json], [200, { status: 'ok', referrals: 60 }]);
  });

  it('lists calls oldest first, without tokens', async () => {
    const client = new Client();
    await client.get(`${collection}?$top=1`, { 'client-request-id': 'first' });
    client.token = 'sandbox-user:noor.dewit@litware.example';
    await client.referral(showcase);
    client.token = 'secret-token';
    await client.referral(showcase);
    const { json, text } = await client.get('/_sandbox/calls');
    assert.deepEqual(
      json.calls.map((call: Record<string, unknown>) => [
        call.method,
        call.path,
        call.status,
        call.who,
        call.clientRequestId,
      ]),
      [
        ['GET', `${collection}?$top=1`, 200, 'admin', 'first'],
        ['GET', `${collection}/${showcase}`, 200, 'user noor.dewit@litware.example', null],
        ['GET', `${collection}/${showcase}`, 401, 'unknown token', null],
      ],
    );
    assert.ok(
      json.calls.every(
        ({ duration, requestId }: { duration: number; requestId: string }) => duration >= 0 && requestId,
      ),
    );
    assert.doesNotMatch(text, /secret-token|sandbox-user/);
  });

  it('advances time: unanswered referrals expire', async () => {
    const client = new Client();
    const before = (await client.referral(showcase)).json;
    assert.equal((await client.advance(5.9)).status, 200);
    assert.equal((await client.referral(showcase)).json.status, 'New');
    assert.ok((await client.advance(0.2)).json.expired >= 1);
    const { json, headers } = await client.referral(showcase);
    assert.deepEqual([json.status, json.substatus], ['Closed', 'Expired']);
    assert.equal(json.closedDateTime, '2026-06-21T12:00:00.4820000Z');
    assert.notEqual(json.eTag, before.eTag);
    assert.equal(headers.get('etag'), json.eTag);
  });

  it('resets data, faults, calls and clock', async () => {
    const client = new Client();
    const before = (await client.referral(showcase)).text;
    await client.advance(30);
    await client.fault({ status: 500 });
    await client.send('POST', '/_sandbox/reset');
    assert.equal((await client.referral(showcase)).text, before);
    const { calls } = (await client.get('/_sandbox/calls')).json;
    assert.equal(calls.length, 1);
    assert.match((await client.advance(0)).json.now, /^2026-06-15T12:00/);
  });

  it('refuses what it cannot follow', async () => {
    const client = new Client();
    const seen: number[] = [];
    for (const body of ['', '[]', '{"advanceDays":"1"}', '{"advanceDays":-1}', '{"advanceDays":1e9}']) {
      seen.push((await client.send('POST', '/_sandbox/clock', body)).status);
    }
    for (const body of [
      '',
      '5',
      '{}',
      '{"status":99}',
      '{"status":"500"}',
      '{"nope":1}',
      '{"times":-1,"status":500}',
    ]) {
      seen.push((await client.send('POST', '/_sandbox/faults', body)).status);
    }
    for (const headers of [{ 'a b': 'x' }, { a: 'x\ny' }, { a: [5] }, []])
      seen.push((await client.fault({ headers })).status);
    assert.deepEqual([...new Set(seen)], [400]);
    assert.equal((await client.get('/_sandbox/nope')).status, 404);
    assert.equal(
      (await client.send('POST', '/_sandbox/reset', undefined, { Origin: 'http://evil.example' })).status,
      403,
    );
  });
});

describe('Faults', () => {
  it('meet the next calls, as many as told, and then no more', async () => {
    const client = new Client();
    await client.fault({ status: 503, times: 2 });
    const seen = [await client.list(), await client.list(), await client.list()];
    assert.deepEqual(
      seen.map(({ status, json }) => `${status} ${json.error?.code}`),
      ['503 serviceNotAvailable', '503 serviceNotAvailable', '200 undefined'],
    );
    assert.ok(seen[0]?.headers.get('request-id'));
  });

  it('meet only the method and path they name', async () => {
    const client = new Client({ count: 150 });
    await client.fault({ method: 'post', status: 500 });
    await client.fault({ path: showcase.toUpperCase(), status: 502 });
    await client.fault({ path: '$skiptoken', status: 504 });
    assert.equal((await client.list()).status, 200);
    assert.equal((await client.referral(showcase)).status, 502);
    const next: string = (await client.list()).json['@odata.nextLink'];
    assert.equal((await client.list(next.slice(next.indexOf('$skip')).replace('$', '%24'))).status, 504);
    assert.equal((await client.send('POST', collection, {})).status, 500);
  });

  it('answer as they are told', async () => {
    const client = new Client();
    const answers = [];
    for (const fault of [
      { status: 429, retryAfter: 2 },
      { retryAfter: 7 },
      { status: 500, body: '' },
      { status: 503, body: '<html><h1>Down</h1></html>' },
      { status: 502, body: 'Bad Gateway' },
      { status: 400, body: { error: { code: 'invalidRequest' } } },
      { status: 302, headers: { Location: 'http://other.example/' } },
      {
        status: 403,
        headers: { 'WWW-Authenticate': 'Bearer claims="e30="', 'content-type': 'application/problem+json' },
      },
      { status: 204 },
      { body: [1] },
    ]) {
      await client.fault(fault);
      answers.push(await client.list());
    }
    assert.deepEqual(
      answers.map(({ status, headers, text }) => [
        status,
        headers.get('content-type')?.split(';')[0] ?? null,
        headers.get('retry-after') ?? headers.get('location') ?? headers.get('www-authenticate'),
        text.slice(0, 24),
      ]),
      [
        [429, 'application/json', '2', '{"statusCode":429,"messa'],
        [429, 'application/json', '7', '{"statusCode":429,"messa'],
        [500, null, null, ''],
        [503, 'text/html', null, '<html><h1>Down</h1></htm'],
        [502, 'text/plain', null, 'Bad Gateway'],
        [400, 'application/json', null, '{"error":{"code":"invali'],
        [302, null, 'http://other.example/', ''],
        [403, 'application/problem+json', 'Bearer claims="e30="', '{"error":{"code":"access'],
        [204, null, null, ''],
        [200, 'application/json', null, '[1]'],
      ],
    );
  });

  it('of status 412 nest two inner errors', async () => {
    const client = new Client();
    await client.fault({ status: 412 });
    const { error } = (await client.list()).json;
    assert.equal(error.code, 'preconditionFailed');
    assert.equal(error.innerError.code, 'resourceModified');
    assert.ok(error.innerError.innerError.code);
  });

  it('can be late only', async () => {
    const client = new Client();
    const durations = async (): Promise<number[]> =>
      (await client.get('/_sandbox/calls')).json.calls.map(({ duration }: { duration: number }) => duration);
    let now = 0;
    const clock = mock.method(performance, 'now', () => now);
    mock.timers.enable({ apis: ['setTimeout'] });
    const pass = (ms: number): void => {
      now += ms;
      mock.timers.tick(ms);
    };
    try {
      await client.fault({ delayMs: 60_000, headers: { 'x-late': 'yes' } });
      const late = client.referral(showcase);
      // The look at the calls comes after the call: it has begun.
      assert.deepEqual(await durations(), [null]);
      pass(59_999);
      assert.deepEqual(await durations(), [null]);
      pass(1);
      const answer = await late;
      assert.deepEqual([answer.json.id, answer.headers.get('x-late')], [showcase, 'yes']);
      assert.deepEqual(await durations(), [60_000]);
    } finally {
      mock.timers.reset();
      clock.mock.restore();
    }
  });

  it('can break the JSON', async () => {
    const client = new Client({ seed: '{"id":"a","n":"x,\\"y","b":[1,2]}' });
    await client.fault({ malformed: true });
    const answer = await client.referral('a');
    assert.equal(answer.status, 200);
    assert.equal(answer.text, '{"id":"a" "n":"x,\\"y","b":[1,2]}');
  });

  it('can cut the connection', async () => {
    const client = new Client();
    await client.fault({ disconnect: true });
    await assert.rejects(client.list(), TypeError);
    assert.equal((await client.list()).status, 200);
    const { calls } = (await client.get('/_sandbox/calls')).json;
    assert.deepEqual(
      calls.map(({ status }: { status: number }) => status),
      [null, 200],
    );
  });

  it('are not used up by a look at the page', async () => {
    const client = new Client();
    await client.fault({ status: 500 });
    assert.equal((await client.get('/')).status, 200);
    assert.equal((await client.get('/favicon.ico')).status, 404);
    assert.equal((await client.list()).status, 500);
    assert.equal((await client.get('/_sandbox/calls')).json.calls.length, 1);
  });

  it('are gone when removed', async () => {
    const client = new Client();
    await client.fault({ status: 500 });
    await client.send('DELETE', '/_sandbox/faults');
    assert.equal((await client.list()).status, 200);
  });
});
