import assert from 'node:assert/strict';
import { Client, collection, type Answer } from '../client.ts';
import { create, example, patch, patchOf } from '../writes.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const reason = patchOf({ '/statusReason': 'x' });

/** True if the fault with this path happens to a call. */
async function meets(path: string, target: string): Promise<boolean> {
  const client = new Client({ seed: '[]' });
  assert.equal((await client.fault({ path, status: 502 })).status, 201);
  return (await client.get(target)).status === 502;
}

describe('The path of a fault', () => {
  const cases: [pattern: string, target: string, meets: boolean][] = [
    ['/v1.0/engagements/referrals$', collection, true],
    ['referrals$', `${collection}?$top=1`, true],
    ['referrals$', `${collection}/${id}`, false],
    ['/referrals/*', `${collection}/${id}`, true],
    ['/referrals/*', collection, false],
    ['/v1*0b6f4f1c2e77$', `${collection}/${id}`, true],
    ['/v1*/referrals*$', `${collection}/${id}//`, true],
    ['*', collection, true],
    ['/*/*/*/*$', `${collection}/${id}`, true],
    ['a*a$', '/a', false],
    ['aba*ba$', '/aba', false],
    ['top=1', `${collection}?$top=1`, false],
    ['?$top=1', `${collection}?$top=1`, true],
    ['?*top=1', `${collection}?$filter=x&$top=1`, true],
    ['referrals?*$', `${collection}?$top=1`, true],
    ['?$top=1$', `${collection}?$top=10`, false],
    ['?$top=1$', `${collection}?%24top=1`, true],
    ['$top=1', `${collection}?$top=1`, true],
    ['referrals$top', `${collection}?$top=1`, false],
    ['$', collection, false],
    ['.', '/v100/engagements/referrals', false],
    ['a+b', `${collection}/a%2Bb`, true],
    ['a+b', `${collection}/a+b`, true],
    ['a%2Bb', `${collection}/a+b`, true],
    ['a+b', `${collection}/a%20b`, false],
    ['a b', `${collection}/a+b`, false],
    ['/a+b?$select=a+b$', `${collection}/a+b?$select=a%20b`, true],
    ['/a+b?*a+b$', `${collection}/a%2Bb?$select=a%20b`, true],
    ['?*a+b$', `${collection}/a?$select=a%2Bb`, false],
    ['$select=a+b', `${collection}/a?$select=a%20b`, true],
  ];
  for (const [pattern, target, expected] of cases) {
    it(`${pattern} ${expected ? 'meets' : 'does not meet'} ${target}`, async () => {
      assert.equal(await meets(pattern, target), expected);
    });
  }
});

describe('A fault of one caller or call', () => {
  it('happens to nobody else', async () => {
    const client = new Client({ seed: '{"id":"a","team":[{"email":"a@x.example"}]}' });
    await client.fault({ caller: 'user A@x.example', status: 502 });
    await client.fault({ clientRequestId: 'mine', status: 504 });
    assert.equal((await client.list()).status, 200);
    assert.equal((await client.get(collection, { 'client-request-id': 'other' })).status, 200);
    client.token = 'sandbox-user:a@x.example';
    assert.deepEqual([(await client.list()).status, (await client.list()).status], [502, 200]);
    assert.equal((await client.get(collection, { 'client-request-id': 'MINE' })).status, 504);
  });
});

