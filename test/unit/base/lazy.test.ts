import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lazy } from '../../../src/base/lazy.ts';

describe('something lazy', () => {
  it('is made at its first use and once, also for those who ask at the same time', async () => {
    let made = 0;
    const part = lazy(async () => ({ nth: ++made }));
    assert.deepEqual([made, part.loaded], [0, undefined]);
    const asked = [part(), part()];
    assert.equal(part.loaded, undefined);
    const [first, second] = await Promise.all(asked);
    assert.equal(first, second);
    assert.equal(await part(), first);
    assert.equal(part.loaded, first);
    assert.equal(made, 1);
  });

  it('is made again after it failed', async () => {
    let runs = 0;
    const part = lazy(() => (++runs === 1 ? Promise.reject(new Error('first')) : Promise.resolve(runs)));
    await assert.rejects(part(), /first/);
    assert.equal(part.loaded, undefined);
    assert.deepEqual([await part(), part.loaded], [2, 2]);
  });
});
