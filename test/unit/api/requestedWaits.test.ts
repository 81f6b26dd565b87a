import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classifyResponse } from '../../../src/api/classify.ts';
import { RequestedWaits } from '../../../src/api/policies/requestedWaits.ts';
import type { HttpRequest, HttpResponse } from '../../../src/api/transport.ts';
import { failureOf, good, id, json, never, Stage, tokenOf } from './clientStage.ts';

const origin = 'https://api.partner.microsoft.com';
const wallClock = Date.parse('2026-11-24T12:00:00Z');

interface Given {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly body?: string;
}

/** Requests through the policy, at a time that the test sets. */
class Caller {
  time = 5;
  answer: Given = { status: 200 };
  readonly sent: string[] = [];
  superseded = new AbortController().signal;
  readonly waits = new RequestedWaits(
    () => wallClock,
    () => this.time,
  );

  /** True if the request was sent. */
  async asks(call: string): Promise<boolean> {
    const before = this.sent.length;
    await this.response(call);
    return this.sent.length > before;
  }

  response(call: string, answered: Promise<unknown> = Promise.resolve()): Promise<HttpResponse> {
    const [method, path] = call.split(' ') as [HttpRequest['method'], string];
    const { superseded } = this;
    const request = { method, url: `${origin}${path}`, headers: {}, signal: never, superseded };
    return this.waits.send(request, async () => {
      this.sent.push(call);
      const { status, retryAfter, body = '' } = this.answer;
      await answered;
      return { status, body, header: (name) => (name.toLowerCase() === 'retry-after' ? retryAfter : 'other') };
    });
  }

  async refuse(call: string, retryAfter: string | undefined, status = 429, body?: string): Promise<void> {
    this.answer = { status, retryAfter, ...(body !== undefined && { body }) };
    await this.response(call);
    this.answer = { status: 200 };
  }
}

describe('a wait that the server asks for', () => {
  let caller: Caller;
  beforeEach(() => (caller = new Caller()));

  it('is kept for the same call until it is over, to the millisecond, and once', async () => {
    await caller.refuse('GET /a', '60');
    for (const time of [5, 6, 60_004.9]) {
      caller.time = time;
      assert.equal(await caller.asks('GET /a'), false, String(time));
    }
    caller.time = 60_005;
    assert.equal(await caller.asks('GET /a'), true);
    caller.time = 6;
    assert.equal(await caller.asks('GET /a'), true);
  });

  it('is answered with the same failure and the time that remains, marked as not sent', async () => {
    for (const [status, kind] of [
      [429, 'throttled'],
      [503, 'serverError'],
    ] as const) {
      caller = new Caller();
      await caller.refuse('PATCH /a', '60', status, '{"error":{"code":"serviceNotAvailable"}}');
      caller.time += 19_000.25;
      const response = await caller.response('PATCH /a');
      assert.equal(response.header('Request-Id'), 'other');
      const failure = classifyResponse(response, wallClock);
      assert.deepEqual(failure, {
        kind,
        facts: {
          ...{ status, code: 'serviceNotAvailable', requestId: 'other', message: undefined },
          token: undefined,
        },
        retryAfterMs: 41_000,
        unsent: true,
      });
    }
  });

  it('may be a date, or less than a second', async () => {
    await caller.refuse('GET /a', 'Tue, 24 Nov 2026 12:01:00 GMT');
    caller.time += 59_999.9999999;
    assert.equal(classifyResponse(await caller.response('GET /a'), wallClock).kind, 'throttled');
    assert.equal((await caller.response('GET /a')).header('retry-after'), '0.001');
    caller.time += 1;
    assert.equal(await caller.asks('GET /a'), true);
  });

  it('of more than an hour is kept for an hour', async () => {
    await caller.refuse('GET /a', '86400');
    caller.time = 3_600_004;
    const failure = classifyResponse(await caller.response('GET /a'), wallClock);
    assert.equal('unsent' in failure && failure.unsent, true);
    caller.time = 3_600_005;
    assert.equal(await caller.asks('GET /a'), true);
  });

  it('holds no other call back', async () => {
    await caller.refuse('PATCH /a', '60');
    for (const other of ['GET /a', 'POST /a', 'PATCH /b', 'PATCH /']) assert.equal(await caller.asks(other), true);
    assert.equal(await caller.asks('PATCH /a?$filter=x'), false);
  });

  it('is none without a time, or with another status', async () => {
    const none = [429, 500, 503].flatMap((status) => [undefined, '0', 'soon', '-1'].map((time) => ({ status, time })));
    const others = [200, 201, 301, 400, 401, 403, 404, 409, 412].map((status) => ({ status, time: '60' }));
    for (const { status, time } of [...none, ...others]) {
      await caller.refuse('GET /a', time, status);
      assert.equal(await caller.asks('GET /a'), true, `${status} ${time ?? ''}`);
    }
  });

  it('is the longest of those of overlapping requests', async () => {
    for (const [first, second] of [
      ['60', '20'],
      ['20', '60'],
    ]) {
      caller = new Caller();
      caller.answer = { status: 429, retryAfter: first };
      const one = caller.response('GET /a');
      caller.answer = { status: 429, retryAfter: second };
      const other = caller.response('GET /a', one);
      caller.answer = { status: 200 };
      await Promise.all([one, other, caller.response('GET /a', other)]);
      caller.time = 60_004;
      assert.equal(await caller.asks('GET /a'), false);
      caller.time = 60_005;
      assert.equal(await caller.asks('GET /a'), true);
    }
  });

  it('ends with the session, also for a request that is on its way', async () => {
    await caller.refuse('GET /a', '60');
    const answer = Promise.withResolvers<undefined>();
    caller.answer = { status: 429, retryAfter: '60' };
    const late = caller.response('GET /b', answer.promise);
    caller.answer = { status: 200 };
    caller.superseded = new AbortController().signal;
    assert.equal(await caller.asks('GET /a'), true);
    answer.resolve(undefined);
    assert.equal((await late).status, 429);
    assert.equal(await caller.asks('GET /b'), true);
  });

  it('is forgotten only for the oldest of very many calls, and no large body is kept', async () => {
    for (let nth = 0; nth <= 500; nth++) await caller.refuse(`GET /${nth}`, '60', 429, 'x'.repeat(nth * 100));
    assert.deepEqual([await caller.asks('GET /1'), await caller.asks('GET /0')], [false, true]);
    assert.equal((await caller.response('GET /100')).body.length, 10_000);
    assert.equal((await caller.response('GET /500')).body, '');
  });

  it('lets no call through before its time and each one after it, whatever came in between', async () => {
    const call = fc.constantFrom('GET /a', 'PATCH /a', 'POST /b');
    const status = fc.constantFrom(200, 400, 404, 429, 500, 503);
    const action = fc.record({
      call,
      afterMs: fc.integer({ min: 0, max: 4000 }),
      answer: fc.record({ status, retryAfter: fc.constantFrom(undefined, '0', '1', '2.5', '9') }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        caller = new Caller();
        const until = new Map<string, number>();
        for (const { call: each, afterMs, answer } of actions) {
          caller.time += afterMs;
          caller.answer = answer;
          const isHeldBack = caller.time < (until.get(each) ?? 0);
          assert.equal(await caller.asks(each), !isHeldBack);
          if (isHeldBack || ![429, 500, 503].includes(answer.status)) continue;
          until.set(each, caller.time + 1000 * Number(answer.retryAfter ?? 0));
        }
      }),
    );
  });
});

