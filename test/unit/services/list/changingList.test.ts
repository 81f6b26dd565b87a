import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/api/failure.ts';
import { defaultQuery, type ListQuery } from '../../../../src/api/listQuery.ts';
import { NewsWatch } from '../../../../src/services/list/poller.ts';
import { referral } from './referrals.ts';
import { minute, StagedServer } from './stagedServer.ts';

const onlyNew: ListQuery = { ...defaultQuery, filter: { status: 'New' } };
const throttled = {
  kind: 'throttled',
  facts: { status: 429, code: undefined, requestId: undefined, message: undefined },
  retryAfterMs: 60 * minute,
} as const;

describe('a deep list of which more changed than a look goes through', () => {
  let server: StagedServer;
  beforeEach(async () => {
    server = new StagedServer(5500);
    await server.list.loadAll();
    for (let n = 0; n < 900; n++) server.put(`r${String(n)}`, 'Active', 'changed');
  });

  it('keeps its time after the look, and is right after a refresh', async () => {
    const { list } = server;
    const { asOf } = list.state;
    await list.lookForNews();
    await list.lookForNews();
    assert.deepEqual([list.state.asOf, server.stale.length], [asOf, 400]);
    await list.refresh();
    assert.deepEqual([server.stale, list.state.asOf, list.state.hasMore], [[], server.now, false]);
    // Nothing is outdated any more, so one request is enough again.
    const before = server.requests;
    await list.refresh();
    await list.lookForNews();
    assert.equal(server.requests - before, 2);
  });

  it('has a new time after a look through all that was loaded of it', async () => {
    const { list } = server;
    list.reset();
    await list.refresh();
    for (let n = 0; n < 900; n++) server.put(`r${String(n)}`, 'New', 'changed again');
    await list.lookForNews();
    assert.deepEqual([list.state.asOf, server.stale], [server.now, []]);
  });

  it('is right after a refresh where the look failed half way', async () => {
    const { list } = server;
    server.beforeAnswer = async () => server.failOnce(throttled);
    await assert.rejects(list.lookForNews());
    server.now += throttled.retryAfterMs;
    await list.refresh();
    assert.deepEqual(server.stale, []);
  });

  it('can be loaded on from where a refresh gave up, and is right then', async () => {
    const { list } = server;
    await list.lookForNews();
    const { asOf } = list.state;
    server.beforeAnswer = async () => void (server.now += 20_000);
    await list.refresh();
    assert.deepEqual([list.state.asOf, list.state.hasMore, list.state.items.length], [asOf, true, 5500]);
    await list.loadAll();
    assert.deepEqual([server.stale, list.state.hasMore, list.state.items.length], [[], false, 5500]);
  });
});

