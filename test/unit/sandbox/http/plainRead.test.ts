import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createSandbox, type SandboxOptions } from '../../../../src/sandbox/http/createSandbox.ts';
import { readPlainly, type PlainRead } from '../../../../src/sandbox/http/plainRead.ts';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { collection, noon } from '../client.ts';

const seed = JSON.stringify([
  { id: 'Deal-1', name: 'Zürich', eTag: '"1"', details: { dealValue: 1 }, team: [{ email: 'mia@contoso.example' }] },
]);

function plain(given: Partial<PlainRead> = {}): PlainRead {
  const { id = 'Deal-1' } = given;
  const target = `${collection}/${id}`;
  return { id, target, authorization: 'Bearer sandbox-admin', clientRequestId: null, userAgent: '', ...given };
}

describe('A plain read of a referral', () => {
  const changing = new Set(['request-id', 'timestamp', 'content-length']);
  const compared = (headers: Iterable<[string, string]>): unknown =>
    Object.fromEntries([...headers].filter(([name]) => !changing.has(name)).sort());

  for (const [what, read] of [
    ['by an admin', plain()],
    ['in another case', plain({ id: 'DEAL-1' })],
    ['with a client-request-id', plain({ clientRequestId: 'abc' })],
    ['with a User-Agent', plain({ userAgent: 'crm-sync/2.1' })],
    ['by a member of the team', plain({ authorization: 'bearer sandbox-user:Mia@contoso.example' })],
  ] as const) {
    it(`is answered and listed as fetch does it ${what}`, async () => {
      const sandbox = createSandbox({ seed, now: () => noon });
      const { authorization, clientRequestId, userAgent, target } = read;
      const headers = {
        authorization,
        ...(clientRequestId !== null && { 'client-request-id': clientRequestId }),
        ...(userAgent !== '' && { 'user-agent': userAgent }),
      };
      const usual = await sandbox.fetch(new Request(`http://127.0.0.1${target}`, { headers }));
      const own = sandbox.read(read);
      assert.ok(own);
      assert.equal(own.body, await usual.text());
      assert.deepEqual(compared(Object.entries(own.headers)), compared(usual.headers));
      assert.equal(own.headers['content-length'], String(Buffer.byteLength(own.body)));
      const calls = await sandbox.fetch(new Request('http://127.0.0.1/_sandbox/calls'));
      const listed = ((await calls.json()) as { calls: Record<string, unknown>[] }).calls;
      const [first, second] = listed.map(({ requestId: _id, 'request-id': _other, duration, ...rest }) => ({
        ...rest,
        hasDuration: typeof duration === 'number',
      }));
      assert.deepEqual(second, first);
      assert.equal(listed[1]?.['requestId'], own.headers['request-id']);
    });
  }

  for (const [what, read, options] of [
    ['without a valid token', plain({ authorization: 'Bearer x' }), {}],
    ['by a caller without a role', plain({ authorization: 'Bearer sandbox-no-role' }), {}],
    ['by somebody who is not on the team', plain({ authorization: 'Bearer sandbox-user:x@contoso.example' }), {}],
    ['of a referral that there is not', plain({ id: 'Deal-2' }), {}],
    ['in a space that has not begun', plain({ authorization: 'Bearer sandbox-admin@new' }), {}],
    ['while bodies are recorded', plain(), { recordBodies: true }],
    ['while pages of an origin may call', plain(), { cors: 'http://localhost:5173' }],
  ] as [string, PlainRead, SandboxOptions][]) {
    it(`is left to fetch ${what}, and not listed`, async () => {
      const sandbox = createSandbox({ seed, ...options });
      assert.equal(sandbox.read(read), undefined);
      const calls = await sandbox.fetch(new Request('http://127.0.0.1/_sandbox/calls'));
      assert.deepEqual(((await calls.json()) as { calls: unknown[] }).calls, []);
    });
  }

  it('is left to fetch while a fault is armed, and uses none up', async () => {
    const sandbox = createSandbox({ seed });
    const control = (method: string, body?: string): Promise<Response> =>
      sandbox.fetch(new Request('http://127.0.0.1/_sandbox/faults', { method, ...(body !== undefined && { body }) }));
    await control('POST', '{"status":503}');
    assert.equal(sandbox.read(plain()), undefined);
    const { faults } = (await (await control('GET')).json()) as { faults: unknown[] };
    assert.equal(faults.length, 1);
    await control('DELETE');
    assert.ok(sandbox.read(plain()));
  });

  const asReceived = (url: string, headers: Record<string, string>, method = 'GET'): IncomingMessage => {
    const all = { Host: 'here', Authorization: 'Bearer sandbox-admin', ...headers };
    return { method, url, rawHeaders: Object.entries(all).flat() } as unknown as IncomingMessage;
  };
  const isHere = (host: string): boolean => host === 'here';

  it('is recognized with the headers of usual clients', () => {
    const headers = { 'User-Agent': 'x', Accept: '*/*', Connection: 'keep-alive', 'Client-Request-Id': 'abc' };
    const found = readPlainly(asReceived(`${collection}/Deal-1`, headers), isHere);
    assert.deepEqual(found, plain({ clientRequestId: 'abc', userAgent: 'x' }));
  });

  for (const [what, received] of [
    ['another method', asReceived(`${collection}/1`, {}, 'HEAD')],
    ['a query', asReceived(`${collection}/1?$select=id`, {})],
    ['an escape', asReceived(`${collection}/%31`, {})],
    ['another address', asReceived('/v1.0/referrals/1', {})],
    ['another host', asReceived(`${collection}/1`, { Host: 'there' })],
    ['another Accept', asReceived(`${collection}/1`, { Accept: 'application/xml' })],
    ['Origin', asReceived(`${collection}/1`, { Origin: 'http://there' })],
    ['a body', asReceived(`${collection}/1`, { 'Content-Length': '2' })],
    ['a second token', asReceived(`${collection}/1`, { authorization: 'Bearer x' })],
  ] as const) {
    it(`is not what a request with ${what} is`, () => {
      assert.equal(readPlainly(received, isHere), undefined);
    });
  }
});

describe('A server after a plain read', () => {
  let served: ServedSandbox;
  before(async () => {
    served = await serveSandbox({ seed });
  });
  after(() => served.close());

  const get = async (headers: Record<string, string> = {}): Promise<IncomingMessage> => {
    const all = { Authorization: 'Bearer sandbox-admin', ...headers };
    const sent = request(`${served.url}${collection}/Deal-1`, { headers: all }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    return response;
  };

  for (const [what, headers, status] of [
    ['answers the same again', {}, 200],
    ['still refuses other hosts', { Host: 'there.example' }, 421],
    ['still refuses pages of other origins', { Origin: 'http://there.example' }, 403],
    ['still refuses other tokens', { Authorization: 'Bearer x' }, 401],
    ['still refuses other media types', { Accept: 'application/xml' }, 406],
  ] as const) {
    it(what, async () => {
      const first = await get();
      const second = await get(headers);
      assert.deepEqual([first.statusCode, second.statusCode], [200, status]);
      if (status === 200) assert.equal(second.headers['content-length'], first.headers['content-length']);
    });
  }
});
