import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { serveSandbox, type ServedSandbox } from '../../../src/sandbox/http/serveSandbox.ts';

const headers = { Authorization: 'Bearer sandbox-admin' };
const path = '/v1.0/engagements/referrals';

describe('The served sandbox', () => {
  let sandbox: ServedSandbox;
  beforeEach(async () => {
    sandbox = await serveSandbox();
  });
  afterEach(() => sandbox.close());

  it('answers on 127.0.0.1', async () => {
    const response = await fetch(sandbox.url + path, { headers });
    assert.equal(sandbox.url, `http://127.0.0.1:${sandbox.port}`);
    assert.equal(response.status, 200);
    assert.match(await (await fetch(sandbox.url)).text(), /sandbox-user:&lt;e-mail>/);
  });

  it('refuses other host names', async () => {
    const status = await new Promise((resolve, reject) => {
      request(sandbox.url + path, { headers: { ...headers, Host: 'rebound.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 421);
  });

  it('answers under the names of Microsoft, and finds that of the sibling API', async () => {
    for (const Host of ['api.partner.microsoft.com', 'api.partnercenter.microsoft.com']) {
      const status = await new Promise((resolve, reject) => {
        const call = request(sandbox.url + path, { headers: { ...headers, Host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        call.on('error', reject).end();
      });
      assert.equal(status, 200);
    }
    const { findings } = (await (await fetch(`${sandbox.url}/_sandbox/findings`)).json()) as {
      findings: { rule: string; count: number }[];
    };
    assert.equal(findings.find(({ rule }) => rule === 'wrong-address')?.count, 1);
  });

  it('refuses other host names behind a request target with ours', async () => {
    const socket = connect(sandbox.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.write(`GET ${sandbox.url}/_sandbox/health HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
    assert.match(answer, /^HTTP\/1\.1 421 /);
    assert.match(answer, /answers only to 127\.0\.0\.1, .*\. Add a name with --host and --allow-host\./);
  });

  it('lists the path of a call as it came', async () => {
    const target = `${path}/../referrals/x%2F?a=%27'`;
    const socket = connect(sandbox.port, '127.0.0.1');
    socket.resume().write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
    const { calls } = (await (await fetch(`${sandbox.url}/_sandbox/calls`)).json()) as { calls: { path: string }[] };
    assert.deepEqual(
      calls.map((call) => call.path),
      [target],
    );
  });

  it('does no write for a client that gave up while it waited', async () => {
    const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
    const url = `${sandbox.url}${path}/${id}`;
    const before = await (await fetch(url, { headers })).text();
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{"delayMs":600000}' });
    const giveUp = new AbortController();
    const late = fetch(url, {
      method: 'PATCH',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: '[{"op":"replace","path":"/statusReason","value":"late"}]',
      signal: giveUp.signal,
    });
    while (!(await waits(sandbox))) continue;
    giveUp.abort();
    await assert.rejects(late);
    while (await waits(sandbox)) continue;
    assert.equal(await (await fetch(url, { headers })).text(), before);
  });

  it('really cuts the connection when told', async () => {
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{"disconnect":true}' });
    await assert.rejects(fetch(sandbox.url + path, { headers }), TypeError);
    assert.equal((await fetch(sandbox.url + path, { headers })).status, 200);
  });

  it('closes at once, with connections kept alive and answers delayed', async () => {
    await (await fetch(sandbox.url + path, { headers })).text();
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{"delayMs":600000}' });
    const late = fetch(sandbox.url + path, { headers });
    while (!(await waits(sandbox))) continue;
    const failed = assert.rejects(late);
    await sandbox.close();
    await sandbox.close();
    await failed;
    await assert.rejects(fetch(sandbox.url));
  });

  it('survives bad requests', async () => {
    for (const raw of [
      'nonsense\r\n\r\n',
      'GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
    ]) {
      const socket = connect(sandbox.port, '127.0.0.1');
      socket.resume().end(raw);
      await once(socket, 'close');
    }
    assert.equal((await fetch(sandbox.url + path, { headers })).status, 200);
  });

  it('answers 413 to bodies over 4 MB, told or streamed, and goes on', async () => {
    const block = new Uint8Array(64 * 1024).fill(0x20);
    const streamed = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(block),
    });
    const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' } };
    const told = await fetch(sandbox.url + path, { ...init, body: new Uint8Array(4 * 1024 * 1024 + 1) });
    assert.equal(told.status, 413);
    // A stream without an end: the answer, or the end of the connection, must come before it.
    const endless = fetch(sandbox.url + path, { ...init, body: streamed, duplex: 'half' } as RequestInit);
    assert.equal(await endless.then(({ status }) => status).catch(() => 413), 413);
    assert.equal((await fetch(sandbox.url + path, { headers })).status, 200);
  });

  it('always answers 413 to a chunked body of 5 MB', async () => {
    const half = new Uint8Array(2.5 * 1024 * 1024).fill(0x20);
    for (let times = 0; times < 20; times++) {
      const status = await new Promise((resolve, reject) => {
        const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' } };
        const sending = request(sandbox.url + path, init, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sending.on('error', reject);
        sending.write(half);
        sending.end(half);
      });
      assert.equal(status, 413);
    }
  });

  it('lists a call whose client went away in the middle of its body as aborted', async () => {
    const sending = request(sandbox.url + path, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': '100' },
    });
    sending.on('error', () => undefined);
    sending.write('{"type":');
    while (!(await waits(sandbox))) continue;
    sending.destroy();
    while (await waits(sandbox)) continue;
    const { calls } = (await (await fetch(`${sandbox.url}/_sandbox/calls`)).json()) as { calls: object[] };
    assert.partialDeepStrictEqual(calls, [{ status: null, aborted: true }]);
  });

  it('sends what a cut leaves of a body, then closes the connection', async () => {
    for (const [cutAfter, method] of [
      [0, 'GET'],
      [7, 'GET'],
      [150_000, 'GET'],
      [7, 'POST'],
    ] as const) {
      const fault = { cutAfter, ...(method === 'POST' && { status: 200, body: { long: 'x'.repeat(100) } }) };
      await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(fault) });
      const socket = connect(sandbox.port, '127.0.0.1');
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      const body = method === 'POST' ? 'y'.repeat(3_000_000) : '';
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sandbox-admin\r\n` +
          `Content-Length: ${body.length}\r\n\r\n${body}`,
      );
      await once(socket, 'end');
      const [head = '', sent = ''] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n');
      assert.match(head, /^HTTP\/1\.1 200 OK\r\n/);
      assert.match(head, /\r\nrequest-id: /i);
      assert.equal(sent.length, cutAfter);
      assert.ok(Number(/content-length: (\d+)/i.exec(head)?.[1]) > cutAfter);
      socket.destroy();
    }
    assert.equal((await fetch(sandbox.url + path, { headers })).status, 200);
  });

  it('closes the connection of a write that it has done, when told', async () => {
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{"applyFirst":true,"disconnect":true}' });
    const url = `${sandbox.url}${path}/8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77`;
    const body = '[{"op":"replace","path":"/statusReason","value":"done"}]';
    const init = { method: 'PATCH', headers: { ...headers, 'Content-Type': 'application/json' }, body };
    await assert.rejects(fetch(url, init), TypeError);
    assert.equal(((await (await fetch(url, { headers })).json()) as { statusReason: string }).statusReason, 'done');
  });

  it('says when the port is taken', async () => {
    await assert.rejects(serveSandbox({ port: sandbox.port }), { code: 'EADDRINUSE' });
  });
});

async function waits({ url }: ServedSandbox): Promise<boolean> {
  const { calls } = (await (await fetch(`${url}/_sandbox/calls`)).json()) as { calls: { duration: number | null }[] };
  return calls.at(-1)?.duration === null;
}
