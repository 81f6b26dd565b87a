import assert from 'node:assert/strict';
import { SandboxConnection } from '../../../../src/services/connection/sandboxConnection.ts';
import { SandboxControl } from '../../../../src/services/connection/sandboxControl.ts';
import { ServerClocks } from '../../../../src/services/connection/serverClocks.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('the clocks of the servers', () => {
  let clocks: ServerClocks;
  let changes: number;
  beforeEach(() => {
    clocks = new ServerClocks();
    changes = 0;
    clocks.onDidChange(() => {
      changes++;
    });
  });

  it('follow a sandbox whose clock is advanced and reset', async () => {
    const sandbox = new SandboxConnection(
      () => ({ url: '', port: 0, seedFile: '' }),
      (call) => clocks.note('sandbox', call),
    );
    try {
      const list = async (): Promise<unknown> =>
        (await sandbox.client()).list(undefined, { signal: new AbortController().signal });
      const daysAhead = (): number => Math.round(clocks.ahead('sandbox') / day);
      const control = new SandboxControl(await sandbox.url());
      await list();
      assert.deepEqual([clocks.ahead('sandbox'), changes], [0, 0]);
      await control.advance(8);
      await list();
      await list();
      assert.deepEqual([daysAhead(), changes], [8, 1]);
      assert.ok(Math.abs(clocks.now('sandbox') - (await control.now())) < 5 * minute);
      await control.reset();
      await list();
      assert.deepEqual([clocks.ahead('sandbox'), changes], [0, 2]);
    } finally {
      await sandbox.restart();
    }
  });

  it('don’t follow a response that is only slow, and keep what they know when one doesn’t tell the time', () => {
    clocks.note('sandbox', { serverTime: Date.now() - 4 * minute });
    assert.deepEqual([clocks.ahead('sandbox'), changes], [0, 0]);
    clocks.note('sandbox', { serverTime: Date.now() + day });
    const ahead = clocks.ahead('sandbox');
    clocks.note('sandbox', { serverTime: Date.now() + day - 4 * minute });
    clocks.note('sandbox', { serverTime: undefined });
    assert.deepEqual([clocks.ahead('sandbox'), changes], [ahead, 1]);
  });

  it('take this machine’s time for Partner Center, whatever its responses say', () => {
    clocks.note('partner-center', { serverTime: Date.now() + day });
    assert.deepEqual([clocks.ahead('partner-center'), clocks.ahead('sandbox'), changes], [0, 0, 0]);
  });
});
