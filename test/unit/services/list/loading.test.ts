import assert from 'node:assert/strict';
import { defaultQuery, type ListQuery } from '../../../../src/api/listQuery.ts';
import type { ListState } from '../../../../src/services/list/listState.ts';
import { SandboxStage } from '../sandboxStage.ts';

const onlyNew: ListQuery = { ...defaultQuery, filter: { status: 'New' } };
const filtered = (path: string): boolean => path.includes('%24filter=') || path.includes('$filter=');

/** Uses the real list, catalog, client and sandbox. Tests set faults, colleagues and the clock. */
describe('loading all referrals', () => {
  let stage: SandboxStage;
  const start = async (count: number): Promise<void> => {
    stage = await SandboxStage.start({ count, pageSize: 10 });
  };
  afterEach(() => stage.close());
  const ids = (): Set<string> => new Set(stage.list.state.items.map(({ id }) => id));

  it('brings every page, each referral once, and tells how far it is', async () => {
    await start(73);
    const told: number[] = [];
    await stage.list.loadAll(undefined, (loaded) => told.push(loaded));
    assert.deepEqual([ids().size, stage.list.state.hasMore, stage.list.state.phase], [73, false, 'ready']);
    assert.deepEqual(told, [20, 30, 40, 50, 60, 70, 73]);
    assert.equal((await stage.calls()).length, 8);
  });

  it('stops with the reason when throttled for long, and goes on from there the next time', async () => {
    await start(73);
    await stage.list.refresh();
    await stage.list.loadMore();
    await stage.fault({ retryAfter: 3600, path: '$skiptoken', times: 1 });
    await stage.list.loadAll();
    const { failure, hasMore, phase } = stage.list.state;
    assert.deepEqual([failure?.kind, hasMore, phase, ids().size], ['throttled', true, 'ready', 20]);
    const before = (await stage.calls()).length;
    stage.now += 3_600_000;
    await stage.list.loadAll();
    assert.deepEqual([stage.list.state.failure, ids().size], [undefined, 73]);
    // Pages 3 to 8; no page is loaded twice.
    assert.equal((await stage.calls()).length - before, 6);
  });

  it('waits a short throttling out and misses nothing', async () => {
    await start(32);
    await stage.list.refresh();
    await stage.fault({ retryAfter: 0, path: '$skiptoken', times: 2 });
    await stage.list.loadAll();
    assert.deepEqual([stage.list.state.failure, ids().size], [undefined, 32]);
  });

  it('keeps what came when it is cancelled, and goes on from there', async () => {
    await start(53);
    const stop = new AbortController();
    await stage.list.loadAll(stop.signal, (loaded) => loaded >= 30 && stop.abort());
    assert.deepEqual([stage.list.state.phase, stage.list.state.failure, ids().size], ['ready', undefined, 30]);
    await stage.list.loadMore();
    assert.equal(ids().size, 40);
    await stage.list.loadAll();
    assert.equal(ids().size, 53);
  });

  it('draws now and then, not at each page', async () => {
    await start(300);
    let drawn = 0;
    let before = stage.list.state.items;
    stage.list.onDidChange(({ items }) => {
      if (items !== before) drawn++;
      before = items;
    });
    await stage.list.loadAll();
    assert.ok(drawn < 20, String(drawn));
    assert.equal(ids().size, 300);
  });

  it('leaves nothing of the account that signed out in the middle', async () => {
    await start(53);
    const states: ListState[] = [];
    await stage.list.loadAll(undefined, (loaded) => {
      if (loaded < 30 || states.length > 0) return;
      stage.list.reset();
      stage.catalog.forget('sandbox');
      stage.list.onDidChange((state) => states.push(state));
    });
    assert.deepEqual([stage.list.state.phase, stage.list.state.items.length, states], ['new', 0, []]);
    assert.equal(stage.catalog.of('sandbox').size, 0);
  });
});

describe('a list of odd pages', () => {
  let stage: SandboxStage;
  beforeEach(async () => (stage = await SandboxStage.start({ count: 5 })));
  afterEach(() => stage.close());
  const page = (value: object[], token?: string): object => ({
    status: 200,
    body: { value, ...(token && { '@odata.nextLink': `http://x/?$skiptoken=${token}` }) },
  });
  const shown = (): string[] => stage.list.state.items.map(({ id }) => id);

  it('shows a referral once that came on two pages, as the later one has it', async () => {
    await stage.fault(page([{ id: 'a', status: 'New' }, { id: 'b' }], '1'));
    await stage.fault(page([{ id: 'a', status: 'Active' }, { id: 'c' }]));
    await stage.list.loadAll();
    assert.deepEqual(shown(), ['a', 'b', 'c']);
    assert.equal(stage.list.state.items.at(0)?.status, 'Active');
  });

  it('goes on past an empty page', async () => {
    await stage.fault(page([{ id: 'a' }], '1'));
    await stage.fault(page([], '2'));
    await stage.fault(page([{ id: 'b' }]));
    await stage.list.loadAll();
    assert.deepEqual([shown(), stage.list.state.hasMore], [['a', 'b'], false]);
  });

  it('ends with a notice where links go round', async () => {
    await stage.fault(page([{ id: 'a' }], '1'));
    await stage.fault(page([{ id: 'b' }], '2'));
    await stage.fault({ ...page([{ id: 'c' }], '1'), times: 9 });
    await stage.list.loadAll();
    assert.deepEqual([shown(), stage.list.state.notices], [['a', 'b', 'c'], [{ kind: 'brokenPaging' }]]);
    assert.equal((await stage.calls()).length, 3);
  });

  it('ends with a notice where each link is new and each page the same', async () => {
    await stage.fault(page([{ id: 'a' }], '0'));
    for (let n = 1; n < 9; n++) await stage.fault(page([{ id: 'a' }], String(n)));
    await stage.list.loadAll();
    assert.deepEqual([shown(), stage.list.state.notices], [['a'], [{ kind: 'brokenPaging' }]]);
    assert.equal((await stage.calls()).length, 4);
  });
});

