import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/api/failure.ts';
import { defaultQuery } from '../../../../src/api/listQuery.ts';
import { noFilter } from '../../../../src/services/list/arrangement.ts';
import { Browsing, type BrowsingChange } from '../../../../src/services/list/browsing.ts';
import { SandboxStage } from '../sandboxStage.ts';

function someMemory() {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
}

describe('a refresh', () => {
  let stage: SandboxStage;
  afterEach(() => stage.close());

  it('with one changed referral is one event that names one row, or the group it moves in', async () => {
    stage = await SandboxStage.start({ count: 60, pageSize: 20 });
    const { list, catalog } = stage;
    await list.loadAll();
    const memory = someMemory();

    const browsing = new Browsing(list, memory, 'en');
    const changes: BrowsingChange['rows'][] = [];
    browsing.onDidChange(({ rows }) => rows.kind !== 'nothing' && changes.push(rows));
    browsing.arrange({ sort: { by: 'created', descending: true } });
    changes.length = 0;
    await list.refresh();
    assert.deepEqual(changes, []);

    const item = [...list.state.items].find(
      ({ status, direction }) => status === 'Active' && direction === 'Outgoing',
    )!;
    const others = list.state.items.filter(({ id }) => id !== item.id);
    await stage.patch(item.id, [{ op: 'replace', path: '/externalReferenceId', value: 'CRM-new' }]);
    await list.refresh();
    assert.deepEqual(changes, [{ kind: 'some', groups: [], rows: [item.id] }]);
    assert.deepEqual(
      list.state.items.filter(({ id }) => id !== item.id),
      others,
    );
    assert.ok(others.every((other) => catalog.find('sandbox', other.id)?.summary === other));

    // Sorted by the changed date, the referral moves.
    browsing.arrange({ sort: { by: 'updated', descending: true } });
    changes.length = 0;
    const last = browsing.groups
      .find(({ value }) => value === 'Active')!
      .members.findLast(({ direction }) => direction === 'Outgoing')!;
    await stage.patch(last.id, [{ op: 'replace', path: '/externalReferenceId', value: 'CRM-newer' }]);
    await list.refresh();
    assert.deepEqual(changes, [{ kind: 'some', groups: ['status/Active'], rows: [last.id] }]);
  });

  it('marks what changed until somebody looks at it', async () => {
    stage = await SandboxStage.start({ count: 30 });
    const { list, catalog } = stage;
    await list.refresh();
    assert.equal(list.state.changed.size, 0);
    const [one, two] = list.state.items.filter(
      ({ status, direction }) => status === 'Active' && direction === 'Outgoing',
    );
    for (const { id } of [one!, two!]) {
      await stage.patch(id, [{ op: 'replace', path: '/externalReferenceId', value: 'CRM-new' }]);
    }
    await list.refresh();
    assert.deepEqual(list.state.changed, new Set([one!.id, two!.id]));
    list.markSeen(one!.id);
    assert.deepEqual(list.state.changed, new Set([two!.id]));
    await catalog.open('sandbox', two!.id, { signal: new AbortController().signal });
    assert.equal(list.state.changed.size, 0);
  });

  it('keeps the depth, and stops looking where nothing is new', async () => {
    stage = await SandboxStage.start({ count: 550, pageSize: 10 });
    await stage.list.refresh();
    while (stage.list.state.items.length < 510) await stage.list.loadMore();
    const before = (await stage.calls()).length;
    const { items } = stage.list.state;
    await stage.list.refresh();
    assert.equal((await stage.calls()).length - before, 1);
    assert.equal(stage.list.state.items, items);
    await stage.list.loadMore();
    assert.equal(stage.list.state.items.length, 520);
  });

  it('lets go of what the server has no longer', async () => {
    stage = await SandboxStage.start({ count: 20 });
    await stage.list.refresh();
    const [gone, ...rest] = stage.list.state.items;
    await stage.fault({
      status: 200,
      body: { value: rest.map(({ id, updatedDateTime }) => ({ id, updatedDateTime })) },
    });
    await stage.list.refresh();
    assert.equal(
      [...stage.list.state.items].some(({ id }) => id === gone!.id),
      false,
    );
    assert.equal(stage.list.state.items.length, 19);
  });

  it('tells since when the rows are, and keeps that while offline', async () => {
    stage = await SandboxStage.start({ count: 20 });
    await stage.list.refresh();
    const { asOf } = stage.list.state;
    await stage.fault({ disconnect: true, times: 9 });
    await stage.list.refresh();
    const { failure, items } = stage.list.state;
    assert.deepEqual([failure?.kind, stage.list.state.asOf, items.length], ['unreachable', asOf, 20]);
  });
});

