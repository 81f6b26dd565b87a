import assert from 'node:assert/strict';
import { faultPresets } from '../../../../src/sandbox/faults/faultPresets.ts';
import { Client } from '../client.ts';

describe('Fault presets', () => {
  it('are all understood by the sandbox and have names of their own', async () => {
    const client = new Client();
    for (const { faults, id } of faultPresets) {
      for (const fault of faults) assert.equal((await client.fault(fault)).status, 201, id);
    }
    assert.equal(new Set(faultPresets.map(({ id }) => id)).size, faultPresets.length);
    assert.equal(new Set(faultPresets.map(({ label }) => label)).size, faultPresets.length);
  });

  it('do what their detail says', async () => {
    const client = new Client();
    const seen: Record<string, string> = {};
    for (const { id, faults } of faultPresets) {
      const [fault] = faults;
      if (!fault || fault.delayMs || fault.disconnect) continue;
      await client.send('DELETE', '/_sandbox/faults');
      await client.fault(fault);
      const method = fault.method ?? 'GET';
      const { status, text } = await client.send(method, `/v1.0/engagements/referrals?${fault.path ?? ''}=x`);
      seen[id] = `${status} ${text.slice(0, 20)}`;
    }
    assert.deepEqual(seen, {
      throttled: '429 {"statusCode":429,"m',
      throttledLong: '429 {"statusCode":429,"m',
      tokenExpired: '401 {"error":{"code":"un',
      tokenRefused: '401 {"error":{"code":"un',
      mfaRequired: '401 {"code":900421,"desc',
      roleMissing: '403 {"error":{"code":"ac',
      claimsChallenge: '403 {"error":{"code":"ac',
      appOnly: '400 {"error":{"code":"in',
      emptyError: '500 ',
      down: '503 <!doctype html><html',
      malformed: '200 {"@odata.context":"h',
      secondPageFails: '503 {"error":{"code":"se',
      redirected: '302 ',
      changedMeanwhile: '412 {"error":{"code":"pr',
      locked: '423 {"error":{"code":"in',
    });
  });
});
