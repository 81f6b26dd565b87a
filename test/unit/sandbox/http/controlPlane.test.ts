import assert from 'node:assert/strict';
import { Client, collection, noon, type Answer } from '../client.ts';
import { patch, patchOf } from '../writes.ts';

const reset = (client: Client, body?: unknown): Promise<Answer> => client.send('POST', '/_sandbox/reset', body);
const pathsOf = ({ json }: Answer): string[] => json.calls.map(({ path }: { path: string }) => path);

describe('A reset', () => {
  it('takes another seed with its spelling, until the next reset', async () => {
    const client = new Client({ seed: '{"id":"first"}' });
    const shapes = ['{"id":"a","v":1.50}', '[{"id":"a","v":1.50}]', '{"value":[{"id":"a","v":1.50}]}'];
    for (const seed of shapes) {
      assert.deepEqual((await reset(client, `\ufeff{ "seed" : ${seed} }`)).json, { status: 'ok', referrals: 1 });
      assert.equal((await client.referral('a')).text, '{"id":"a","v":1.50}');
      assert.equal((await client.referral('first')).status, 404);
    }
    for (const body of [undefined, '', '{}']) {
      await reset(client, { seed: { id: 'a' } });
      await reset(client, body);
      assert.equal((await client.referral('first')).status, 200);
    }
  });

  it('is refused with a seed that is none, and changes nothing then', async () => {
    const client = new Client({ seed: '{"id":"first","status":"New"}' });
    assert.equal((await patch(client, 'first', patchOf({ '/statusReason': 'x' }))).status, 204);
    await client.fault({ status: 500, path: 'never' });
    for (const [body, message] of [
      ['{"seed":[{"id":"a"},{"id":"A"}]}', /same id "A"/],
      ['{"seed":[{"id":"a"},{}]}', /item 1 has no string "id"/],
      ['{"seed":5}', /holds no referral/],
      ['{"seed":null}', /holds no referral/],
      ['{"seed":[{"id":"a",}]}', /not valid JSON/],
      ['{"seed":[]', /not valid JSON: .* at line 1, column 11\.$/],
      ['{\n"seed":[{"id":"a"}],\n}', /^The body is not valid JSON: .* at line 3, column 1\.$/],
      ['{"sead":[]}', /Did you mean "seed"/],
      ['[]', /Send \{"seed": …\}/],
      [`{"seed":${'['.repeat(100)}${']'.repeat(100)}}`, /deeper than 64/],
    ] as const) {
      const { status, json } = await reset(client, body);
      assert.equal(status, 400, body);
      assert.match(json.error.message, message);
    }
    assert.equal((await client.referral('first')).json.statusReason, 'x');
    assert.equal((await client.get('/_sandbox/faults')).json.faults.length, 1);
    assert.equal((await client.get('/_sandbox/calls')).json.calls.length, 2);
  });

  it('ends calls that wait: a write that a fault delays does not land afterwards', async () => {
    const client = new Client({ seed: '{"id":"a","status":"New"}' });
    await client.fault({ delayMs: 600_000, times: 3 });
    const waiting = [
      client.referral('a'),
      patch(client, 'a', patchOf({ '/statusReason': 'late' })),
      client.send('POST', collection, { type: 'Independent' }),
    ];
    assert.equal((await client.get('/_sandbox/calls')).json.calls.length, 3);
    await reset(client);
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ status }) => status),
      [503, 503, 503],
    );
    assert.equal((await client.referral('a')).json.statusReason, undefined);
    assert.equal((await client.get('/_sandbox/calls')).json.calls.length, 1);
  });

  it('ends a write whose body is still on its way', async () => {
    const client = new Client({ seed: '{"id":"a","status":"New"}' });
    const text = new TextEncoder().encode(JSON.stringify(patchOf({ '/statusReason': 'late' })));
    let rest = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(text.subarray(0, 10));
        rest = () => {
          controller.enqueue(text.subarray(10));
          controller.close();
        };
      },
    });
    const headers = { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' };
    const init = { method: 'PATCH', headers, body, duplex: 'half' } as RequestInit;
    const write = client.sandbox.fetch(new Request(`http://127.0.0.1${collection}/a`, init));
    assert.equal((await client.get('/_sandbox/calls')).json.calls.length, 1);
    await reset(client);
    rest();
    assert.equal((await write).status, 503);
    assert.equal((await client.referral('a')).json.statusReason, undefined);
  });
});