describe('A fault of a method or a caller that there is not', () => {
  it('is refused with the one that was meant', async () => {
    const client = new Client();
    for (const [fault, message] of [
      [{ method: 'PTCH' }, /^"method" of a fault must be GET, POST, .* in any case\. Did you mean "PATCH"\?$/],
      [{ method: '*' }, /^"method" of a fault must be GET, .* in any case\.$/],
      [{ method: '' }, /"method"/],
      [{ method: 5 }, /"method"/],
      [{ caller: 'admn' }, /^"caller" of a fault must be admin, user <e-mail>, .*\. Did you mean "admin"\?$/],
      [{ caller: 'sandbox-admin' }, /Did you mean "admin"\?$/],
      [{ caller: 'sandbox-user@left:mia@contoso.example' }, /Did you mean "user mia@contoso\.example"\?$/],
      [{ caller: 'mia@contoso.example' }, /Did you mean "user mia@contoso\.example"\?$/],
      [{ caller: 'usr mia@contoso.example' }, /Did you mean "user mia@contoso\.example"\?$/],
      [{ caller: 'anonymus' }, /Did you mean "anonymous"\?$/],
      [{ caller: 'user ' }, /"caller"/],
      [{ caller: 'zzz' }, /unknown token\.$/],
      [{ caller: null }, /"caller"/],
    ] as const) {
      const { status, json } = await client.fault({ ...fault, status: 500 });
      assert.equal(status, 400, JSON.stringify(fault));
      assert.match(json.error.message, message);
      assert.equal(json.error.target, Object.keys(fault)[0]);
    }
    for (const method of ['GET', 'get', 'Patch', 'HEAD', 'options']) {
      assert.equal((await client.fault({ method, status: 500 })).status, 201, method);
    }
  });

  it('is taken for each caller that the list of calls can have', async () => {
    const client = new Client({ seed: '[]' });
    const tokens = ['admin', 'user:mia@contoso.example', 'user:mia', 'app', 'no-mfa', 'no-role', 'nobody'];
    for (const token of tokens) {
      client.token = `sandbox-${token}`;
      await client.list();
    }
    await client.sandbox.fetch(new Request(`http://127.0.0.1${collection}`));
    const { calls } = (await client.get('/_sandbox/calls')).json;
    assert.equal(calls.length, tokens.length + 1);
    for (const { caller } of calls) {
      assert.equal((await client.fault({ caller, status: 500 })).status, 201, caller);
      assert.equal((await client.fault({ caller: caller.toUpperCase(), status: 500 })).status, 201, caller);
      const found = await client.get(`/_sandbox/calls?caller=${encodeURIComponent(caller)}`);
      assert.equal(found.json.calls.length, 1, caller);
    }
  });
});

describe('Armed faults', () => {
  it('are listed with how often they will still happen', async () => {
    const client = new Client();
    await client.fault({ status: 503, times: 3 });
    await client.fault({ path: 'x$', times: 0, delayMs: 1 });
    await client.list();
    assert.deepEqual((await client.get('/_sandbox/faults')).json.faults, [
      { status: 503, times: 3, left: 2 },
      { path: 'x$', times: 0, delayMs: 1, left: null },
    ]);
    await client.list();
    await client.list();
    assert.deepEqual(
      (await client.get('/_sandbox/faults')).json.faults.map(({ left }: { left: number }) => left),
      [null],
    );
  });

  it('happen for ever with times 0', async () => {
    const client = new Client({ seed: '[]' });
    await client.fault({ status: 503, times: 0 });
    for (let count = 0; count < 100; count++) assert.equal((await client.list()).status, 503);
    await client.send('DELETE', '/_sandbox/faults');
    assert.equal((await client.list()).status, 200);
  });

  it('do not contradict themselves', async () => {
    const client = new Client();
    for (const [fault, message] of [
      [{ malformed: true, body: 'x' }, /"malformed" damages the normal body/],
      [{ disconnect: true, status: 500 }, /"disconnect".*"status"/],
      [{ disconnect: true, body: null }, /"disconnect".*"body"/],
      [{ disconnect: true, cutAfter: 5 }, /"disconnect".*"cutAfter"/],
      [{ disconnect: true, malformed: true }, /"disconnect".*"malformed"/],
      [{ disconnect: true, headers: { a: 'b' } }, /"disconnect".*"headers"/],
      [{ status: 204, body: 'x' }, /204 has no body/],
      [{ status: 304, malformed: true }, /304 has no body for "malformed"/],
      [{ status: 204, cutAfter: 1 }, /204 has no body for "cutAfter"/],
      [{ applyFirst: true }, /"applyFirst" needs what happens afterwards/],
      [{ applyFirst: true, times: 2 }, /"applyFirst" needs/],
      [{ times: 2 }, /does nothing/],
      [{ disconnect: false }, /does nothing/],
      [{ cutAfter: -1 }, /whole number of bytes/],
      [{ cutAfter: 1.5 }, /whole number of bytes/],
      [{ status: 500, caller: '' }, /"caller"/],
      [{ status: 500, applyFirst: 1 }, /"applyFirst" of a fault must be a boolean/],
    ] as const) {
      const { status, json } = await client.fault(fault);
      assert.equal(status, 400, JSON.stringify(fault));
      assert.match(json.error.message, message);
    }
    assert.deepEqual((await client.get('/_sandbox/faults')).json.faults, []);
    assert.equal((await client.fault({ disconnect: true, malformed: false, delayMs: 0 })).status, 201);
  });
});

