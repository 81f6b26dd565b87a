import assert from 'node:assert/strict';
import type { Memory } from '../../../../src/services/catalog/keptIds.ts';
import { mostPinned, PinnedReferrals } from '../../../../src/services/catalog/pinned.ts';

describe('pinned referrals', () => {
  let kept: Map<string, unknown>;
  let pinned: PinnedReferrals;
  beforeEach(() => {
    kept = new Map();
    const memory: Memory = { get: (key) => kept.get(key), update: async (key, value) => void kept.set(key, value) };
    pinned = new PinnedReferrals(memory);
  });

  it('are kept by connection, in the order they were pinned, each once, ids only', async () => {
    await pinned.pin('sandbox', ['B', 'a']);
    await pinned.pin('sandbox', ['A', 'c']);
    assert.deepEqual(pinned.list('sandbox'), ['b', 'a', 'c']);
    assert.deepEqual(pinned.list('partner-center'), []);
    assert.deepEqual([...kept], [['partnerReferrals.pinned.sandbox', ['b', 'a', 'c']]]);
    assert.ok(pinned.has('sandbox', 'C'));
  });

  it('are let go, whatever the case of the id, and say so', async () => {
    const changes: string[] = [];
    pinned.onDidChange((connection) => changes.push(connection));
    await pinned.pin('sandbox', ['a', 'b']);
    await pinned.unpin('sandbox', ['B', 'unknown']);
    assert.deepEqual(pinned.list('sandbox'), ['a']);
    assert.deepEqual(changes, ['sandbox', 'sandbox']);
  });

  it('are no more than can be asked for one by one', async () => {
    const many = Array.from({ length: mostPinned }, (_, n) => `id${n}`);
    assert.ok(await pinned.pin('sandbox', many));
    assert.equal(await pinned.pin('sandbox', ['one more']), false);
    assert.ok(await pinned.pin('sandbox', ['id5']));
    assert.deepEqual(pinned.list('sandbox'), many);
  });
});
