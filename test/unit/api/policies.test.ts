import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { createReferralClient, type ReferralClient } from '../../../src/api/client.ts';
import { ApiError, type Failure } from '../../../src/api/failure.ts';
import type { SkipToken } from '../../../src/api/paging.ts';
import { bearerToken } from '../../../src/api/policies/bearerToken.ts';
import { callLog, type CallRecord } from '../../../src/api/policies/callLog.ts';
import { repeat } from '../../../src/api/policies/repeat.ts';
import {
  TransportError,
  withPolicies,
  type HttpRequest,
  type HttpResponse,
  type Transport,
  type TransportProblem,
} from '../../../src/api/transport.ts';
import type { AccessToken, SilentTokens } from '../../../src/auth/tokens.ts';
import { delay } from '../../../src/base/async.ts';

const origin = 'https://api.partner.microsoft.com';
const never = new AbortController().signal;
const request = (change: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: `${origin}/v1.0/engagements/referrals`,
  headers: {},
  signal: never,
  ...change,
});

interface Given {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly problem?: TransportProblem;
  /** Delay of the response; Infinity for no response. */
  readonly afterMs?: number;
}

/** A service that returns the given responses in order and repeats the last one. Records requests with their time. */
class Service implements Transport {
  readonly asked: { atMs: number; request: HttpRequest }[] = [];
  readonly #answers: Given[];
  readonly #began = Date.now();

  constructor(...answers: Given[]) {
    this.#answers = answers;
  }

  get times(): number[] {
    return this.asked.map(({ atMs }) => atMs);
  }