describe('a refresh', () => {
  const has = ({ list }: StagedServer, id: string): boolean => [...list.state.items].some((item) => item.id === id);

  it('of a complete list brings all that changed, whatever is filtered or sorted by', async () => {
    for (const query of [
      onlyNew,
      { ...defaultQuery, orderBy: { field: 'createdDateTime', descending: true } },
    ] as const) {
      const server = new StagedServer(250);
      await server.list.loadAll();
      await server.list.ask(query);
      server.put('r0', 'Closed');
      server.put('r250', 'Active');
      await server.list.refresh();
      assert.deepEqual([server.stale, server.list.state.asOf, server.list.state.hasMore], [[], server.now, false]);
      await server.list.ask(defaultQuery);
      assert.ok(has(server, 'r250'));
    }
  });

  it('lets go of what is gone, however deep it is in a thousand referrals', async () => {
    const server = new StagedServer(1500);
    await server.list.loadAll();
    server.rows.delete('r3');
    await server.list.refresh();
    assert.deepEqual([server.list.state.items.length, server.stale], [1499, []]);
  });

  it('keeps a complete list complete when it has grown by a page', async () => {
    const server = new StagedServer(300);
    await server.list.loadAll();
    await server.list.ask(onlyNew);
    server.put('r300', 'New');
    await server.list.refresh();
    assert.deepEqual([server.list.state.items.length, server.list.state.hasMore, server.stale], [301, false, []]);
  });

  it('that its time limit ended says so until the rest was loaded, also after a look for news', async () => {
    const server = new StagedServer(6000);
    await server.list.loadAll();
    const { asOf } = server.list.state;
    for (let n = 0; n < 6000; n++) server.put(`r${n}`, 'New', 'changed');
    server.now += minute;
    server.beforeAnswer = async () => void (server.now += 2000);
    await server.list.refresh();
    const { length } = server.stale;
    assert.ok(length > 0);
    await server.list.lookForNews();
    assert.deepEqual([server.stale.length, server.list.state.asOf, server.list.state.hasMore], [length, asOf, true]);
    // The server is fast again.
    server.beforeAnswer = async () => undefined;
    server.put('r0', 'New', 'later');
    await server.list.refresh();
    assert.deepEqual([server.stale, server.list.state.asOf, server.list.state.hasMore], [[], server.now, false]);
  });

  it('brings what it could read where the server throttles it half way, and the rest the next time', async () => {
    const server = new StagedServer(6000);
    await server.list.loadAll();
    server.now += 60 * minute;
    const { asOf } = server.list.state;
    server.put('r7', 'New', 'first');
    for (let n = 100; n < 700; n++) server.put(`r${n}`, 'Active', 'many');
    let asked = 0;
    server.beforeAnswer = async () => {
      if (++asked > 3) server.failOnce(throttled);
      if (asked > 3) await server.beforeAnswer();
    };
    await server.list.refresh();
    assert.deepEqual([server.list.state.failure?.kind, server.list.state.asOf], ['throttled', asOf]);
    assert.equal(server.stale.length, 301);
    assert.ok(server.list.state.changed.size > 0);
    server.now += throttled.retryAfterMs;
    await server.list.refresh();
    assert.deepEqual([server.stale, server.list.state.failure], [[], undefined]);
  });

  it('of a filter brings what doesn’t meet it or no longer does', async () => {
    const server = new StagedServer(450);
    await server.list.refresh();
    await server.list.ask(onlyNew);
    server.put('r448', 'Closed', 'was never new');
    await server.list.refresh();
    assert.deepEqual(server.stale, []);
    server.put('r449', 'Closed', 'was new');
    await server.list.refresh();
    assert.deepEqual(server.stale, []);
  });

  it('goes on filtering at the server after one row did not meet the filter', async () => {
    const server = new StagedServer(450);
    await server.list.refresh();
    server.unfiltered.add('r448');
    await server.list.ask(onlyNew);
    assert.deepEqual([server.list.state.filteredBy, server.requests], ['us', 3]);
    server.unfiltered.clear();
    await server.list.refresh();
    assert.deepEqual([server.list.state.filteredBy, server.requests], ['server', 4]);
  });

  it('stops filtering at a server that ignores filters', async () => {
    const server = new StagedServer(450);
    await server.list.refresh();
    for (const id of server.rows.keys()) server.unfiltered.add(id);
    await server.list.ask(onlyNew);
    await server.list.refresh();
    const before = server.requests;
    await server.list.refresh();
    assert.deepEqual([server.list.state.filteredBy, server.requests - before], ['us', 1]);
  });
});

describe('loading all', () => {
  let server: StagedServer;
  beforeEach(() => (server = new StagedServer(1500)));

  it('of a filter does not pass for loading what is asked for after it', async () => {
    const { list } = server;
    await list.ask(onlyNew);
    await list.refresh();
    let asking: Promise<void> | undefined;
    await list.loadAll(undefined, () => void (asking ??= list.ask(defaultQuery)));
    await asking;
    assert.deepEqual([list.state.phase, list.state.hasMore], ['ready', true]);
    await list.loadAll();
    assert.deepEqual([list.state.items.length, list.state.hasMore], [1500, false]);
  });

  it('waits for what is loading, and then loads all', async () => {
    const { list } = server;
    const loading = list.refresh();
    await Promise.all([list.loadAll(), loading]);
    assert.deepEqual([list.state.items.length, list.state.hasMore], [1500, false]);
    assert.equal(server.requests, 15);
  });

  it('ends at once when it is cancelled while it waits', async () => {
    const { list } = server;
    let answer = (): void => undefined;
    server.beforeAnswer = () => new Promise((resolve) => (answer = resolve));
    const loading = list.refresh();
    const stop = new AbortController();
    const all = list.loadAll(stop.signal);
    stop.abort();
    await all;
    assert.equal(list.state.phase, 'loading');
    answer();
    await loading;
    assert.deepEqual([list.state.items.length, server.requests], [100, 1]);
  });

  it('does not go on for whoever comes after a sign-out', async () => {
    const { list } = server;
    const loading = list.refresh();
    const all = list.loadAll();
    list.reset();
    await Promise.all([all, loading]);
    assert.deepEqual([list.state.phase, list.state.items.length], ['new', 0]);
  });

  it('starts a list of which only what was kept is there, as loading more does', async () => {
    const { list } = server;
    server.failOnce({ kind: 'timeout', afterMs: 1 });
    list.restore([referral('r1')], 1);
    await list.refresh();
    await list.loadAll();
    assert.equal(list.state.items.length, 1500);
    list.reset();
    await list.loadMore();
    assert.equal(list.state.items.length, 100);
  });

  it('reads a complete list again, and lets go of what is deep in it and gone', async () => {
    const { list } = server;
    await list.loadAll();
    assert.equal(server.requests, 15);
    server.rows.delete('r0');
    server.put('r1', 'Closed');
    const told: number[] = [];
    await list.loadAll(undefined, (loaded) => told.push(loaded));
    assert.deepEqual([server.stale, list.state.items.length, list.state.hasMore], [[], 1499, false]);
    assert.deepEqual([told.at(0), told.at(-1)], [100, 1499]);
  });

  it('of a complete list marks what changed, as a refresh does, and tells since when it is', async () => {
    const { list } = server;
    await list.loadAll();
    server.put('r5', 'New', 'changed');
    server.put('brand-new', 'New');
    server.now += minute;
    await list.loadAll();
    assert.deepEqual([list.state.changed, list.state.asOf], [new Set(['brand-new', 'r5']), server.now]);
  });

  it('of a complete list loses nothing when it is stopped half way', async () => {
    const { list } = server;
    await list.loadAll();
    const stop = new AbortController();
    await list.loadAll(stop.signal, (loaded) => loaded >= 500 && stop.abort());
    assert.deepEqual([list.state.items.length, list.state.hasMore, list.state.phase], [1500, false, 'ready']);
    for (let n = 0; n < 300; n++) server.put(`r${n}`, 'Active', 'changed later');
    for (let n = 1000; n < 1020; n++) server.rows.delete(`r${n}`);
    await list.refresh();
    assert.deepEqual([server.stale, list.state.items.length], [[], 1480]);
  });

  it('of a complete filtered list lets go of what is gone, too', async () => {
    const { list } = server;
    await list.refresh();
    await list.ask(onlyNew);
    await list.loadAll();
    server.rows.delete('r701');
    await list.loadAll();
    assert.ok(![...list.state.items].some(({ id }) => id === 'r701'));
  });

  it('lets go of what the server has no longer, and keeps what came since', async () => {
    const { list } = server;
    list.restore([referral('gone', { status: 'New', updatedDateTime: '2025-12-31T23:59:00Z' })], 1);
    await list.refresh();
    server.put('fresh', 'New');
    await list.ask(onlyNew);
    await list.ask(defaultQuery);
    await list.loadAll();
    const has = (id: string): boolean => [...list.state.items].some((item) => item.id === id);
    assert.deepEqual([has('gone'), has('fresh'), list.state.items.length], [false, true, 1501]);
  });
});