describe('The client that was asked to wait', () => {
  let stage: Stage;
  beforeEach(() => (stage = new Stage()));
  afterEach(() => stage.close());

  it('sends nothing again before the wait is over, and logs no call that was not sent', async () => {
    const client = await stage.open([json(429, '{}', { 'retry-after': '60', 'request-id': 'r-1' }), json(200, good)]);
    const failure = await failureOf(client.get(id, { signal: never }));
    stage.elapsed += 20_000;
    const again = await failureOf(client.get(id, { signal: never }));
    assert.deepEqual(again, { ...failure, retryAfterMs: 40_000, unsent: true });
    assert.deepEqual([stage.seen.length, stage.calls.length, stage.waits], [1, 1, []]);
    stage.elapsed += 40_000;
    assert.equal((await client.get(id, { signal: never })).text, good);
  });

  it('waits for the rest where that is up to 15 seconds', async () => {
    const client = await stage.open([json(429, '{}', { 'retry-after': '60' }), json(200, good)]);
    await failureOf(client.get(id, { signal: never }));
    stage.elapsed += 50_000;
    const told: number[] = [];
    assert.equal((await client.get(id, { signal: never, onWait: (ms) => told.push(ms) })).text, good);
    assert.deepEqual(told, [10_025]);
    assert.equal(stage.elapsed, 60_025);
  });

  it('sends at once for another account, and for a server whose limits a person sets, not for a newer token', async () => {
    for (const change of ['account', 'server', 'token'] as const) {
      let session = new AbortController();
      let value = 't1';
      const token = () => Promise.resolve({ ...tokenOf(value), superseded: session.signal });
      const answers = [json(429, '{}', { 'retry-after': '60' }), json(200, good)];
      const keepsWaits = change !== 'server';
      const client = await stage.open(answers, { getToken: token, renew: token }, { keepsWaits });
      await failureOf(client.get(id, { signal: never }));
      if (change === 'account') session = new AbortController();
      else if (change === 'token') value = 't2';
      if (change === 'token') assert.equal((await failureOf(client.get(id, { signal: never }))).kind, 'throttled');
      else assert.equal((await client.get(id, { signal: never })).text, good);
      await stage.close();
      stage = new Stage();
    }
  });
});
