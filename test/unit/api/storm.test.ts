import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { bearerToken } from '../../../src/api/policies/bearerToken.ts';
import { withPolicies, type HttpRequest, type Transport } from '../../../src/api/transport.ts';
import type { AccessToken, SilentTokens } from '../../../src/auth/tokens.ts';

const origin = 'https://api.partner.microsoft.com';
const request = (): HttpRequest => ({
  method: 'GET',
  url: `${origin}/v1.0/engagements/referrals`,
  headers: {},
  signal: new AbortController().signal,
});

/** A token source whose renewals end when the test releases them. */
class Source implements SilentTokens {
  current = 't1';
  renewals = 0;
  next: string | Error = 't2';
  #renewed: (() => void)[] = [];

  getToken = (): Promise<AccessToken> => Promise.resolve({ value: this.current, account: 'maria' });

  renew = async (): Promise<AccessToken> => {
    this.renewals++;
    await new Promise<void>((resolve) => this.#renewed.push(resolve));
    if (this.next instanceof Error) throw this.next;
    this.current = this.next;
    return this.getToken();
  };

  finish(): void {
    for (const resolve of this.#renewed.splice(0)) resolve();
  }
}

/** A service that accepts one token. Each response waits until the test releases it. */
class Service implements Transport {
  good = 't2';
  readonly seen: string[] = [];
  #waiting: (() => void)[] = [];
  #arrived: (() => void) | undefined;

  send = async ({ headers }: HttpRequest) => {
    const token = (headers['authorization'] ?? '').replace('Bearer ', '');
    this.seen.push(token);
    this.#arrived?.();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return { status: token === this.good ? 200 : 401, header: () => undefined, body: '' };
  };

  /** Resolves when `count` requests are waiting for a response. */
  async waiting(count: number): Promise<void> {
    while (this.#waiting.length < count) {
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    }
  }

  answer(count = Infinity): void {
    for (const resolve of this.#waiting.splice(0, count)) resolve();
  }
}

describe('A hundred requests that are refused together', () => {
  let source: Source;
  let service: Service;
  let api: Transport;
  beforeEach(() => {
    source = new Source();
    service = new Service();
    api = withPolicies(service, [bearerToken(origin, source)]);
  });
  const hundred = () => Array.from({ length: 100 }, () => api.send(request()));

  it('cause one renewal, and one repeat each', async () => {
    const answers = hundred();
    await service.waiting(100);
    service.answer();
    await settled();
    assert.equal(source.renewals, 1);
    source.finish();
    await service.waiting(100);
    service.answer();
    assert.ok((await Promise.all(answers)).every(({ status }) => status === 200));
    assert.equal(source.renewals, 1);
    assert.equal(service.seen.length, 200);
  });

  it('also when some refusals come after the renewal is over', async () => {
    const answers = hundred();
    await service.waiting(100);
    service.answer(60);
    await settled();
    source.finish();
    await settled();
    service.answer();
    await settled();
    service.answer();
    await settled();
    service.answer();
    assert.ok((await Promise.all(answers)).every(({ status }) => status === 200));
    assert.equal(source.renewals, 1);
  });

  it('stop when the new token is refused too, with the refusal: 200 requests, one renewal', async () => {
    service.good = 'none';
    const answers = hundred();
    await service.waiting(100);
    service.answer();
    await settled();
    source.finish();
    await service.waiting(100);
    service.answer();
    assert.ok((await Promise.all(answers)).every(({ status }) => status === 401));
    assert.deepEqual([source.renewals, service.seen.length], [1, 200]);
  });

  it('are told alike when the renewal fails, and a later request may renew again', async () => {
    source.next = new Error('offline');
    const answers = hundred().map((answer) => answer.catch((error: unknown) => String(error)));
    await service.waiting(100);
    service.answer();
    await settled();
    source.finish();
    assert.deepEqual(new Set(await Promise.all(answers)), new Set(['ApiError: noToken']));
    source.next = 't2';
    const later = api.send(request());
    await service.waiting(1);
    service.answer();
    await settled();
    source.finish();
    await service.waiting(1);
    service.answer();
    assert.equal((await later).status, 200);
    assert.equal(source.renewals, 2);
  });

  it('a cancelled one leaves at once, and the others get their token', async () => {
    const stop = new AbortController();
    const cancelled = api.send({ ...request(), signal: stop.signal }).catch(() => 'left');
    await service.waiting(1);
    const other = api.send(request());
    await service.waiting(2);
    service.answer();
    await settled();
    stop.abort();
    assert.equal(await cancelled, 'left');
    source.finish();
    await service.waiting(1);
    service.answer();
    assert.equal((await other).status, 200);
    assert.equal(source.renewals, 1);
  });
});
