import assert from 'node:assert/strict';
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
