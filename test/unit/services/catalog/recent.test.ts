import assert from 'node:assert/strict';
import { RecentReferrals, type Memory } from '../../../../src/services/catalog/recent.ts';

function memoryOf(): Memory & { kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: (key) => kept.get(key),
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('recent referrals', () => {
  it('are the last 20 of a connection, newest first, each once, ids only', async () => {
    const memory = memoryOf();
    const recent = new RecentReferrals(memory);
    for (let n = 0; n < 25; n++) await recent.add('sandbox', `id${n}`);
    await recent.add('sandbox', 'id20');
    assert.deepEqual(recent.list('sandbox').slice(0, 3), ['id20', 'id24', 'id23']);
    assert.equal(recent.list('sandbox').length, 20);
    assert.deepEqual(recent.list('partner-center'), []);
  });

  it('say of which connection they changed', async () => {
    const recent = new RecentReferrals(memoryOf());
    const changed: string[] = [];
    recent.onDidChange((connection) => changed.push(connection));
    await recent.add('partner-center', 'a');
    await recent.add('partner-center', 'b');
    await recent.add('partner-center', 'a');
    assert.deepEqual(changed, ['partner-center', 'partner-center', 'partner-center']);
    assert.deepEqual(recent.list('partner-center'), ['a', 'b']);
  });

  it('lose one that is removed, whatever the case of its id, and say so', async () => {
    const recent = new RecentReferrals(memoryOf());
    for (const id of ['a', 'b', 'c']) await recent.add('sandbox', id);
    await recent.add('partner-center', 'b');
    const changed: string[] = [];
    recent.onDidChange((connection) => changed.push(connection));
    await recent.remove('sandbox', 'B');
    assert.deepEqual([recent.list('sandbox'), recent.list('partner-center')], [['c', 'a'], ['b']]);
    assert.deepEqual(changed, ['sandbox']);
  });

  it('survive what an earlier version or another hand left there', () => {
    const memory = memoryOf();
    memory.kept.set('partnerReferrals.recent.sandbox', ['a', 5, null]);
    assert.deepEqual(new RecentReferrals(memory).list('sandbox'), ['a']);
    memory.kept.set('partnerReferrals.recent.sandbox', { a: 1 });
    assert.deepEqual(new RecentReferrals(memory).list('sandbox'), []);
  });
});
