import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freePort } from '../../../../src/sandbox/scenarios/freePort.ts';

describe('A free port', () => {
  it('is none that a system takes for outgoing connections or gives to who asks for any port', async () => {
    for (let n = 0; n < 50; n++) {
      const port = await freePort();
      assert.ok(port >= 10_000 && port < 32_768, String(port));
    }
  });

  it('is one on which nobody listens', async () => {
    const taken = createServer().listen(await freePort(), '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const leadsToTaken = (port - 10_000) / 22_768;
    const chances = [leadsToTaken, leadsToTaken];
    assert.notEqual(await freePort(() => chances.shift() ?? Math.random()), port);
    assert.deepEqual(chances, []);
    await assert.rejects(
      freePort(() => leadsToTaken),
      /No free port was found/,
    );
    taken.close();
  });
});
