import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createReferralClient } from '../../../src/api/client.ts';
import { bodyLimit } from '../../../src/api/nodeFetchTransport.ts';
import type { SkipToken } from '../../../src/api/paging.ts';
import type { SilentTokens } from '../../../src/auth/tokens.ts';

import { id, good, json, tokenOf, fixed, Stage, failureOf, never, type Answer } from './clientStage.ts';

describe('the client', () => {
  let stage: Stage;
  beforeEach(() => (stage = new Stage()));
  afterEach(() => stage.close());

  it('gets a referral with its text untouched', async () => {
    const text = `{ "id": "${id.toUpperCase()}",\r\n "details": {"dealValue": 50000.00} }`;
    const client = await stage.open([json(200, text)]);
    const fetched = await client.get(id, { signal: never });
    assert.equal(fetched.text, text);
    assert.equal(fetched.summary.id, id);
    const [request] = stage.seen;
    assert.equal(request?.url, `/v1.0/engagements/referrals/${id}`);
    assert.equal(request.headers.authorization, 'Bearer t1');
    assert.equal(request.headers.accept, 'application/json');
    assert.match(String(request.headers['client-request-id']), /^[0-9a-f-]{36}$/);
  });

  it('names itself as it is told to', async () => {
    const client = await stage.open([json(200, good)], fixed, { userAgent: 'partner-referrals/0.1.0' });
    await client.get(id, { signal: never });
    assert.equal(stage.seen[0]?.headers['user-agent'], 'partner-referrals/0.1.0');
  });

  it('says how long an answer took', async () => {
    const times = [1000, 1250];
    const send = async () => ({ status: 200, header: () => undefined, body: good });
    const client = createReferralClient({
      origin: 'http://127.0.0.1',
      tokens: fixed,
      transport: { send },
      onCall: () => undefined,
      now: () => (times.length > 1 ? times.shift()! : times[0]!),
    });
    const { receivedAt, durationMs } = await client.get(id, { signal: never });
    assert.deepEqual([receivedAt, durationMs], [1250, 250]);
  });

  it('waits for Retry-After before it repeats, and gives every attempt an id of its own', async () => {
    const client = await stage.open([json(429, '{}', { 'retry-after': '1' }), json(200, good)]);
    const told: number[] = [];
    await client.get(id, { signal: never, onWait: (ms) => told.push(ms) });
    assert.equal(stage.waits.length, 1);
    const { ms, requests } = stage.waits[0]!;
    assert.ok(ms >= 1000);
    assert.deepEqual([told, requests], [[ms], 1]);
    assert.deepEqual(
      stage.calls.map((call) => call.status),
      [429, 200],
    );
    assert.notEqual(stage.seen[0]?.headers['client-request-id'], stage.seen[1]?.headers['client-request-id']);
  });

  it('waits by a timer', async () => {
    const timers = mock.timers;
    timers.enable({ apis: ['setTimeout'] });
    try {
      const statuses = [500, 200];
      const send = async () => ({ status: statuses.shift()!, header: () => undefined, body: good });
      const parts = { origin: 'http://127.0.0.1', tokens: fixed, transport: { send }, onCall: () => undefined };
      const fetched = createReferralClient({ ...parts, random: () => 0 }).get(id, { signal: never });
      await turn();
      timers.tick(499);
      await turn();
      assert.deepEqual(statuses, [200]);
      timers.tick(1);
      assert.equal((await fetched).text, good);
    } finally {
      timers.reset();
    }
  });

  it('tells a wait over 15 seconds instead of waiting', async () => {
    const client = await stage.open([json(429, '{}', { 'retry-after': '16', 'request-id': 'r-1' })]);
    const failure = await failureOf(client.get(id, { signal: never }));
    assert.equal(failure.kind, 'throttled');
    assert.equal(failure.retryAfterMs, 16_000);
    assert.equal(failure.facts.requestId, 'r-1');
    assert.equal(stage.seen.length, 1);
  });

  it('repeats a failed GET twice, then tells the last failure', async () => {
    const client = await stage.open([json(500, '<html>no</html>')]);
    assert.equal((await failureOf(client.get(id, { signal: never }))).kind, 'serverError');
    assert.equal(stage.seen.length, 3);
    assert.deepEqual(stage.waits, [
      { ms: 500, requests: 1 },
      { ms: 1000, requests: 2 },
    ]);
  });

  it('goes on after a lost connection', async () => {
    const client = await stage.open([(request) => request.socket.destroy(), json(200, good)]);
    assert.equal((await client.get(id, { signal: never })).summary.status, 'New');
    assert.deepEqual(
      stage.calls.map((call) => call.problem),
      ['ECONNRESET', undefined],
    );
  });

  it('goes on after an answer that broke off in the middle', async () => {
    const cut: Answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write(good.slice(0, 10), () => response.destroy());
    };
    const cutChunks: Answer = (_request, response) => {
      response.writeHead(200).write(good.slice(0, 10), () => response.destroy());
    };
    const client = await stage.open([cut, cutChunks, json(200, good)]);
    assert.equal((await client.get(id, { signal: never })).summary.id, id);
    assert.deepEqual(
      stage.calls.map((call) => call.problem),
      ['ECONNRESET', 'ECONNRESET', undefined],
    );
  });

  it('says at once that nothing listens', async () => {
    const client = await stage.open([json(200, good)]);
    await stage.close();
    const failure = await failureOf(client.get(id, { signal: never }));
    assert.deepEqual(failure, {
      kind: 'unreachable',
      code: 'ECONNREFUSED',
      syscall: 'connect',
      host: new URL(stage.origin).host,
    });
    stage = new Stage();
  });

  it('asks for no id that would name something else', async () => {
    const client = await stage.open([json(200, good)]);
    for (const odd of ['', '.', '..', '\ud800']) {
      assert.deepEqual(await failureOf(client.get(odd, { signal: never })), { kind: 'impossibleId' });
    }
    assert.equal(stage.seen.length, 0);
  });

  it('takes every status of success for one', async () => {
    const client = await stage.open([json(201, good), json(299, good), json(300, good)]);
    for (let asked = 0; asked < 2; asked++) assert.equal((await client.get(id, { signal: never })).text, good);
    assert.equal((await failureOf(client.get(id, { signal: never }))).kind, 'redirected');
  });

  it('asks for an id as one part of the address, whatever it holds', async () => {
    const client = await stage.open([json(200, '{"id":"../A b?"}')]);
    assert.equal((await client.get('../a B?', { signal: never })).summary.id, '../a b?');
    assert.equal(stage.seen[0]?.url, '/v1.0/engagements/referrals/..%2Fa%20B%3F');
    const dots = await failureOf(client.get('...', { signal: never }));
    assert.equal(dots.kind, 'otherReferral');
  });

  it('follows no redirect', async () => {
    const client = await stage.open([json(302, '', { location: '/elsewhere' })]);
    assert.equal((await failureOf(client.get(id, { signal: never }))).kind, 'redirected');
    assert.equal(stage.seen.length, 1);
  });

  it('ends a running request when it is cancelled', async () => {
    const stop = new AbortController();
    const client = await stage.open([() => stop.abort()]);
    assert.deepEqual(await failureOf(client.get(id, { signal: stop.signal })), { kind: 'cancelled' });
  });

  it('refuses answers over 32 MB, packed ones too', async () => {
    // A gzip file is a sequence of members, so one compressed member can be repeated.
    const megabyte = gzipSync(Buffer.alloc(2 ** 20, ' '));
    const packed = Buffer.concat([...Array<Buffer>(bodyLimit / 2 ** 20).fill(megabyte), gzipSync(' ')]);
    const bomb: Answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    const client = await stage.open([bomb]);
    assert.deepEqual(await failureOf(client.get(id, { signal: never })), { kind: 'tooLarge', limit: bodyLimit });
  });

  it('refuses what it cannot read, and hands on the answer', async () => {
    const client = await stage.open([json(200, '{"id": 1 "x"}', { 'request-id': 'r-2' })]);
    const failure = await failureOf(client.get(id, { signal: never }));
    assert.ok(failure.kind === 'unreadable' && failure.problem.kind === 'malformed');
    assert.equal(failure.problem.column, 10);
    assert.equal(failure.answer, '{"id": 1 "x"}');
    assert.equal(failure.requestId, 'r-2');
  });

  it('refuses a referral that is another than the one asked for', async () => {
    const client = await stage.open([json(200, '{"id":"another"}')]);
    assert.equal((await failureOf(client.get(id, { signal: never }))).kind, 'otherReferral');
  });

  it('writes neither tokens nor values of a query to the call log', async () => {
    const client = await stage.open([json(200, '{"value":[]}')]);
    await client.list('secret-token' as SkipToken, { signal: never });
    assert.equal(stage.calls[0]?.target, '/v1.0/engagements/referrals?$skiptoken=…');
    assert.doesNotMatch(JSON.stringify(stage.calls), /secret|t1|Bearer/);
  });

  describe('paging', () => {
    it('asks for the next page with the token as it was spelled', async () => {
      const client = await stage.open([json(200, '{"value":[]}')]);
      await client.list('Zm9v%2fYmFy%2b' as SkipToken, { signal: never });
      assert.equal(stage.seen[0]?.url, '/v1.0/engagements/referrals?$skiptoken=Zm9v%2fYmFy%2b');
    });

    it('tries once more with the first options when the token alone is refused', async () => {
      const client = await stage.open([json(400, '{}'), json(200, '{"value":[]}')]);
      await client.list('abc' as SkipToken, { signal: never });
      assert.equal(stage.seen[1]?.url, '/v1.0/engagements/referrals?$orderby=updatedDateTime%20desc&$skiptoken=abc');
    });

    it('tries in the second way after a 404 as well, and after nothing else', async () => {
      const client = await stage.open([json(404, '{}'), json(200, '{"value":[]}'), json(403, '{}')]);
      await client.list('abc' as SkipToken, { signal: never });
      assert.equal(stage.seen.length, 2);
      const failure = await failureOf(client.list('abc' as SkipToken, { signal: never }));
      assert.deepEqual([failure.kind, stage.seen.length], ['forbidden', 3]);
    });

    it('tells a list that isn’t there from a referral that isn’t', async () => {
      const client = await stage.open([json(404, '{}')]);
      const list = await failureOf(client.list(undefined, { signal: never }));
      assert.deepEqual([list.kind, 'of' in list && list.of], ['notFound', 'collection']);
      for (const asked of [client.get(id, { signal: never }), client.search("status eq 'New'", { signal: never })]) {
        const failure = await failureOf(asked);
        assert.deepEqual([failure.kind, 'of' in failure], ['notFound', false]);
      }
    });

    it('says of no other failure that the list isn’t there', async () => {
      const client = await stage.open([json(403, '{}')]);
      const failure = await failureOf(client.list(undefined, { signal: never }));
      assert.deepEqual([failure.kind, 'of' in failure], ['forbidden', false]);
      await stage.close();
      const gone = await failureOf(client.list(undefined, { signal: never }));
      assert.deepEqual([gone.kind, 'of' in gone], ['unreachable', false]);
      stage = new Stage();
    });

    it('asks for the list as the query says', async () => {
      const client = await stage.open([json(200, '{"value":[],"@odata.nextLink":"/x?$skiptoken=t"}')]);
      const filter = { status: 'New' };
      const page = await client.list(
        undefined,
        { signal: never },
        { filter, orderBy: { field: 'createdDateTime', descending: false } },
      );
      assert.deepEqual(page.next, { kind: 'more', token: 't' });
      assert.equal(
        stage.seen[0]?.url,
        '/v1.0/engagements/referrals?$filter=status%20eq%20%27New%27&$orderby=createdDateTime',
      );
    });

    it('searches with the filter as one option, whatever it holds', async () => {
      const client = await stage.open([json(200, `{"value":[${good}]}`)]);
      const page = await client.search("name eq 'A&B #1 \ud800'", { signal: never });
      assert.deepEqual(
        page.items.map((item) => item.id),
        [id],
      );
      const { searchParams } = new URL(stage.seen[0]?.url ?? '', stage.origin);
      assert.deepEqual([...searchParams], [['$filter', "name eq 'A&B #1 \ufffd'"]]);
    });

    it('hands on the answer that is no list, and its request-id', async () => {
      for (const [text, kind] of [
        ['[1', 'malformed'],
        ['[]', 'notAReferral'],
        ['null', 'notAReferral'],
        ['{"value":{}}', 'notAReferral'],
      ] as const) {
        const client = await stage.open([json(200, text, { 'request-id': 'r-3' })]);
        const failure = await failureOf(client.list(undefined, { signal: never }));
        assert.ok(failure.kind === 'unreadable', text);
        assert.deepEqual([failure.problem.kind, failure.answer, failure.requestId], [kind, text, 'r-3']);
        await stage.close();
        stage = new Stage();
      }
    });

    it('keeps the good items of a page with bad ones', async () => {
      const client = await stage.open([json(200, `{"value":[${good},null,5,{"id":7}]}`)]);
      const page = await client.list(undefined, { signal: never });
      assert.deepEqual([page.items.map((item) => item.id), page.unreadable, page.next], [[id], 3, { kind: 'none' }]);
    });

    it('tells when the server answered, by the more exact of its headers', async () => {
      const date = 'Mon, 15 Jun 2026 12:00:00 GMT';
      const timestamp = '2026-06-15T12:00:00.5000000Z';
      for (const [headers, time] of [
        [{ date, timestamp }, 500],
        [{ date, timestamp: '12:00' }, 0],
      ] as const) {
        const client = await stage.open([json(200, '{"value":[]}', headers)]);
        const { serverTime } = await client.list(undefined, { signal: never });
        assert.equal(serverTime, Date.UTC(2026, 5, 15, 12) + time);
        await stage.close();
        stage = new Stage();
      }
    });

    it('refuses a list without items', async () => {
      const client = await stage.open([json(200, '{"values":[]}')]);
      assert.equal((await failureOf(client.list(undefined, { signal: never }))).kind, 'unreadable');
    });
  });

  describe('tokens', () => {
    it('are renewed once after a 401 and the request repeated once', async () => {
      const renewed: string[] = [];
      const tokens: SilentTokens = {
        getToken: () => Promise.resolve(tokenOf('old')),
        renew: (refused) => {
          renewed.push(refused.value);
          return Promise.resolve(tokenOf('new'));
        },
      };
      const client = await stage.open([json(401, '{}')], tokens);
      assert.equal((await failureOf(client.get(id, { signal: never }))).kind, 'unauthenticated');
      assert.deepEqual(
        stage.seen.map((request) => request.headers.authorization),
        ['Bearer old', 'Bearer new'],
      );
      assert.deepEqual(renewed, ['old']);
    });

    it('are not sent again when the renewal yields the same one', async () => {
      const client = await stage.open([json(401, '{}')]);
      assert.equal((await failureOf(client.get(id, { signal: never }))).kind, 'unauthenticated');
      assert.equal(stage.seen.length, 1);
    });

    it('whose source fails or never answers end the request all the same', async () => {
      const broken: SilentTokens = {
        getToken: () => Promise.reject(new Error('no provider')),
        renew: () => Promise.resolve(undefined),
      };
      const client = await stage.open([json(200, good)], broken);
      assert.deepEqual(await failureOf(client.get(id, { signal: never })), { kind: 'noToken', reason: 'no provider' });
      await stage.close();
      stage = new Stage();
      const stop = new AbortController();
      const silent: SilentTokens = { ...broken, getToken: () => new Promise(() => stop.abort()) };
      const waiting = await stage.open([json(200, good)], silent);
      assert.deepEqual(await failureOf(waiting.get(id, { signal: stop.signal })), { kind: 'cancelled' });
    });

    it('that are missing mean that nothing is asked', async () => {
      const tokens: SilentTokens = {
        getToken: () => Promise.resolve(undefined),
        renew: () => Promise.resolve(undefined),
      };
      const client = await stage.open([json(200, good)], tokens);
      assert.deepEqual(await failureOf(client.get(id, { signal: never })), { kind: 'signedOut' });
      assert.equal(stage.seen.length, 0);
    });
  });
});
