import assert from 'node:assert/strict';
import { SandboxState } from '../../../../src/sandbox/store/state.ts';
import { contentOf, ReferralStore, type Change } from '../../../../src/sandbox/store/store.ts';
import { SandboxClock } from '../../../../src/sandbox/time/clock.ts';
import { noon } from '../client.ts';

const nameOf = ({ kind, referral }: Change): string => `${kind} ${referral.key}`;

describe('Changes of the store', () => {
  const told: string[][] = [];
  let stores = true;
  const save = (): void => {
    if (!stores) throw new Error('The disk is full');
  };
  let store: ReferralStore;
  beforeEach(() => {
    told.length = 0;
    stores = true;
    const seed = ['a', 'b'].map((id) => ({ id, text: JSON.stringify({ id }), origin: 'seed' as const }));
    store = new ReferralStore(seed, save, (changes) => told.push(changes.map(nameOf)));
  });
  const write = (id: string, v: number): void => {
    const referral = store.find(id);
    assert.ok(referral);
    store.change(referral, { ...contentOf(referral), v });
  };

  it('are told once they are saved, in the order of the writes', () => {
    write('b', 1);
    store.add({ id: 'c' });
    write('a', 1);
    assert.deepEqual(told, [['updated b'], ['created c'], ['updated a']]);
  });

  it('are not told if they could not be saved', () => {
    stores = false;
    assert.throws(() => write('a', 1));
    assert.throws(() => store.add({ id: 'c' }));
    assert.throws(() => store.atomically(() => write('a', 1)));
    assert.deepEqual(told, []);
  });

  it('of a group are told together, each referral once, in the order of its last write', () => {
    let duringGroup = -1;
    store.atomically(() => {
      write('a', 1);
      store.add({ id: 'c' });
      write('b', 1);
      write('a', 2);
      write('c', 1);
      duringGroup = told.length;
    });
    assert.equal(duringGroup, 0);
    assert.deepEqual(told, [['updated b', 'updated a', 'created c']]);
  });

  it('of a group that fails are not told, and all referrals are as before', () => {
    const before = [...store.all()].map(({ text }) => text);
    assert.throws(() =>
      store.atomically(() => {
        write('a', 1);
        store.add({ id: 'c' });
        write('a', 2);
        write('c', 1);
        throw new Error('changed my mind');
      }),
    );
    assert.deepEqual(told, []);
    assert.deepEqual(
      [...store.all()].map(({ text }) => text),
      before,
    );
    write('a', 3);
    assert.deepEqual(told, [['updated a']]);
  });

  it('reach listeners of the state also after a reset, which is none itself', () => {
    const state = new SandboxState(new SandboxClock(() => noon), { seed: '{"id":"a","status":"New"}' });
    const heard: string[] = [];
    const listening = state.onDidChange((changes) => heard.push(...changes.map(nameOf)));
    state.store.add({ id: 'b' });
    state.reset();
    state.store.add({ id: 'c' });
    listening.dispose();
    state.store.add({ id: 'd' });
    assert.deepEqual(heard, ['created b', 'created c']);
  });

  it('stay done if a listener fails, which is reported', () => {
    const reports: string[] = [];
    const seed = '{"id":"a","status":"New","createdDateTime":"2026-06-01T00:00:00Z"}';
    const state = new SandboxState(new SandboxClock(() => noon), { seed }, (text) => reports.push(text));
    state.onDidChange(() => {
      throw new Error('a mistake');
    });
    state.store.add({ id: 'b' });
    assert.deepEqual(state.advance(20), { moved: 0, expired: 1 });
    assert.equal(state.clock.now() - noon, 20 * 86_400_000);
    assert.match(state.store.find('a')?.text ?? '', /Expired/);
    assert.equal(reports.length, 2);
    assert.match(reports[0] ?? '', /Internal error of the sandbox: Error: a mistake/);
  });
});