  send = async (asked: HttpRequest): Promise<HttpResponse> => {
    this.asked.push({ atMs: Date.now() - this.#began, request: asked });
    const given = (this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0]) ?? {};
    const { status = 200, body = '', headers = {}, problem, afterMs = 0 } = given;
    if (afterMs === Infinity) await new Promise(() => {});
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
    if (problem) throw new TransportError(problem);
    return { status, body, header: (name) => headers[name] };
  };
}

/** Advances the mocked time until a promise is settled. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  let done = false;
  const end = () => (done = true);
  promise.then(end, end);
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(25);
  }
  return promise;
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await settled(promise).then(
    () => assert.fail('It did not fail.'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ApiError, String(error));
  return error.failure;
}

describe('repeating a request', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  const through = (service: Service, random = 0, change: Partial<HttpRequest> = {}) =>
    settled(withPolicies(service, [repeat(() => random, Date.now, delay)]).send(request(change)));
  const lost = (code: string): Given => ({ problem: { kind: 'unreachable', code } });

  it('is done after half a second to a second, then after twice that, when the server gives no time', async () => {
    for (const [random, times] of [
      [0, [0, 500, 1500]],
      [1, [0, 1000, 3000]],
    ] as const) {
      const waits: number[] = [];
      const service = new Service({ status: 503 });
      const { status } = await through(service, random, { onWait: (ms) => waits.push(ms) });
      assert.equal(status, 503);
      assert.deepEqual(service.times, times);
      assert.deepEqual(waits, [times[1], times[2] - times[1]]);
    }
  });

  it('is done after the same times when the connection was lost', async () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'UNKNOWN']) {
      const service = new Service(lost(code));
      await assert.rejects(through(service), TransportError);
      assert.deepEqual(service.times, [0, 500, 1500], code);
    }
  });

  it('is not done where nothing would be otherwise the next time', async () => {
    const problems: TransportProblem[] = [
      { kind: 'unreachable', code: 'ECONNREFUSED' },
      { kind: 'unreachable', code: 'ENOTFOUND' },
      { kind: 'unreachable', code: 'CERT_HAS_EXPIRED' },
      { kind: 'tooLarge', limit: 1 },
      { kind: 'timeout', afterMs: 1 },
    ];
    for (const problem of problems) {
      const service = new Service({ problem }, {});
      await assert.rejects(through(service), TransportError);
      assert.equal(service.asked.length, 1, problem.kind);
    }
  });

  it('is done for throttling and failures of the server alone', async () => {
    const repeated: number[] = [];
    for (const status of [200, 302, 400, 401, 403, 404, 408, 409, 412, 429, 500, 501, 502, 503, 504, 505]) {
      const service = new Service({ status }, {});
      await through(service);
      if (service.asked.length > 1) repeated.push(status);
    }
    assert.deepEqual(repeated, [429, 500, 502, 503, 504]);
  });

  it('is done for nothing but reading', async () => {
    for (const method of ['POST', 'DELETE'] as const) {
      const throttled = new Service({ status: 429, headers: { 'retry-after': '1' } });
      assert.equal((await through(throttled, 0, { method })).status, 429);
      const broken = new Service(lost('ECONNRESET'));
      await assert.rejects(through(broken, 0, { method }), TransportError);
      assert.deepEqual([throttled.asked.length, broken.asked.length], [1, 1]);
    }
  });

  it('waits up to 15 seconds for Retry-After, and never less than it asks for', async () => {
    const after = async (seconds: string) => {
      const service = new Service({ status: 429, headers: { 'retry-after': seconds } }, {});
      await through(service);
      return service.times[1];
    };
    assert.equal(await after('15'), 15_025);
    assert.equal(await after('15.1'), undefined);
    assert.equal(await after('0'), 125);
    assert.equal(await after('soon'), 500);
  });

  it('ends in the middle of a wait when it is cancelled', async () => {
    for (const answer of [{ status: 503 }, lost('ECONNRESET')]) {
      const stop = new AbortController();
      const service = new Service(answer);
      const sent = through(service, 0, { signal: stop.signal });
      setTimeout(() => stop.abort(new Error('cancelled')), 100);
      await assert.rejects(sent, /cancelled/);
      assert.equal(service.asked.length, 1);
    }
  });
});

describe('a request that takes too long', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  const tokens: SilentTokens = {
    getToken: () => Promise.resolve({ value: 't1', account: 'x' }),
    renew: () => Promise.resolve(undefined),
  };
  const clientOf = (transport: Transport, own: SilentTokens = tokens): ReferralClient =>
    createReferralClient({ origin, tokens: own, transport, onCall: () => {}, random: () => 0 });

  it('tells how long an answer took, and when it came', async () => {
    const began = Date.now();
    const service = new Service({ body: '{"id":"a"}', afterMs: 12_000 });
    const { durationMs, receivedAt } = await settled(clientOf(service).get('a', { signal: never }));
    assert.deepEqual([durationMs, receivedAt], [12_000, began + 12_000]);
  });

  it('ends after 30 seconds without an answer', async () => {
    const failure = await failureOf(clientOf(new Service({ afterMs: Infinity })).get('a', { signal: never }));
    assert.deepEqual(failure, { kind: 'timeout', afterMs: 30_000 });
  });

  it('ends after 55 seconds in all, repeats and waits counted', async () => {
    const service = new Service({ status: 503, afterMs: 25_000 });
    const began = Date.now();
    const failure = await failureOf(clientOf(service).get('a', { signal: never }));
    assert.deepEqual(failure, { kind: 'timeout', afterMs: 55_000 });
    assert.equal(Date.now() - began >= 55_000, true);
    assert.deepEqual(service.times, [0, 25_500, 51_500]);
  });

  it('ends after 55 seconds when no token ever comes', async () => {
    const failure = await failureOf(
      clientOf(new Service({}), { ...tokens, getToken: () => new Promise(() => {}) }).get('a', { signal: never }),
    );
    assert.deepEqual(failure, { kind: 'timeout', afterMs: 55_000 });
  });

  it('ends after 55 seconds though a next page is asked for in two ways', async () => {
    const service = new Service({ status: 400, afterMs: 28_000 }, { afterMs: 29_000 });
    const failure = await failureOf(clientOf(service).list('abc' as SkipToken, { signal: never }));
    assert.deepEqual(failure, { kind: 'timeout', afterMs: 55_000 });
    assert.deepEqual(service.times, [0, 28_000]);
  });
});

describe('the record of an exchange', () => {
  const recordsOf = async (service: Service, change: Partial<HttpRequest>): Promise<CallRecord[]> => {
    const records: CallRecord[] = [];
    let time = 1000;
    const logged = withPolicies(service, [
      callLog(
        (record) => records.push(record),
        () => (time += 7),
      ),
    ]);
    await logged.send(request(change)).catch(() => {});
    return records;
  };

  it('has what both sides call it, how long it took and what came of it', async () => {
    const service = new Service({ status: 404, headers: { 'request-id': 'r-1' } });
    const headers = { 'client-request-id': 'c-1' };
    assert.deepEqual(await recordsOf(service, { method: 'POST', url: `${origin}/a/b?$filter=x&y=z`, headers }), [
      {
        method: 'POST',
        target: '/a/b?$filter=…&y=…',
        status: 404,
        problem: undefined,
        durationMs: 7,
        clientRequestId: 'c-1',
        requestId: 'r-1',
        serverTime: undefined,
      },
    ]);
    const timed = new Service({ headers: { date: 'Tue, 24 Nov 2026 12:00:00 GMT' } });
    const [record] = await recordsOf(timed, { url: `${origin}/a` });
    assert.equal(record?.serverTime, Date.parse('2026-11-24T12:00:00Z'));
  });

  it('has one word for whatever ended an exchange from our side', async () => {
    const records: CallRecord[] = [];
    const logged = withPolicies({ send: () => Promise.reject(new Error('secret')) }, [
      callLog((record) => records.push(record), Date.now),
    ]);
    await assert.rejects(logged.send(request()), /secret/);
    assert.deepEqual(
      records.map(({ problem, status }) => [problem, status]),
      [['cancelled', undefined]],
    );
  });

  it('has the reason instead of a status when no answer came', async () => {
    const given: [Given['problem'], string][] = [
      [{ kind: 'unreachable', code: 'ENOTFOUND' }, 'ENOTFOUND'],
      [{ kind: 'timeout', afterMs: 5 }, 'timeout'],
      [{ kind: 'tooLarge', limit: 5 }, 'tooLarge'],
    ];
    for (const [problem, told] of given) {
      const [record] = await recordsOf(new Service({ ...(problem && { problem }) }), { url: `${origin}/a` });
      assert.ok(record);
      const { target, status, durationMs, requestId } = record;
      assert.deepEqual([record.problem, target, status, durationMs, requestId], [told, '/a', undefined, 7, undefined]);
    }
  });
});

describe('the token of a request', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  const token = (value: string, account = 'maria'): AccessToken => ({ value, account });
  const sent = async (service: Service, renewed: AccessToken | Error | undefined, url = `${origin}/a`) => {
    const tokens: SilentTokens = {
      getToken: () => Promise.resolve(token('t1')),
      renew: () => (renewed instanceof Error ? Promise.reject(renewed) : Promise.resolve(renewed)),
    };
    return withPolicies(service, [bearerToken(origin, tokens)]).send(request({ url, headers: { accept: 'a/b' } }));
  };
  const authorizations = (service: Service) => service.asked.map((each) => each.request.headers['authorization']);

  it('goes to its origin alone, port and scheme included', async () => {
    for (const elsewhere of [
      'https://evil.example/a',
      'http://api.partner.microsoft.com/a',
      'https://api.partner.microsoft.com:8443/a',
      'https://api.partner.microsoft.com.evil.example/a',
    ]) {
      const service = new Service({});
      await assert.rejects(sent(service, undefined, elsewhere), /must not leave its origin/);
      assert.equal(service.asked.length, 0);
    }
  });

  it('stands beside the other headers', async () => {
    const service = new Service({});
    await sent(service, undefined);
    assert.deepEqual(service.asked[0]?.request.headers, { accept: 'a/b', authorization: 'Bearer t1' });
  });

  it('is renewed for a 401 alone', async () => {
    for (const status of [200, 400, 403, 404, 500]) {
      const service = new Service({ status }, {});
      assert.equal((await sent(service, token('t2'))).status, status);
      assert.deepEqual(authorizations(service), ['Bearer t1']);
    }
    const refused = new Service({ status: 401 }, {});
    assert.equal((await sent(refused, token('t2'))).status, 200);
    assert.deepEqual(authorizations(refused), ['Bearer t1', 'Bearer t2']);
  });

  it('is never another account’s', async () => {
    const service = new Service({ status: 401 });
    assert.equal((await sent(service, token('t2', 'omar'))).status, 401);
    assert.deepEqual(authorizations(service), ['Bearer t1']);
  });

  it('that can’t be renewed ends the request with the source’s reason', async () => {
    const failure = await failureOf(sent(new Service({ status: 401 }), new Error('no network')));
    assert.deepEqual(failure, { kind: 'noToken', reason: 'no network' });
  });
});
