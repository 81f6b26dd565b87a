import assert from 'node:assert/strict';
import type { Catalog } from '../../../../src/services/catalog/catalog.ts';
import type { ReferralList } from '../../../../src/services/list/referralList.ts';
import { SandboxStage } from '../sandboxStage.ts';
import { addListed } from './store.ts';

/** Uses the real list, catalog, client and sandbox. Tests set only the sandbox's faults. */
describe('the list of referrals', () => {
  let stage: SandboxStage;
  let list: ReferralList;
  let catalog: Catalog;

  const start = async (count: number): Promise<void> => {
    stage = await SandboxStage.start({ count });
    ({ list, catalog } = stage);
  };
  afterEach(() => stage.close());

  it('loads nothing by itself', async () => {
    await start(3);
    assert.equal(list.state.phase, 'new');
    assert.deepEqual(await stage.calls(), []);
  });

  it('loads page by page until there is no more, each referral once, and files all in the catalog', async () => {
    await start(250);
    await list.refresh();
    assert.deepEqual([list.state.phase, list.state.items.length, list.state.hasMore], ['ready', 100, true]);
    await list.loadMore();
    await list.loadMore();
    assert.deepEqual([list.state.items.length, list.state.hasMore], [250, false]);
    await list.loadMore();
    assert.equal((await stage.calls()).length, 3);
    assert.equal(new Set(list.state.items.map((item) => item.id)).size, 250);
    assert.equal(catalog.of('sandbox').size, 250);
  });

  it('loads as many pages anew as were there, and shows them at once', async () => {
    await start(250);
    await list.refresh();
    await list.loadMore();
    const shown: number[] = [];
    list.onDidChange((state) => shown.push(state.items.length));
    await list.refresh();
    assert.equal(list.state.items.length, 200);
    assert.ok(
      shown.every((count) => count === 200),
      shown.join(),
    );
  });

  it('keeps the old rows when a refresh fails', async () => {
    await start(5);
    await list.refresh();
    const before = [...list.state.items];
    await stage.fault({ status: 403 });
    await list.refresh();
    const { phase, failure } = list.state;
    const items = [...list.state.items];
    assert.deepEqual({ items, phase, failure: failure?.kind }, { items: before, phase: 'ready', failure: 'forbidden' });
  });

  it('has failed when the first page does', async () => {
    await start(5);
    await stage.fault({ status: 403 });
    await list.refresh();
    assert.equal(list.state.phase, 'failed');
    await list.refresh();
    assert.deepEqual([list.state.phase, list.state.failure, list.state.items.length], ['ready', undefined, 5]);
  });

  it('stops with a notice when a nextLink leads nowhere new', async () => {
    await start(5);
    const body = { value: [{ id: 'a' }, { id: 'b' }], '@odata.nextLink': 'http://x/?$skiptoken=same' };
    await stage.fault({ status: 200, body, times: 3 });
    await list.refresh();
    assert.equal(list.state.hasMore, true);
    await list.loadMore();
    assert.deepEqual(
      [list.state.hasMore, list.state.items.length, list.state.notices],
      [false, 2, [{ kind: 'brokenPaging' }]],
    );
  });

  it('follows empty pages that go on', async () => {
    await start(5);
    await stage.fault({ status: 200, body: { value: [], '@odata.nextLink': 'http://x/?$skiptoken=a' } });
    await stage.fault({ status: 200, body: { value: [{ id: 'a' }] } });
    await list.refresh();
    assert.deepEqual([list.state.items.map((item) => item.id), list.state.hasMore], [['a'], false]);
  });

  it('says how many items it could not read', async () => {
    await start(5);
    await stage.fault({ status: 200, body: { value: [{ id: 'a' }, 7, null] } });
    await list.refresh();
    assert.deepEqual(list.state.notices, [{ kind: 'unreadableItems', count: 2 }]);
    assert.equal(list.state.items.length, 1);
  });

  it('takes a newer state of a row from the catalog', async () => {
    await start(5);
    await list.refresh();
    const item = list.state.items.at(2)!;
    addListed(catalog, [{ ...item, status: 'Changed' }]);
    assert.equal(list.state.items.at(2)?.status, 'Changed');
  });

  it('drops an answer that comes after the connection changed', async () => {
    await start(5);
    const loading = list.refresh();
    stage.switched.fire();
    await loading;
    assert.deepEqual([list.state.phase, list.state.items.length], ['new', 0]);
  });
});
