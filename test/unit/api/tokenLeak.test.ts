import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createReferralClient, type ReferralClient } from '../../../src/api/client.ts';
import { ApiError } from '../../../src/api/failure.ts';
import { nodeFetchTransport } from '../../../src/api/nodeFetchTransport.ts';
import { bearerToken } from '../../../src/api/policies/bearerToken.ts';
import type { CallRecord } from '../../../src/api/policies/callLog.ts';
import { explain, inOneLine } from '../../../src/services/connection/explain/explanation.ts';
import { SandboxConnection } from '../../../src/services/connection/sandboxConnection.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const person = 'maria@contoso.example';
const token = ['{"alg":"none"}', JSON.stringify({ upn: person, scp: 'user_impersonation' }), 'signature-of-the-token']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');
const never = new AbortController().signal;

/** A server that records its requests. */
class Site {
  readonly seen: { url: string; authorization: string | undefined }[] = [];
  answer: RequestListener = (_request, response) => response.writeHead(500).end();
  readonly #server: Server = createServer((request, response) => {
    this.seen.push({ url: request.url ?? '', authorization: request.headers.authorization });
    this.answer(request, response);
  });

  async open(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  json(body: unknown, status = 200): void {
    this.answer = (_request, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

describe('The token', () => {
  let api: Site;
  let other: Site;
  let client: ReferralClient;
  let calls: CallRecord[];
  beforeEach(async () => {
    [api, other] = await Promise.all([new Site().open(), new Site().open()]);
    calls = [];
    const own = { value: token, account: person };
    client = createReferralClient({
      origin: api.origin,
      tokens: { getToken: () => Promise.resolve(own), renew: () => Promise.resolve(own) },
      transport: nodeFetchTransport,
      onCall: (call) => calls.push(call),
      random: () => 0,
    });
  });
  afterEach(async () => {
    // The other server gets no request, and the API gets only requests to its own paths.
    assert.deepEqual(other.seen, []);
    for (const { url, authorization } of api.seen) {
      assert.match(url, /^\/v1\.0\/engagements\/referrals[/?]/);
      assert.equal(authorization, `Bearer ${token}`);
    }
    const written = inspect(calls, { depth: 9 });
    assert.ok(!written.includes(token) && !written.includes('@'));
    await Promise.all([api.close(), other.close()]);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`does not follow a redirect (${String(status)}), to no host, port, scheme or path`, async () => {
      const targets = [
        other.origin,
        `http://localhost:${String(other.port)}/`,
        `${api.origin}/elsewhere`,
        `//127.0.0.1:${String(other.port)}`,
        `https://127.0.0.1:${String(other.port)}`,
      ];
      for (const location of targets) {
        api.answer = (_request, response) => response.writeHead(status, { location }).end();
        await assert.rejects(client.get(id, { signal: never }), (error) => {
          assert.ok(error instanceof ApiError);
          return error.failure.kind === 'redirected';
        });
      }
      assert.equal(api.seen.length, targets.length);
    });
  }

  it('does not follow the links of an answer: nextLink gives its token only, and links are data', async () => {
    const path = '/v1.0/engagements/referrals?$skiptoken=abc';
    for (const origin of [
      other.origin,
      `http://localhost:${String(other.port)}`,
      `http://u:p@127.0.0.1:${String(other.port)}`,
    ]) {
      const uri = `${origin}/x`;
      api.json({ '@odata.nextLink': origin + path, '@odata.context': uri, value: [{ id, links: { self: { uri } } }] });
      const page = await client.list(undefined, { signal: never });
      assert.ok(page.next.kind === 'more');
      await client.list(page.next.token, { signal: never });
    }
    assert.deepEqual(
      api.seen.filter(({ url }) => url.includes('skiptoken')).map(({ url }) => url),
      [path, path, path],
    );
  });

  it('goes to no other address than its own, whoever asks', async () => {
    const policy = bearerToken('https://api.partner.microsoft.com', {
      getToken: () => assert.fail('It was asked for.'),
      renew: () => assert.fail('It was asked for.'),
    });
    const addresses = [
      'http://api.partner.microsoft.com/',
      'https://api.partner.microsoft.com:8443/',
      'https://api.partner.microsoft.com.evil.example/',
      'https://api.partner.microsoft.com@evil.example/',
      'https://evil.example/?https://api.partner.microsoft.com/',
      'https://api.partnercenter.microsoft.com/',
    ];
    for (const url of addresses) {
      const request = { method: 'GET', url, headers: {}, signal: never } as const;
      await assert.rejects(
        policy.send(request, () => assert.fail('It was sent.')),
        /must not leave its origin/,
      );
    }
  });

  it('is in nothing that is told about a refusal, nor is whose it is', async () => {
    for (const status of [400, 401, 403, 404, 500]) {
      const message = `${person} sent Bearer ${token}`;
      api.json({ error: { code: token, message, innerError: { code: 'accessDenied', message } } }, status);
      await assert.rejects(client.get(id, { signal: never }), (error) => {
        assert.ok(error instanceof ApiError);
        const line = inOneLine(explain(error.failure, 'partner-center'));
        assert.ok(!line.includes(token) && !line.includes(person), line);
        assert.ok(!(error.stack ?? '').includes(token));
        return true;
      });
    }
  });
});

describe('A sandbox at an address of the settings', () => {
  it('gets the fixed token, and nothing else is asked for one', async () => {
    const site = await new Site().open();
    try {
      site.json({ value: [] });
      const connection = new SandboxConnection(
        () => ({ url: site.origin, port: 0, seedFile: '' }),
        () => undefined,
      );
      await (await connection.client()).list(undefined, { signal: never });
      assert.deepEqual(
        site.seen.map(({ authorization }) => authorization),
        ['Bearer sandbox-admin'],
      );
      connection.dispose();
    } finally {
      await site.close();
    }
  });
});
