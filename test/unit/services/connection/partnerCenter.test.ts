import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { ApiError } from '../../../../src/api/failure.ts';
import { partnerCenter, partnerCenterOrigin } from '../../../../src/services/connection/partnerCenter.ts';

const id = 'c0ffee00-0000-4000-8000-000000000001';
const never = new AbortController().signal;

describe('The connection to Partner Center', () => {
  const asked: string[] = [];
  const server = http.createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(429, { 'retry-after': '60' }).end('{}');
  });
  const { request } = https;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // Nothing leaves this machine.
    const local = (url: string, options: https.RequestOptions): http.ClientRequest => {
      assert.equal(new URL(url).origin, partnerCenterOrigin);
      return http.request(`http://127.0.0.1:${port}${new URL(url).pathname}`, { ...options, agent: undefined });
    };
    Object.assign(https, { request: local });
  });
  after(() => {
    Object.assign(https, { request });
    server.close();
  });

  it('sends no call again before the time that the server named', async () => {
    const token = async () => ({ value: 't', account: 'x' });
    const tokens = { getToken: token, renew: token };
    const client = await partnerCenter(
      tokens,
      async () => true,
      () => undefined,
    ).client();
    for (const which of ['first', 'again']) {
      await assert.rejects(client.get(id, { signal: never }), ApiError, which);
    }
    assert.deepEqual(asked, [`GET /v1.0/engagements/referrals/${id}`]);
    await assert.rejects(client.get(id.replace('1', '2'), { signal: never }));
    assert.equal(asked.length, 2);
  });
});
