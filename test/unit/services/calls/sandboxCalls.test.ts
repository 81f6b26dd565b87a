import assert from 'node:assert/strict';
import { SandboxConnection, type SandboxSettings } from '../../../../src/services/connection/sandboxConnection.ts';
import { SandboxCalls, type SandboxState } from '../../../../src/services/calls/sandboxCalls.ts';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { collection } from './aCall.ts';

describe('The calls of the window’s sandbox', () => {
  let settings: SandboxSettings;
  let sandbox: SandboxConnection;
  let calls: SandboxCalls;
  let changes: number;
  beforeEach(() => {
    settings = { url: '', port: 0, seedFile: '' };
    sandbox = new SandboxConnection(
      () => settings,
      () => undefined,
    );
    calls = new SandboxCalls({ sandbox, url: () => settings.url });
    changes = 0;
    calls.onDidChange(() => changes++);
  });
  afterEach(async () => {
    calls.dispose();
    await sandbox.restart();
  });
  const kind = (): SandboxState['kind'] => calls.state.kind;
  const count = (): number | undefined => ('calls' in calls.state ? calls.state.calls.length : undefined);
  const call = async (origin: string): Promise<void> => {
    const headers = { authorization: 'Bearer sandbox-admin', 'client-request-id': crypto.randomUUID() };
    await (await fetch(origin + collection, { headers })).arrayBuffer();
  };

  it('are told by the sandbox itself, without asking it', async () => {
    assert.equal(kind(), 'stopped');
    const url = await sandbox.url();
    assert.deepEqual([kind(), count(), changes], ['ready', 0, 1]);
    await call(url);
    assert.deepEqual([count(), changes], [1, 3]);
    assert.ok(sandbox.current?.traffic?.calls().every(({ path }) => path === collection));
    await calls.clear();
    assert.equal(count(), 0);
    await sandbox.restart();
    assert.equal(kind(), 'stopped');
  });

  it('are asked for at the address of the settings, before anything else has called it', async () => {
    const elsewhere = await serveSandbox({ count: 1 });
    settings = { ...settings, url: `${elsewhere.url}/` };
    calls.reconnect();
    assert.equal(kind(), 'loading');
    await call(elsewhere.url);
    await calls.refresh();
    assert.deepEqual([kind(), count()], ['ready', 1]);
    assert.equal(calls.state.kind === 'ready' && calls.state.origin, elsewhere.url);
    await elsewhere.close();
    await calls.refresh();
    assert.equal(kind(), 'failed');
  });

  it('are those of a task’s sandbox while it runs, whatever the settings say', async () => {
    settings = { ...settings, url: 'http://127.0.0.1:1' };
    calls.reconnect();
    const { url } = await sandbox.startWith({});
    assert.equal(calls.state.kind === 'ready' && calls.state.origin, url);
    await sandbox.restart();
    assert.equal(kind(), 'loading');
  });

  it('can’t be had from an address that is not on this machine', () => {
    settings = { ...settings, url: 'https://api.partner.microsoft.com' };
    calls.reconnect();
    assert.equal(kind(), 'failed');
  });
});
