import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { member, text, type Json } from '../../../../src/base/json.ts';
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