describe('a list that the server throttled', () => {
  it('is not looked at for news before the time that a person’s refresh was told', async () => {
    const server = new StagedServer(50);
    const { list } = server;
    await list.refresh();
    server.failOnce(throttled);
    await list.refresh();
    const before = server.requests;
    const waits: number[] = [];
    let due = (): void => undefined;
    let toldSchedule = (): void => undefined;
    const scheduled = new Promise<void>((resolve) => (toldSchedule = resolve));
    const after = (ms: number, task: () => void) => {
      waits.push(ms / minute);
      if (waits.length === 2) toldSchedule();
      due = task;
      return { dispose: () => undefined };
    };
    let looked: Promise<void> = Promise.resolve();
    const look = (): Promise<void> => (looked = list.lookForNews());
    const clock = { now: () => server.now, after };
    const watch = new NewsWatch({ look, asOf: () => list.state.asOf, minutes: () => 5, clock });
    watch.watch(true);
    server.now += 5 * minute;
    due();
    await assert.rejects(looked, (error) => error instanceof ApiError && error.failure.kind === 'throttled');
    assert.equal(server.requests, before);
    await scheduled;
    assert.deepEqual(waits, [5, 55]);
    server.now += 55 * minute;
    await list.lookForNews();
    assert.equal(server.requests, before + 1);
    watch.dispose();
  });

  it('is not requested before its time, whoever asks, and says how long that is', async () => {
    const server = new StagedServer(250);
    const { list } = server;
    await list.refresh();
    server.failOnce(throttled);
    await list.refresh();
    server.now += 20 * minute;
    const before = server.requests;
    for (const ask of [
      () => list.refresh(),
      () => list.loadMore(),
      () => list.loadAll(),
      () => list.ask({ ...defaultQuery, filter: { status: 'New' } }),
    ]) {
      await ask();
      const { failure, phase, items } = list.state;
      assert.deepEqual([failure, phase, items.length], [{ ...throttled, retryAfterMs: 40 * minute }, 'ready', 100]);
    }
    assert.equal(server.requests, before);
    server.now += 40 * minute;
    await list.refresh();
    assert.deepEqual([list.state.failure, server.requests], [undefined, before + 1]);
  });

  it('is requested at once for another account than the throttled one', async () => {
    const server = new StagedServer(50);
    server.beforeAnswer = async () => {
      server.beforeAnswer = async () => undefined;
      server.catalog.forget('sandbox');
      server.list.reset();
      throw new ApiError(throttled);
    };
    await server.list.refresh();
    await server.list.refresh();
    assert.deepEqual([server.list.state.failure, server.list.state.items.length], [undefined, 50]);
  });

  it('is requested at once after the server was reset', async () => {
    const server = new StagedServer(50);
    server.failOnce(throttled);
    await server.list.refresh();
    server.catalog.of('sandbox').capabilities.forget();
    await server.list.refresh();
    assert.deepEqual([server.list.state.failure, server.list.state.items.length], [undefined, 50]);
  });
});
