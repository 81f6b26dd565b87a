import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import type { ConnectionId } from '../../../../src/services/connection/connection.ts';
import { Drafts, type Draft } from '../../../../src/services/edit/drafts.ts';

/** Secret storage as VS Code has it. */
class Secrets {
  readonly stored = new Map<string, string>();
  readonly #changed = new Emitter<string>();
  readonly onDidChange = this.#changed.event;
  get = async (key: string): Promise<string | undefined> => this.stored.get(key);
  store = async (key: string, value: string): Promise<void> => {
    this.stored.set(key, value);
    this.#changed.fire(key);
  };
  delete = async (key: string): Promise<void> => {
    this.stored.delete(key);
    this.#changed.fire(key);
  };
  keys = async (): Promise<string[]> => [...this.stored.keys()];
}

const draft = (id: string, changes: Partial<Draft> = {}): Draft => ({
  connection: 'partner-center',
  account: 'ada',
  id,
  base: '{"id":"a"}',
  text: 'typed',
  mtime: 1,
  size: 10,
  changedAt: 1,
  ...changes,
});

describe('Drafts', () => {
  let secrets: Secrets;
  let account: string | undefined;
  const open = async (window = 'first'): Promise<Drafts> => {
    const drafts = new Drafts(secrets, (connection: ConnectionId) => (connection === 'sandbox' ? '' : account), window);
    await drafts.load();
    return drafts;
  };
  beforeEach(() => {
    secrets = new Secrets();
    account = 'ada';
  });

  it('store text while it is typed, the latest once, and without an event', async () => {
    const drafts = await open();
    await drafts.put(draft('a'));
    let told = 0;
    drafts.onDidChange(() => told++);
    const texts: string[] = [];
    const store = secrets.store;
    secrets.store = async (key, value) => {
      texts.push((JSON.parse(value) as Draft).text);
      await store(key, value);
    };
    await Promise.all(['C', 'CR', 'CRM'].map((text) => drafts.keep(draft('a', { text }))));
    assert.deepEqual([texts, told], [['CRM'], 0]);
    await drafts.remove('partner-center', 'a');
    await drafts.put(draft('a', { text: 'CRM' }));
    assert.deepEqual([texts.length, secrets.stored.size], [2, 1]);
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
    assert.equal(second.own('partner-center', 'A')?.text, 'more');
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
    const windows = await Promise.all([open('first'), open('second'), open('third')]);
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
    const [first, second] = [await open('first'), await open('second')];
    await Promise.all([first.put(draft('a')), second.put(draft('b'))]);
    assert.equal((await open()).all().length, 2);
  });

  describe('of two windows that change the same referral', () => {
    let first: Drafts;
    let second: Drafts;
    /** Each window has read what the other one wrote. */
    const told = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const textsIn = (drafts: Drafts): string[][] => [
      drafts.all().map(({ text }) => text),
      drafts.others('partner-center').map(({ draft: { text } }) => text),
    ];
    beforeEach(async () => {
      [first, second] = [await open('first'), await open('second')];
      await first.put(draft('a', { text: 'of the first', changedAt: 1 }));
      await second.put(draft('a', { text: 'of the second', changedAt: 2 }));
      await told();
    });

    it('are both kept, and each window shows its own', async () => {
      assert.equal(secrets.stored.size, 2);
      assert.deepEqual(textsIn(first), [['of the first'], ['of the second']]);
      assert.deepEqual(textsIn(second), [['of the second'], ['of the first']]);
      assert.deepEqual(textsIn(await open('first')), [['of the first'], ['of the second']]);
      assert.deepEqual(textsIn(await open('third')), [['of the second'], ['of the first']]);
    });

    it('are removed one by one', async () => {
      await first.saved('partner-center', 'a');
      await told();
      assert.deepEqual(
        [...secrets.stored.values()].map((text) => (JSON.parse(text) as Draft).text),
        ['of the second'],
      );
      assert.deepEqual(textsIn(second), [['of the second'], []]);
      await first.put(draft('a', { text: 'again' }));
      await told();
      const other = second.others('partner-center')[0];
      await second.discard(other?.key ?? '');
      assert.deepEqual(textsIn(second), [['of the second'], []]);
    });

    it('are not seen by another account', async () => {
      const [other] = second.others('partner-center');
      account = 'bo';
      assert.deepEqual(textsIn(second), [[], []]);
      await second.discard(other?.key ?? '');
      account = 'ada';
      assert.equal(textsIn(second)[1]?.length, 1);
    });

    it('continue in a third window, which removes what it saved and nothing that was typed since', async () => {
      for (const [typed, left] of [
        [false, 1],
        [true, 2],
      ] as const) {
        const third = await open('third');
        const continued = third.continued('partner-center', 'a');
        assert.equal(continued?.text, 'of the second');
        await third.put({ ...continued, text: 'more' });
        assert.equal(secrets.stored.size, 3);
        if (typed) {
          await second.put(draft('a', { text: 'typed since', changedAt: 3 }));
          await told();
        }
        await third.saved('partner-center', 'a');
        assert.equal(secrets.stored.size, left);
        await second.put(draft('a', { text: 'of the second', changedAt: 2 }));
      }
    });
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

  it('are read again after the storage could not be read', async () => {
    await (await open()).put(draft('a'));
    const drafts = new Drafts(secrets, () => account, 'first');
    const { get } = secrets;
    secrets.get = async () => {
      throw new Error('The keyring is locked.');
    };
    await assert.rejects(drafts.load(), /locked/);
    secrets.get = get;
    await drafts.load();
    assert.equal(drafts.own('partner-center', 'a')?.text, 'typed');
  });

  it('do not replace what was typed while they were being read', async () => {
    await (await open()).put(draft('a', { text: 'stored' }));
    const drafts = new Drafts(secrets, () => 'ada', 'first');
    const loading = drafts.load();
    await drafts.put(draft('a', { text: 'newer' }));
    await loading;
    assert.equal(drafts.find('partner-center', 'a')?.draft.text, 'newer');
  });
});
