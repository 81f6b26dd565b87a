import assert from 'node:assert/strict';
import { ApiError, type Failure } from '../../../src/api/failure.ts';
import { bearerToken } from '../../../src/api/policies/bearerToken.ts';
import { repeat } from '../../../src/api/policies/repeat.ts';
import { withPolicies, type HttpRequest, type Transport } from '../../../src/api/transport.ts';
import {
  AccountChangedError,
  TokenUnavailableError,
  type AccessToken,
  type SilentTokens,
} from '../../../src/auth/tokens.ts';

const origin = 'https://api.partner.microsoft.com';

describe('A request whose account is no longer in use', () => {
  let asked: HttpRequest[];
  /** Returns the status of the response, or the kind of failure. */
  const send = async (
    method: 'GET' | 'POST',
    getToken: () => Promise<AccessToken>,
    answer: () => number = () => 200,
  ): Promise<number | Failure> => {
    const tokens: SilentTokens = { getToken, renew: getToken };
    const service: Transport = {
      send: async (request) => {
        asked.push(request);
        return { status: answer(), header: () => undefined, body: '' };
      },
    };
    // Retries don't wait, but end if they are aborted.
    const wait = (_ms: number, signal: AbortSignal): Promise<void> =>
      Promise.resolve().then(() => signal.throwIfAborted());
    const api = withPolicies(service, [bearerToken(origin, tokens), repeat(() => 0, Date.now, wait)]);
    const request = { method, url: `${origin}/a`, headers: {}, signal: new AbortController().signal };
    try {
      return (await api.send(request)).status;
    } catch (error) {
      assert.ok(error instanceof ApiError, String(error));
      return error.failure;
    }
  };
  const tokenUntil = (superseded: AbortSignal) => (): Promise<AccessToken> =>
    Promise.resolve({ value: 't', account: 'maria', superseded });
  beforeEach(() => (asked = []));

  it('is not sent', async () => {
    for (const method of ['GET', 'POST'] as const) {
      assert.deepEqual(await send(method, tokenUntil(AbortSignal.abort())), { kind: 'cancelled' });
    }
    assert.equal(asked.length, 0);
  });

  it('is not repeated, as it is while the account is in use', async () => {
    const account = new AbortController();
    assert.equal(await send('GET', tokenUntil(account.signal), () => (asked.length === 1 ? 503 : 200)), 200);
    assert.equal(asked.length, 2);
    asked = [];
    const leave = (): number => {
      account.abort();
      return 503;
    };
    assert.deepEqual(await send('GET', tokenUntil(account.signal), leave), { kind: 'cancelled' });
    assert.equal(asked.length, 1);
    assert.ok(asked[0]?.signal.aborted);
  });

  it('is not cut off when it is a write that was sent', async () => {
    const account = new AbortController();
    const leave = (): number => {
      account.abort();
      return 201;
    };
    assert.equal(await send('POST', tokenUntil(account.signal), leave), 201);
    assert.ok(!asked[0]?.signal.aborted);
  });

  it('ends without a message when the account changed while it waited for its token', async () => {
    assert.deepEqual(await send('GET', () => Promise.reject(new AccountChangedError())), { kind: 'cancelled' });
  });

  it('is told apart from one whose account has no token now', async () => {
    const offline = new TokenUnavailableError({ kind: 'notRenewable' }, { cause: new Error('no network') });
    assert.deepEqual(await send('GET', () => Promise.reject(offline)), { kind: 'notRenewable', reason: 'no network' });
    const because = { kind: 'otherAccount', tool: 'Azure CLI', account: 'omar' } as const;
    assert.deepEqual(await send('GET', () => Promise.reject(new TokenUnavailableError(because))), because);
  });
});