describe('looking for news', () => {
  let stage: SandboxStage;
  beforeEach(async () => {
    stage = await SandboxStage.start({ count: 90, pageSize: 20 });
    await stage.list.loadAll();
  });
  afterEach(() => stage.close());

  it('takes one request when there is none, and moves only the time', async () => {
    const { items } = stage.list.state;
    const before = (await stage.calls()).length;
    stage.now += 60_000;
    await stage.list.lookForNews();
    assert.equal((await stage.calls()).length - before, 1);
    assert.equal(stage.list.state.items, items);
    assert.equal(stage.list.state.asOf, stage.now);
  });

  it('brings and marks what changed, whatever filter is in use', async () => {
    await stage.list.ask({ ...defaultQuery, filter: { status: 'New' } });
    const { id } = [...stage.list.state.items].find(
      ({ status, direction }) => status === 'Active' && direction === 'Outgoing',
    )!;
    await stage.patch(id, [{ op: 'replace', path: '/externalReferenceId', value: 'CRM-new' }]);
    await stage.list.lookForNews();
    assert.equal([...stage.list.state.items].find((item) => item.id === id)?.externalReferenceId, 'CRM-new');
    assert.deepEqual([...stage.list.state.changed], [id]);
  });

  it('rejects when throttled and shows nothing of it', async () => {
    const { state } = stage.list;
    await stage.fault({ retryAfter: 600 });
    await assert.rejects(
      stage.list.lookForNews(),
      (error) => error instanceof ApiError && error.failure.kind === 'throttled',
    );
    assert.equal(stage.list.state, state);
  });

  it('leaves alone what a person loads meanwhile, and drops what comes after a sign-out', async () => {
    const looking = stage.list.lookForNews();
    stage.list.reset();
    await looking;
    assert.deepEqual([stage.list.state.phase, stage.list.state.items.length], ['new', 0]);
  });
});

describe('a list that was kept', () => {
  it('is there at once, and a refresh tells what became of it', async () => {
    const stage = await SandboxStage.start({ count: 150 });
    await stage.list.loadAll();
    const items = [...stage.list.state.items];
    stage.list.reset();
    stage.catalog.forget('sandbox');
    stage.list.restore(items, 5);
    assert.deepEqual([stage.list.state.items.length, stage.list.state.asOf, stage.list.state.phase], [150, 5, 'new']);
    assert.equal(stage.catalog.of('sandbox').size, 150);
    const changed = items.find(({ status, direction }) => status === 'Active' && direction === 'Outgoing')!;
    await stage.patch(changed.id, [{ op: 'replace', path: '/externalReferenceId', value: 'CRM-new' }]);
    await stage.list.refresh();
    assert.equal(stage.list.state.items.length, 150);
    assert.deepEqual([...stage.list.state.changed], [changed.id]);
    await stage.close();
  });
});

describe('a list that was kept, offline', () => {
  it('stays, and comes back whole, with more to load, at the first look that gets through', async () => {
    const stage = await SandboxStage.start({ count: 250 });
    await stage.list.refresh();
    const items = [...stage.list.state.items];
    stage.list.reset();
    stage.list.restore(items.slice(0, 40), 5);
    // Each request is tried three times.
    await stage.fault({ disconnect: true, times: 3 });
    await stage.list.refresh();
    const { failure, phase, hasMore, asOf } = stage.list.state;
    assert.deepEqual([failure?.kind, phase, hasMore, asOf], ['unreachable', 'ready', false, 5]);
    await stage.fault({ retryAfter: 600 });
    await assert.rejects(
      stage.list.lookForNews(),
      (error) => error instanceof ApiError && error.failure.kind === 'throttled',
    );
    stage.now += 600_000;
    await stage.list.lookForNews();
    const after = stage.list.state;
    assert.deepEqual([after.failure, after.items.length, after.hasMore], [undefined, 100, true]);
    await stage.close();
  });
});

describe('the arrangement', () => {
  it('is remembered, but for the words that were typed', async () => {
    const stage = await SandboxStage.start({ count: 20 });
    const memory = someMemory();
    const { kept } = memory;
    const browsing = new Browsing(stage.list, memory, 'en');
    browsing.arrange({ groupBy: 'country', sort: { by: 'value', descending: true } });
    browsing.filter({ text: 'contoso', status: ['New'] });
    const stored = JSON.parse(JSON.stringify([...kept.values()][0]));
    const next = new Browsing(stage.list, { ...memory, get: () => stored }, 'en').arrangement;
    assert.deepEqual(next, {
      groupBy: 'country',
      sort: { by: 'value', descending: true },
      filter: { ...noFilter, status: ['New'] },
    });
    assert.doesNotMatch(JSON.stringify([...kept]), /contoso/);
    await stage.close();
  });
});