describe('The list of calls', () => {
  it('is filtered by method, path, status, caller and time', async () => {
    let now = noon;
    const client = new Client({ seed: '{"id":"Ä1","team":[{"email":"a@x.example"}]}', now: () => now });
    await client.list('$top=1');
    client.token = 'sandbox-user:a@x.example';
    await client.referral('%C3%841');
    client.token = 'sandbox-admin';
    now += 1000;
    await client.send('DELETE', collection);
    await client.fault({ disconnect: true });
    await assert.rejects(client.list('$top=2'));
    const [top1, one, all, top2] = [
      `${collection}?$top=1`,
      `${collection}/%C3%841`,
      collection,
      `${collection}?$top=2`,
    ];
    const filters: [query: string, paths: (string | undefined)[]][] = [
      ['', [top1, one, all, top2]],
      ['method=get', [top1, one, top2]],
      ['path=%24top%3D1', [top1]],
      ['path=REFERRALS/ä', [one]],
      ['status=200', [top1, one]],
      ['status=405', [all]],
      ['status=null', [top2]],
      ['caller=admin', [top1, all, top2]],
      ['caller=user%20a@x.example', [one]],
      ['since=2026-06-15T12:00:01Z', [all, top2]],
      ['since=2026-06-15T13:00:01+01:00', [all, top2]],
      ['since=2026-06-15T12:00:01.001Z', []],
      ['method=GET&status=200&caller=admin', [top1]],
    ];
    for (const [query, paths] of filters) {
      assert.deepEqual(pathsOf(await client.get(`/_sandbox/calls?${query}`)), paths, query);
    }
  });

  it('takes a thousand faults, and says what to do about more', async () => {
    const client = new Client();
    const fault = { path: '/nowhere', status: 500 };
    for (let number = 0; number < 1000; number++) {
      assert.equal((await client.send('POST', '/_sandbox/faults', fault)).status, 201);
    }
    const refused = await client.send('POST', '/_sandbox/faults', fault);
    assert.equal(refused.status, 400);
    assert.match(refused.json.error.message, /^There are 1000 faults already\. Remove them with DELETE/);
    await client.send('DELETE', '/_sandbox/faults');
    assert.equal((await client.send('POST', '/_sandbox/faults', fault)).status, 201);
  });

  it('lists calls without headers and bodies if asked to', async () => {
    const client = new Client({ recordBodies: true });
    await client.list('$top=1');
    const listed = async (query: string): Promise<object> =>
      ((await client.get(`/_sandbox/calls?${query}`)).json.calls as [object])[0];
    const [whole, alsoWhole, short] = [await listed(''), await listed('bodies=true'), await listed('bodies=false')];
    assert.deepEqual(alsoWhole, whole);
    const left = new Set(Object.keys(short));
    assert.deepEqual(
      Object.keys(whole).filter((name) => !left.has(name)),
      ['requestHeaders', 'requestBody', 'responseHeaders', 'responseBody'],
    );
  });

  it('refuses filters that it does not have, and says which was meant', async () => {
    const client = new Client();
    for (const [query, message] of [
      ['methd=GET', /no parameter "methd".*Did you mean "method"/],
      ['limit=1', /method, path, status, caller, since, bodies, space/],
      ['status=2xx', /status is a number/],
      ['since=yesterday', /since is a time/],
      ['since=5', /since is a time/],
      ['bodies=no', /^bodies is true or false, not "no"\.$/],
      ['bodies=', /^bodies is true or false, not ""\.$/],
      ['method=GET&method=POST', /occurs twice/],
      ['method=PTCH', /^method is one of GET, .*, OPTIONS, not "PTCH"\. Did you mean "PATCH"\?$/],
      ['method=', /^method is one of GET, .*, not ""\.$/],
      ['method=*', /^method is one of GET, .*, not "\*"\.$/],
      ['caller=admn', /^caller is one of admin, .*, not "admn"\. Did you mean "admin"\?$/],
      ['caller=sandbox-user:mia@contoso.example', /Did you mean "user mia@contoso\.example"\?$/],
    ] as const) {
      const { status, json } = await client.get(`/_sandbox/calls?${query}`);
      assert.equal(status, 400, query);
      assert.match(json.error.message, message);
    }
  });

  it('finds a + in paths as it is, and a blank in queries', async () => {
    const client = new Client({ seed: '[]' });
    const [plus, blank, query] = [`${collection}/a%2Bb`, `${collection}/a%20b`, `${collection}?$filter=a+b`];
    for (const path of [plus, blank, query]) await client.get(path);
    for (const [sought, paths] of [
      ['a+b', [plus, query]],
      ['a b', [blank, query]],
      ['/A%2bB', [plus]],
      ['?$filter=a+b', [query]],
    ] as const) {
      assert.deepEqual(pathsOf(await client.get(`/_sandbox/calls?path=${encodeURIComponent(sought)}`)), paths, sought);
    }
  });

  it('says how many calls it no longer has', async () => {
    const client = new Client({ seed: '[]' });
    for (let count = 0; count < 20_001; count++) await client.get('/x');
    const { json } = await client.get('/_sandbox/calls');
    assert.deepEqual([json.calls.length, json.dropped], [10_000, 10_001]);
    await client.send('DELETE', '/_sandbox/calls');
    assert.deepEqual((await client.get('/_sandbox/calls')).json, { calls: [], dropped: 0 });
  });

  it('has headers and bodies if they are recorded, but no token', async () => {
    const client = new Client({ seed: '{"id":"a"}', recordBodies: true });
    const body = JSON.stringify(patchOf({ '/statusReason': 'ü' }));
    await patch(client, 'a', body, { Prefer: 'return=representation', 'X-Mine': '1' });
    await client.referral('a');
    await client.fault({ cutAfter: 5 });
    await assert.rejects(client.list());
    const { json, text } = await client.get('/_sandbox/calls');
    const [write, read, cut] = json.calls;
    assert.equal(write.requestBody, body);
    assert.equal(JSON.parse(write.responseBody).statusReason, 'ü');
    assert.equal(write.requestHeaders['x-mine'], '1');
    assert.equal(write.responseHeaders['preference-applied'], 'return=representation');
    assert.equal(read.requestBody, '');
    assert.equal(JSON.parse(read.responseBody).id, 'a');
    assert.deepEqual([cut.status, cut.responseBody], [200, '{"@od']);
    assert.doesNotMatch(text, /sandbox-admin|authorization/i);
    const quiet = new Client({ seed: '{"id":"a"}' });
    await quiet.referral('a');
    assert.doesNotMatch((await quiet.get('/_sandbox/calls')).text, /requestBody|responseHeaders/);
  });

  it('drops the bodies of old calls that got no response, too', async () => {
    const client = new Client({ recordBodies: true, recordedCharacters: 1000 });
    await client.fault({ method: 'POST', disconnect: true, times: 5 });
    for (let index = 0; index < 5; index++) {
      await client.send('POST', collection, `"${index}${'x'.repeat(397)}"`).catch(() => undefined);
    }
    const { calls } = (await client.get('/_sandbox/calls')).json as { calls: { requestBody: string | null }[] };
    assert.deepEqual(
      calls.map(({ requestBody }) => requestBody?.slice(1, 2) ?? null),
      [null, null, null, '3', '4'],
    );
  });

  it('counts the bodies of a call once, and forgets all when the list is cleared', async () => {
    const client = new Client({
      seed: JSON.stringify({ id: 'a', v: 'x'.repeat(380) }),
      recordBodies: true,
      recordedCharacters: 1000,
    });
    const bodies = async (): Promise<unknown> =>
      ((await client.get('/_sandbox/calls')).json.calls as { responseBody: string | null }[]).map(
        ({ responseBody }) => responseBody?.length ?? null,
      );
    for (let index = 0; index < 3; index++) await client.referral('a');
    assert.deepEqual(await bodies(), [null, 397, 397]);
    await client.send('DELETE', '/_sandbox/calls');
    for (let index = 0; index < 2; index++) await client.referral('a');
    assert.deepEqual(await bodies(), [397, 397]);
  });

  it('drops recorded bodies of old calls instead of filling the memory', async () => {
    const client = new Client({ seed: JSON.stringify({ id: 'a', v: 'x'.repeat(1024 * 1024) }), recordBodies: true });
    for (let count = 0; count < 40; count++) await client.referral('a');
    const { calls } = (await client.get('/_sandbox/calls')).json;
    const kept = calls.filter(({ responseBody }: { responseBody: string | null }) => responseBody !== null);
    assert.deepEqual([calls.length, kept.length, calls[0].status], [40, 31, 200]);
  });
});

