import assert from 'node:assert/strict';
import type { ConnectionId } from '../../../../src/services/connection/connection.ts';
import { Drafts, type Draft } from '../../../../src/services/edit/drafts.ts';

/** Secret storage as VS Code has it. */
class Secrets {
  readonly stored = new Map<string, string>();
  get = async (key: string): Promise<string | undefined> => this.stored.get(key);
  store = async (key: string, value: string): Promise<void> => void this.stored.set(key, value);
  delete = async (key: string): Promise<void> => void this.stored.delete(key);
  keys = async (): Promise<string[]> => [...this.stored.keys()];
}

const draft = (id: string, changes: Partial<Draft> = {}): Draft => ({
  connection: 'partner-center',
  account: 'ada',
  id,
  base: '{"id":"a"}',
  text: 'typed',
  isUnsure: false,
  mtime: 1,
  size: 10,
  changedAt: 1,
  ...changes,
});

describe('Drafts', () => {
  let secrets: Secrets;
  let account: string | undefined;
  const open = async (): Promise<Drafts> => {
    const drafts = new Drafts(secrets, (connection: ConnectionId) => (connection === 'sandbox' ? '' : account));
    await drafts.load();
    return drafts;
  };
  beforeEach(() => {
    secrets = new Secrets();
    account = 'ada';
  });

  it('outlast the window, the latest first', async () => {
    const first = await open();
    await first.put(draft('a', { changedAt: 1 }));
    await first.put(draft('b', { changedAt: 3 }));
    await first.put(draft('a', { changedAt: 2, text: 'more' }));
    const second = await open();
    assert.deepEqual(
      second.all().map(({ id, text }) => [id, text]),
      [
        ['b', 'typed'],
        ['a', 'more'],
      ],
    );
    assert.equal(second.find('partner-center', 'A')?.text, 'more');
  });

  it('are seen by the account that wrote them only, and come back with it', async () => {
    const drafts = await open();
    await drafts.put(draft('a'));
    for (const other of ['bo', undefined]) {
      account = other;
      assert.deepEqual([drafts.all(), drafts.find('partner-center', 'a')], [[], undefined]);
      await drafts.remove('partner-center', 'a');
    }
    account = 'ada';
    assert.equal((await open()).all().length, 1);
    assert.equal(drafts.find('sandbox', 'a'), undefined);
  });

  it('leave nothing behind when they are removed', async () => {
    const drafts = await open();
    await Promise.all([drafts.put(draft('a')), drafts.put(draft('b')), drafts.remove('partner-center', 'a')]);
    await drafts.remove('partner-center', 'b');
    assert.deepEqual([...secrets.stored], []);
    assert.deepEqual((await open()).all(), []);
  });

  it('of several windows are all there', async () => {
    const windows = await Promise.all([open(), open(), open()]);
    for (const [index, drafts] of windows.entries()) await drafts.put(draft(`d${index}`));
    await windows[1]?.remove('partner-center', 'd1');
    assert.deepEqual(
      (await open())
        .all()
        .map(({ id }) => id)
        .sort(),
      ['d0', 'd2'],
    );
  });

  it('of two windows that write at the same time are both there', async () => {
    const [first, second] = [await open(), await open()];
    await Promise.all([first.put(draft('a')), second.put(draft('b'))]);
    assert.equal((await open()).all().length, 2);
  });

  it('tell when they change', async () => {
    const drafts = await open();
    let count = 0;
    drafts.onDidChange(() => count++);
    await drafts.put(draft('a'));
    await drafts.remove('partner-center', 'a');
    await drafts.remove('partner-center', 'a');
    assert.equal(count, 2);
  });

  it('pass over what can not be read', async () => {
    const drafts = await open();
    await drafts.put(draft('a'));
    await drafts.put(draft('b'));
    const [key] = [...secrets.stored].find(([, value]) => value.includes('"id":"a"') && value.includes('typed')) ?? [
      '',
    ];
    secrets.stored.set(key, '{');
    assert.deepEqual(
      (await open()).all().map(({ id }) => id),
      ['b'],
    );
    secrets.stored.set('another', '{"base":"","text":"","account":"ada","connection":"partner-center"}');
    assert.deepEqual(
      (await open()).all().map(({ id }) => id),
      ['b'],
    );
  });

  it('do not replace what was typed while they were being read', async () => {
    await (await open()).put(draft('a', { text: 'stored' }));
    const drafts = new Drafts(secrets, () => 'ada');
    const loading = drafts.load();
    await drafts.put(draft('a', { text: 'newer' }));
    await loading;
    assert.equal(drafts.find('partner-center', 'a')?.text, 'newer');
  });
});
