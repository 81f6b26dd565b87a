import * as assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { callCommands, commands, sandboxTask, valueCommands } from '../../src/ui/names.ts';
import { set } from './sandboxConnection.ts';
import { watchMessages } from './watchMessages.ts';

const collection = '/v1.0/engagements/referrals';
const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const run = <T>(command: string, ...given: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(command, ...given);
const sandboxUrl = (): Thenable<string> => run(valueCommands.sandboxUrl);
const headers = { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' };

interface ListedCall {
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
  readonly userAgent: string;
  readonly requestBody?: string;
}

async function callsOf(url: string): Promise<ListedCall[]> {
  return ((await (await fetch(`${url}/_sandbox/calls`)).json()) as { calls: ListedCall[] }).calls;
}

async function referralsOf(url: string): Promise<number> {
  return ((await (await fetch(`${url}/_sandbox/health`)).json()) as { referrals: number }).referrals;
}

/** Answers a quick pick, an input box or a modal question in place of a person. */
function answering(
  name: 'showQuickPick' | 'showInputBox' | 'showWarningMessage',
  answer: (asked: unknown) => unknown,
): () => void {
  const former = vscode.window[name];
  Object.assign(vscode.window, { [name]: async (asked: unknown) => answer(await asked) });
  return () => Object.assign(vscode.window, { [name]: former });
}

/** For a suite: after each test, removes its settings, stops the sandbox and closes the editors. */
function resetAfterEach(): void {
  afterEach(async () => {
    for (const key of ['connection', 'sandbox.url', 'sandbox.port', 'sandbox.seedFile']) await set(key, undefined);
    await run(commands.stopSandbox);
    await run('workbench.action.closeAllEditors');
  });
}

describe('The values for launch.json', () => {
  resetAfterEach();
  it('are those of a sandbox that runs then, and leave the connection as it is', async () => {
    await set('connection', 'partnerCenter');
    const url = await sandboxUrl();
    const token = await run<string>(valueCommands.sandboxToken);
    const answer = await fetch(url + collection, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
    assert.equal(await sandboxUrl(), url);
    assert.equal(vscode.workspace.getConfiguration().get('partnerReferrals.connection'), 'partnerCenter');
  });

  it('name the sandbox of the settings where there is one', async () => {
    await set('sandbox.url', 'http://localhost:4010/');
    assert.equal(await sandboxUrl(), 'http://localhost:4010');
  });

  it('are none if the sandbox can’t start, which is told', async () => {
    const watch = watchMessages();
    try {
      await set('sandbox.seedFile', '/no/such/seed.json');
      assert.equal(await sandboxUrl(), undefined);
      assert.match(watch.messages.join(), /seed file/);
    } finally {
      watch.stop();
    }
  });
});

describe('A task of the type partner-sandbox', () => {
  resetAfterEach();
  const folder = vscode.workspace.workspaceFolders?.[0];
  const taskOf = async (definition: object): Promise<vscode.Task> => {
    const [offered] = await vscode.tasks.fetchTasks({ type: sandboxTask });
    assert.ok(offered?.execution instanceof vscode.CustomExecution);
    assert.ok(offered.isBackground);
    assert.deepEqual(offered.problemMatchers, [`$${sandboxTask}`]);
    return new vscode.Task(
      { type: sandboxTask, ...definition },
      folder ?? vscode.TaskScope.Workspace,
      'Sandbox of the test',
      sandboxTask,
      offered.execution,
      offered.problemMatchers,
    );
  };
  const ended = (execution: vscode.TaskExecution): Promise<void> =>
    new Promise((resolve) => {
      const listening = vscode.tasks.onDidEndTask((event) => {
        if (event.execution.task.name !== execution.task.name) return;
        listening.dispose();
        resolve();
      });
    });
  /** VS Code tells when the terminal begins and when it ends, but not what it says. */
  const whenServed = async (url: string, count: number): Promise<void> => {
    while ((await referralsOf(url).catch(() => undefined)) !== count)
      await new Promise((resolve) => setImmediate(resolve));
  };

  it('takes over the address that launch.json was given, with data of its own, and ends with its terminal', async () => {
    const url = await sandboxUrl();
    assert.equal(await referralsOf(url), 60);
    const execution = await vscode.tasks.executeTask(await taskOf({ count: 3 }));
    await whenServed(url, 3);
    assert.equal(await sandboxUrl(), url);
    const end = ended(execution);
    execution.terminate();
    await end;
    assert.equal(await referralsOf(await sandboxUrl()), 60);
  });

  it('sends signed events to the receivers that it names', async () => {
    const event = Promise.withResolvers<{ algorithm: unknown; name: unknown }>();
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { EventName: name } = JSON.parse(body) as { EventName: unknown };
        event.resolve({ algorithm: request.headers['x-ms-signature-algorithm'], name });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = await sandboxUrl();
    const webhooks = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
    const execution = await vscode.tasks.executeTask(await taskOf({ count: 3, webhooks }));
    await whenServed(url, 3);
    while (((await (await fetch(`${url}/_sandbox/webhooks`)).json()) as { webhooks: [] }).webhooks.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await fetch(`${url}/_sandbox/referrals`, { method: 'POST', body: '{}' });
    const { algorithm, name } = await event.promise;
    assert.equal(algorithm, 'rsa-sha256');
    assert.match(String(name), /^(related-)?referral-created$/);
    const end = ended(execution);
    execution.terminate();
    await end;
    receiver.closeAllConnections();
    receiver.close();
  });

  it('ends when the sandbox is stopped', async () => {
    const url = await sandboxUrl();
    const execution = await vscode.tasks.executeTask(await taskOf({ count: 3 }));
    await whenServed(url, 3);
    const end = ended(execution);
    await run(commands.stopSandbox);
    await end;
  });

  it('ends at once if it can’t be started', async () => {
    const [execution] = [await vscode.tasks.executeTask(await taskOf({ count: 3, seed: 'a.json' }))];
    await ended(execution);
  });
});

describe('A call of the sandbox', () => {
  resetAfterEach();
  let url: string;
  let requestId: string;
  beforeEach(async () => {
    url = await sandboxUrl();
    const body = JSON.stringify([{ op: 'replace', path: '/externalReferenceId', value: 'CRM-1' }]);
    const sent = await fetch(`${url}${collection}/${id}`, { method: 'PATCH', headers, body });
    assert.equal(sent.status, 204);
    requestId = sent.headers.get('request-id') ?? '';
  });

  it('is copied as cURL and by its request ID', async () => {
    await run(callCommands.copyCallAsCurl, requestId);
    assert.match(await vscode.env.clipboard.readText(), /^curl --globoff --request PATCH .*\n.*\$PARTNER_API_TOKEN/);
    await run(callCommands.copyRequestId, requestId);
    assert.equal(await vscode.env.clipboard.readText(), requestId);
  });

  it('is replayed after a question, since it writes, and not without consent', async () => {
    let asked = '';
    const refuse = answering('showWarningMessage', (question) => {
      asked = String(question);
      return undefined;
    });
    await run(callCommands.replayCall, requestId);
    refuse();
    assert.match(asked, /^Send PATCH \/referrals\/8d5b1f0a again\?$/);
    assert.equal((await callsOf(url)).length, 1);
    const consent = answering('showWarningMessage', () => 'Replay');
    await run(callCommands.replayCall, requestId);
    consent();
    const [first, second] = (await callsOf(url)).filter(({ method }) => method === 'PATCH');
    assert.equal(second?.requestBody, first?.requestBody);
    assert.match(second?.userAgent ?? '', /^partner-referrals\/\S+ \(replay\)$/);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /PATCH .*\n[^]*HTTP\/1\.1 204/);
  });

  it('is replayed at once if it only reads', async () => {
    const sent = await fetch(`${url}${collection}?$top=1`, { headers });
    await run(callCommands.replayCall, sent.headers.get('request-id'));
    assert.equal((await callsOf(url)).filter(({ path }) => path === `${collection}?$top=1`).length, 2);
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.match(document?.getText() ?? '', /^# Caller: admin · Replay$/m);
    assert.doesNotMatch(document?.getText() ?? '', /sandbox-admin/);
  });

  it('leads to its referral', async () => {
    await set('open.layout', 'json');
    await run(callCommands.openCallReferral, requestId);
    await set('open.layout', undefined);
    assert.match(vscode.window.activeTextEditor?.document.uri.toString() ?? '', new RegExp(`//sandbox/${id}`));
  });

  it('is gone when calls are cleared, in the sandbox too', async () => {
    await run(callCommands.clearCalls);
    assert.deepEqual(await callsOf(url), []);
    const watch = watchMessages();
    await run(callCommands.copyRequestId, requestId);
    watch.stop();
    assert.match(watch.messages.join(), /Select a call/);
  });

  it('of the extension names it to the sandbox', async () => {
    await set('connection', 'sandbox');
    await run(commands.openReferralJson, id);
    const agents = (await callsOf(url)).filter(({ method }) => method === 'GET').map(({ userAgent }) => userAgent);
    assert.ok(
      agents.length > 0 && agents.every((agent) => /^partner-referrals\/\d+\.\d+\.\d+$/.test(agent)),
      agents.join(),
    );
  });
});

describe('A referral that is let arrive', () => {
  resetAfterEach();
  for (const [choice, expected] of [
    ['A new referral from Microsoft', ['New', 'Pending']],
    ['A referral that expires tomorrow', ['New', 'Pending']],
    ['A referral that is closed already', ['Closed', 'Lost']],
  ] as const) {
    it(`is in the sandbox: ${choice}`, async () => {
      const url = await sandboxUrl();
      const known = async (): Promise<
        { id: string; status: string; substatus: string; expirationDateTime: string | null }[]
      > => ((await (await fetch(url + collection, { headers })).json()) as { value: [] }).value;
      const before = new Set((await known()).map((each) => each.id));
      const stop = answering('showQuickPick', (items) =>
        (items as vscode.QuickPickItem[]).find(({ label }) => label === choice),
      );
      await run(commands.arriveReferral);
      stop();
      const [arrived, ...others] = (await known()).filter((each) => !before.has(each.id));
      assert.ok(arrived && others.length === 0);
      assert.deepEqual([arrived.status, arrived.substatus], expected);
    });
  }
});

describe('A webhook that is sent from the editor', () => {
  resetAfterEach();
  let server: Server;
  const received: string[] = [];
  const receivers: string[] = [];
  before(async () => {
    // The control plane, so that it can be looked at what is asked of it.
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const call = `${request.method ?? ''} ${request.url ?? ''}`;
        if (call === 'POST /_sandbox/webhooks') receivers.push((JSON.parse(body) as { url: string }).url);
        if (call === 'POST /_sandbox/webhooks/send') received.push(body);
        response.end(JSON.stringify({ webhooks: receivers }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('asks where the receiver is once, and sends the event', async () => {
    await set('sandbox.url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    let asked = 0;
    const stop = answering('showInputBox', () => {
      asked++;
      return 'http://localhost:7071/events';
    });
    await run(commands.sendWebhook, 'referral-updated', id);
    await run(commands.sendWebhook, 'referral-created', id);
    stop();
    assert.deepEqual([asked, receivers], [1, ['http://localhost:7071/events']]);
    assert.deepEqual(
      received.map((each) => JSON.parse(each) as unknown),
      [
        { event: 'referral-updated', referral: id },
        { event: 'referral-created', referral: id },
      ],
    );
  });
});