describe('An address of the control plane', () => {
  it('refuses other methods with 405 and says which it takes', async () => {
    const client = new Client();
    const allowed: Record<string, string> = {
      health: 'GET',
      reset: 'POST',
      referrals: 'POST',
      faults: 'GET, POST, DELETE',
      clock: 'GET, POST',
      calls: 'GET, DELETE',
      findings: 'GET, DELETE',
      spaces: 'GET, DELETE',
      'openapi.json': 'GET',
    };
    for (const [name, methods] of Object.entries(allowed)) {
      const { status, headers, json } = await client.send('PUT', `/_sandbox/${name}`, '{}');
      assert.deepEqual([status, headers.get('allow')], [405, methods], name);
      assert.match(json.error.message, /not PUT/);
      for (const method of methods.split(', ')) {
        assert.notEqual((await client.send(method, `/_sandbox/${name}`)).status, 405);
      }
    }
  });

  it('that does not exist is a 404 that names the near one', async () => {
    const client = new Client();
    for (const [path, near] of [
      ['/_sandbox/fault', /Did you mean \/_sandbox\/faults/],
      ['/_sandbox/health/', /Did you mean \/_sandbox\/health/],
      ['/_sandbox/Clock', /Did you mean \/_sandbox\/clock/],
      ['/_sandbox/zzzzzzzzzzzzzzzzzzzzzzzz', /It has .*\/_sandbox\/calls/],
      ['/_sandbox/', /It has .*\/_sandbox\/calls/],
      ['/_sandbox', /It has .*\/_sandbox\/calls/],
      ['/_sandbox/web', /It has .*\/_sandbox\/calls/],
    ] as const) {
      const { status, json } = await client.get(path);
      assert.equal(status, 404, path);
      assert.match(json.error.message, near);
    }
  });

  it('refuses members that it does not know', async () => {
    const client = new Client();
    for (const [path, body, message] of [
      ['clock', { advanceDay: 1 }, /Did you mean "advanceDays"/],
      ['clock', { advanceDays: 1, hours: 1 }, /"hours"/],
      ['faults', { statusCode: 500 }, /Did you mean "status"/],
      ['faults', { delay: 5, status: 500 }, /Did you mean "delayMs"/],
    ] as const) {
      const { status, json } = await client.send('POST', `/_sandbox/${path}`, body);
      assert.equal(status, 400);
      assert.match(json.error.message, message);
    }
    assert.equal(Date.parse((await client.get('/_sandbox/clock')).json.now), noon);
  });
});

describe('The clock', () => {
  it('can be asked, and moves nothing when it does not move', async () => {
    const seed = '{"id":"a","status":"New","createdDateTime":"2018-10-29T21:24:52Z"}';
    const client = new Client({ seed });
    assert.deepEqual((await client.get('/_sandbox/clock')).json, { now: '2026-06-15T12:00:00.000Z' });
    assert.deepEqual((await client.advance(0)).json, { now: '2026-06-15T12:00:00.000Z', moved: 0, expired: 0 });
    assert.equal((await client.referral('a')).text, seed);
    assert.equal((await client.advance(1)).json.expired, 1);
    assert.deepEqual((await client.get('/_sandbox/clock')).json, { now: '2026-06-16T12:00:00.000Z' });
  });
});
