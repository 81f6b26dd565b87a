import assert from 'node:assert/strict';
import { templateOf } from '../../../../src/services/edit/templates.ts';
import { SandboxStage } from '../sandboxStage.ts';

const ask = { signal: new AbortController().signal };

describe('A referral that was created here', () => {
  let stage: SandboxStage;
  beforeEach(async () => (stage = await SandboxStage.start()));
  afterEach(() => stage.close());
  const create = async (): Promise<string> =>
    (await stage.catalog.create('sandbox', templateOf('private', stage.now).text, ask)).summary.id;
  const listed = (): string[] => stage.list.state.items.map(({ id }) => id);

  it('is in the list at once, as one that was seen, and stays after a refresh', async () => {
    await stage.list.refresh();
    const before = listed();
    const told: number[] = [];
    stage.list.onDidChange(({ items }) => told.push(items.length));
    const id = await create();
    assert.deepEqual(listed(), [...before, id]);
    assert.deepEqual([told.at(-1), stage.list.state.changed.has(id)], [before.length + 1, false]);
    await stage.list.refresh();
    assert.equal(listed().filter((each) => each === id).length, 1);
  });

  it('is in the list once if a page has it, too, and not before the list was loaded', async () => {
    const id = await create();
    assert.deepEqual(listed(), []);
    await stage.list.refresh();
    stage.catalog.of('sandbox').addCreated(id);
    assert.equal(listed().filter((each) => each === id).length, 1);
  });

  it('is told apart from one that was only opened, which may not belong to the list', async () => {
    const id = await create();
    const other = await SandboxStage.start({ seed: '[]' });
    try {
      await other.list.refresh();
      const { fetched } = await stage.catalog.open('sandbox', id, ask);
      const store = other.catalog.of('sandbox');
      store.addFetched(fetched, store.request());
      assert.equal(other.list.state.items.length, 0);
      store.addCreated('unknown');
      assert.equal(other.list.state.items.length, 0);
      store.addCreated(id);
      assert.deepEqual(
        other.list.state.items.map((item) => item.id),
        [id],
      );
    } finally {
      await other.close();
    }
  });
});