describe('A fault after the write', () => {
  const post = (client: Client): Promise<Answer> => client.send('POST', collection, example('createPrivateDeal'));
  const faults: [name: string, fault: object, happens: (write: Promise<Answer>) => Promise<void>][] = [
    ['a status', { status: 503 }, async (write) => assert.equal((await write).status, 503)],
    ['a lost connection', { disconnect: true }, (write) => assert.rejects(write, TypeError)],
    ['damage', { malformed: true }, async (write) => assert.equal((await write).json, undefined)],
  ];
  for (const [name, fault, happens] of faults) {
    it(`is ${name} although the write is done, which it is not without applyFirst`, async () => {
      const client = new Client({ seed: '[]' });
      await client.fault({ ...fault, applyFirst: true });
      await happens(post(client));
      assert.equal((await client.all()).length, 1);
      await client.fault(fault);
      await happens(post(client));
      assert.equal((await client.all()).length, 1);
    });
  }

  it('is a delay that its client did not wait for', async () => {
    const client = new Client();
    const { id: deal } = await create(client);
    await client.fault({ applyFirst: true, delayMs: 600_000 });
    const giveUp = new AbortController();
    const headers = { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' };
    const init = { method: 'PATCH', headers, body: JSON.stringify(reason), signal: giveUp.signal };
    const late = client.sandbox.fetch(new Request(`http://127.0.0.1${collection}/${deal}`, init));
    while ((await client.referral(deal)).json.statusReason !== 'x') continue;
    giveUp.abort();
    await late;
    const { calls } = (await client.get('/_sandbox/calls?method=PATCH')).json;
    assert.deepEqual([calls[0].status, calls[0].aborted], [null, true]);
  });

  it('happens to a refused write, too', async () => {
    const client = new Client({ seed: '{"id":"a"}' });
    await client.fault({ applyFirst: true, status: 500 });
    assert.equal((await patch(client, 'a', reason, { 'If-Match': '"old"' })).status, 500);
    assert.equal((await client.referral('a')).json.statusReason, undefined);
  });
});

describe('A cut', () => {
  it('sends so many bytes of the body, and the length of all of it', async () => {
    const client = new Client({ seed: '{"id":"a"}' });
    await client.fault({ cutAfter: 4 });
    const request = new Request(`http://127.0.0.1${collection}/a`, {
      headers: { Authorization: 'Bearer sandbox-admin' },
    });
    const response = await client.sandbox.fetch(request);
    assert.deepEqual([response.status, response.headers.get('content-length')], [200, '10']);
    const reader = response.body?.getReader();
    assert.equal(Buffer.from((await reader?.read())?.value ?? []).toString(), '{"id');
    await assert.rejects(reader!.read(), TypeError);
  });

  it('of more bytes than there are is none', async () => {
    const client = new Client({ seed: '{"id":"a"}' });
    await client.fault({ cutAfter: 10 });
    assert.equal((await client.referral('a')).text, '{"id":"a"}');
    await client.fault({ cutAfter: 0 });
    assert.equal((await patch(client, 'a', reason)).status, 204);
  });
});