describe('filtering by the server', () => {
  let stage: SandboxStage;
  beforeEach(async () => {
    stage = await SandboxStage.start({ count: 70, pageSize: 10 });
    await stage.list.refresh();
  });
  afterEach(() => stage.close());
  const count = (status: string): number => stage.list.state.items.filter((item) => item.status === status).length;

  it('brings what meets the filter, page by page, and keeps what was there', async () => {
    const before = count('Active');
    await stage.list.ask(onlyNew);
    assert.equal(stage.list.state.filteredBy, 'server');
    assert.ok(count('New') >= 10);
    assert.equal(count('Active'), before);
    await stage.list.loadMore();
    assert.ok((await stage.calls()).slice(1).every((path) => filtered(path) || path.includes('skiptoken')));
    // Without the filter, paging continues where it stopped.
    await stage.list.ask(defaultQuery);
    await stage.list.loadAll();
    assert.equal(stage.list.state.items.length, 70);
  });

  it('is not done when everything is here', async () => {
    await stage.list.loadAll();
    const before = (await stage.calls()).length;
    await stage.list.ask(onlyNew);
    assert.deepEqual([stage.list.state.filteredBy, (await stage.calls()).length], ['us', before]);
  });

  it('is given up where the server refuses it twice in a row, and told', async () => {
    await stage.fault({ status: 400, path: '$filter', times: 9 });
    for (let n = 0; n < 3; n++) {
      await stage.list.ask(onlyNew);
      assert.deepEqual([stage.list.state.filteredBy, stage.list.state.failure], ['us', undefined]);
      await stage.list.ask(defaultQuery);
    }
    await stage.list.ask({ ...onlyNew, filter: { status: 'New', type: 'Shared' } });
    assert.equal((await stage.calls()).filter(filtered).length, 2);
    // The server may support a filter by another property.
    await stage.list.ask({ ...defaultQuery, filter: { type: 'Shared' } });
    assert.equal((await stage.calls()).filter(filtered).length, 3);
  });

  it('is asked for again after one refusal, which may be a passing failure, and when the connection was forgotten', async () => {
    await stage.fault({ status: 400, path: '$filter', times: 1 });
    await stage.list.ask(onlyNew);
    assert.equal(stage.list.state.filteredBy, 'us');
    await stage.list.refresh();
    assert.equal(stage.list.state.filteredBy, 'server');
    await stage.fault({ status: 400, path: '$filter', times: 2 });
    for (let n = 0; n < 2; n++) await stage.list.refresh();
    await stage.list.refresh();
    assert.equal(stage.list.state.filteredBy, 'us');
    stage.catalog.forget('sandbox');
    stage.list.reset();
    await stage.list.refresh();
    assert.equal(stage.list.state.filteredBy, 'server');
  });

  it('blames the order, not the filter, when it is the order that is refused', async () => {
    await stage.fault({ status: 400, path: '$orderby=createdDateTime', times: 9 });
    await stage.list.ask({ ...onlyNew, orderBy: { field: 'createdDateTime', descending: true } });
    assert.deepEqual([stage.list.state.filteredBy, stage.list.state.failure], ['server', undefined]);
    assert.ok(count('New') >= 10);
  });

  it('is given up where the server leaves it out without a word', async () => {
    await stage.fault({ status: 200, body: { value: [{ id: 'a', status: 'Active' }] }, path: '$filter', times: 9 });
    await stage.list.ask(onlyNew);
    assert.deepEqual([stage.list.state.filteredBy, stage.list.state.failure], ['us', undefined]);
    assert.equal(
      [...stage.list.state.items].some(({ id }) => id === 'a'),
      false,
    );
  });

  it('keeps the options on the second try of a token that doesn’t carry them', async () => {
    await stage.list.ask(onlyNew);
    await stage.fault({ status: 400, path: '$skiptoken', times: 1 });
    await stage.list.loadMore();
    assert.deepEqual([stage.list.state.failure, filtered((await stage.calls()).at(-1)!)], [undefined, true]);
  });

  it('finds out at a refresh that a referral no longer meets the filter', async () => {
    await stage.list.ask(onlyNew);
    const { id } = [...stage.list.state.items].find(
      ({ status, direction }) => status === 'New' && direction === 'Incoming',
    )!;
    await stage.patch(id, [
      { op: 'replace', path: '/status', value: 'Active' },
      { op: 'replace', path: '/substatus', value: 'Accepted' },
    ]);
    await stage.list.refresh();
    assert.equal([...stage.list.state.items].find((item) => item.id === id)?.status, 'Active');
    assert.equal(stage.list.state.filteredBy, 'server');
  });
});
