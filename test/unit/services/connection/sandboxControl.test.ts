import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { member, text, type Json } from '../../../../src/base/json.ts';
import { bodyLimit } from '../../../../src/api/nodeFetchTransport.ts';
import { ApiError } from '../../../../src/api/failure.ts';
import { SandboxControl, faultPresets } from '../../../../src/services/connection/sandboxControl.ts';
import { SandboxConnection } from '../../../../src/services/connection/sandboxConnection.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const ask = { signal: new AbortController().signal };

describe('steering the sandbox', () => {
  let connection: SandboxConnection;
  let control: SandboxControl;
  beforeEach(async () => {
    connection = new SandboxConnection(
      () => ({ url: '', port: 0, seedFile: '' }),
      () => undefined,
    );
    control = new SandboxControl(await connection.url());
  });
  afterEach(() => connection.dispose());
  const status = async (): Promise<string> => {
    try {
      const { summary } = await (await connection.client()).get(id, ask);
      return `${summary.status} ${summary.substatus}`;
    } catch (error) {
      assert.ok(error instanceof ApiError);
      return error.failure.kind;
    }
  };

  it('injects every preset it names, and removes them', async () => {
    for (const preset of faultPresets) {
      await control.inject(preset);
      await control.clearFaults();
    }
    assert.equal(await status(), 'New Pending');
    await control.inject(faultPresets.find((preset) => preset.id === 'roleMissing')!);
    assert.deepEqual([await status(), await status()], ['forbidden', 'New Pending']);
  });

  it('lets time pass, and goes back to the seed', async () => {
    await control.advance(20);
    assert.equal(await status(), 'Closed Expired');
    await control.reset();
    assert.equal(await status(), 'New Pending');
  });

  it('sends one event to those who receive events, and tells of the attempts', async () => {
    assert.equal(await control.receivers(), 0);
    await control.addReceiver('http://127.0.0.1:1/');
    assert.equal(await control.receivers(), 1);
    await control.sendWebhook('referral-updated', id);
    assert.ok(Array.isArray(member(await control.deliveries(), 'deliveries')));
  });

  it('lists the calls, all or those since a time, and forgets them', async () => {
    const pathsOf = (calls: Json): (string | undefined)[] =>
      (member(calls, 'calls') as Json[]).map((call) => text(member(call, 'path')));
    await status();
    assert.equal(pathsOf(await control.calls()).length, 1);
    assert.deepEqual(pathsOf(await control.calls('2999-01-01T00:00:00Z')), []);
    assert.deepEqual(member(await control.findings(), 'findings'), []);
    await control.clearCalls();
    assert.deepEqual(pathsOf(await control.calls()), []);
  });

  it('says what to do when nothing answers', async () => {
    const url = await connection.url();
    connection.dispose();
    await assert.rejects(new SandboxControl(url.replace(/\d+$/, '1')).reset(), (error) => {
      assert.ok(error instanceof ApiError && error.failure.kind === 'sandbox');
      assert.match(error.failure.reason, /does not respond\. Start it again/);
      return true;
    });
  });
});

describe('The calls of a sandbox that lists more than can be read', () => {
  let server: Server;
  let control: SandboxControl;
  let asked: string[];
  /** The length of an answer to a query; 0: it is refused. */
  let lengthOf: (query: string) => number;
  beforeEach(async () => {
    asked = [];
    server = createServer(({ url = '' }, response) => {
      const query = url.slice(url.indexOf('?') + 1);
      asked.push(query);
      const length = lengthOf(query);
      response.writeHead(length === 0 ? 400 : 200).end(`{"calls":[]${' '.repeat(length)}}`);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    control = new SandboxControl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const short = 'bodies=false';

  it('are read without headers and bodies, and those since a time too', async () => {
    lengthOf = (query) => (query.endsWith(short) ? 10 : bodyLimit + 1);
    assert.deepEqual(await control.calls(), { calls: [] });
    assert.deepEqual(await control.calls('2026-06-15T12:00:00Z'), { calls: [] });
    const since = 'since=2026-06-15T12%3A00%3A00Z';
    assert.deepEqual(asked, ['', short, since, `${since}&${short}`]);
  });

  it('are read whole where they can be, and without headers and bodies where nobody needs these', async () => {
    lengthOf = () => 10;
    await control.calls();
    await control.callList();
    assert.deepEqual(asked, ['', short]);
  });

  it('are read whole from an earlier version, which refuses the parameter', async () => {
    lengthOf = (query) => (query === '' ? 10 : 0);
    assert.deepEqual(await control.callList(), { calls: [] });
    assert.deepEqual(asked, [short, '']);
  });

  it('and too long in any case are told as that: nobody has to start the server again', async () => {
    for (const refuses of [true, false]) {
      lengthOf = (query) => (refuses && query.endsWith(short) ? 0 : bodyLimit + 1);
      for (const read of [() => control.calls(), () => control.callList()]) {
        const error: unknown = await read().catch((each: unknown) => each);
        assert.ok(error instanceof ApiError && error.failure.kind === 'sandbox');
        assert.match(error.failure.reason, /too long to be read\. Clear the calls/);
      }
    }
  });
});

describe('steering a server that may be no sandbox', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let control: SandboxControl;
  beforeEach(async () => {
    server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    control = new SandboxControl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const reasonOf = async (doing: Promise<unknown>): Promise<string> => {
    const error: unknown = await doing.catch((each: unknown) => each);
    assert.ok(error instanceof ApiError && error.failure.kind === 'sandbox');
    return error.failure.reason;
  };

  for (const status of [404, 405]) {
    it(`says that the address is the wrong one for ${status}`, async () => {
      answer = { status, body: '' };
      assert.match(await reasonOf(control.reset()), new RegExp(`no such control endpoint \\(${status}\\)\\. Check`));
    });
  }

  for (const status of [300, 400, 403, 500]) {
    it(`says that the server refused for ${status}`, async () => {
      answer = { status, body: '' };
      assert.match(await reasonOf(control.findings()), new RegExp(`refused the request \\(${status}\\)`));
      assert.match(await reasonOf(control.deliveries()), new RegExp(`refused the request \\(${status}\\)`));
    });
  }

  it('says that an answer is no JSON', async () => {
    answer = { status: 200, body: '<html>' };
    assert.match(await reasonOf(control.now()), /not JSON\. Check/);
  });

  it('takes a missing list of changes or deliveries for an earlier version', async () => {
    answer = { status: 404, body: '' };
    assert.equal(await control.changes('referral', id), undefined);
    assert.equal(await control.deliveries(), undefined);
  });
});
