import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { defaultQuery } from '../../../../src/api/listQuery.ts';
import type { FetchedReferral } from '../../../../src/api/client.ts';
import { referral } from './referrals.ts';
import { StagedServer } from './stagedServer.ts';

/** Delays responses until the test releases them. */
class Held {
  readonly #waiting: (() => void)[] = [];

  constructor(server: StagedServer) {
    server.beforeAnswer = () => new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A request is sent a few turns of the event loop after the call. */
  async whenSent(): Promise<void> {
    while (this.#waiting.length === 0) await nextTurn();
  }

  async release(): Promise<void> {
    await this.whenSent();
    this.#waiting.shift()?.();
    await nextTurn();
  }
}

describe('a list whose answers overtake each other', () => {
  const onlyNew = { ...defaultQuery, filter: { status: 'New' } };
  let server: StagedServer;
  const opened = (id: string): void => {
    const summary = server.rows.get(id)!;
    const fetched: FetchedReferral = { text: '{}', summary, eTag: undefined, receivedAt: 0, durationMs: 0 };
    const store = server.catalog.of('sandbox');
    store.addFetched(fetched, store.request());
  };
  const shown = (id: string): string | undefined => [...server.list.state.items].find((item) => item.id === id)?.status;

  it('keeps what was opened when the page that was asked for before comes late', async () => {
    server = new StagedServer(3);
    await server.list.refresh();
    const old = server.rows.get('r0')!;
    const held = new Held(server);
    const news = server.list.lookForNews();
    await held.whenSent();
    server.put('r0', 'Closed');
    opened('r0');
    server.rows.set('r0', old);
    await held.release();
    await news;
    assert.deepEqual([shown('r0'), server.list.state.changed.has('r0')], ['Closed', false]);
  });

  it('is loaded also where its sandbox starts again for that and empties the list', async () => {
    for (const load of ['refresh', 'loadMore', 'loadAll'] as const) {
      server = new StagedServer(250);
      await server.list.refresh();
      let starts = 0;
      server.onConnect = () => {
        if (starts++ > 0) return;
        server.catalog.forget('sandbox');
        server.list.reset();
      };
      await server.list[load]();
      const { phase, items, failure } = server.list.state;
      assert.deepEqual([phase, items.length, failure], ['ready', load === 'loadAll' ? 250 : 100, undefined], load);
    }
  });

  for (const [what, count, load] of [
    ['a page', 50, 'refresh'],
    ['all pages', 150, 'loadAll'],
  ] as const) {
    it(`keeps a referral that is created while ${what} is read and is not in it`, async () => {
      server = new StagedServer(count);
      await server.list.refresh();
      const held = new Held(server);
      const loading = server.list[load]();
      await held.whenSent();
      const summary = referral('made', { status: 'New', updatedDateTime: new Date(server.now + 1000).toISOString() });
      const store = server.catalog.of('sandbox');
      store.addFetched({ text: '{}', summary, eTag: undefined, receivedAt: 0, durationMs: 0 }, store.request());
      store.addCreated('made');
      server.beforeAnswer = async () => undefined;
      await held.release();
      await loading;
      assert.deepEqual([shown('made'), server.list.state.items.length], ['New', count + 1]);
    });
  }

  it('keeps a referral that moves to the front while pages are loaded anew', async () => {
    server = new StagedServer(250);
    await server.list.loadAll();
    assert.equal(server.list.state.items.length, 250);
    const held = new Held(server);
    const again = server.list.refresh();
    await held.release();
    // The referral was on the last page and moves to the first one, which was already read.
    const { now } = server;
    server.put('r5', 'Closed');
    // The time doesn't advance, since loading stops at its time limit.
    server.now = now;
    server.beforeAnswer = async () => undefined;
    await held.release();
    await again;
    assert.deepEqual([server.list.state.items.length, shown('r5')], [250, 'Closed']);
  });

  it('lets go of one that went while pages are loaded anew', async () => {
    server = new StagedServer(250);
    await server.list.loadAll();
    server.rows.delete('r5');
    await server.list.refresh();
    assert.deepEqual([server.list.state.items.length, shown('r5')], [249, undefined]);
  });

  for (const [clock, ahead] of [
    ['right', 0],
    ['ahead', 86_400_000],
    ['behind', -86_400_000],
  ] as const) {
    it(`keeps what changed while all is loaded, and drops what went before, with a clock that is ${clock}`, async () => {
      server = new StagedServer(350);
      await server.list.refresh();
      server.now += ahead;
      server.rows.delete('r349');
      const held = new Held(server);
      const all = server.list.loadAll();
      await held.release();
      server.now -= ahead;
      server.put('r10', 'Closed');
      server.beforeAnswer = async () => undefined;
      await held.release();
      await all;
      // A refresh detects that a referral of the first page no longer exists.
      await server.list.refresh();
      assert.deepEqual([server.list.state.items.length, shown('r10'), shown('r349')], [349, 'Closed', undefined]);
    });
  }

  it('still has more after loading all was stopped under a filter, and asks for that filter then', async () => {
    server = new StagedServer(250);
    await server.list.refresh();
    const held = new Held(server);
    const stop = new AbortController();
    const all = server.list.loadAll(stop.signal);
    await server.list.ask(onlyNew);
    stop.abort();
    await held.release();
    await all;
    assert.deepEqual([server.list.state.hasMore, server.list.state.filteredBy], [true, 'us']);
    server.beforeAnswer = async () => undefined;
    await server.list.loadMore();
    assert.deepEqual([server.list.state.hasMore, server.list.state.filteredBy], [true, 'server']);
  });

  it('keeps what is mine where the server tells cases of an e-mail address apart', async () => {
    server = new StagedServer(150);
    server.put('mine', 'New', '', [{ email: 'maria.lopez@contoso.example' }]);
    await server.list.refresh();
    await server.list.ask({ ...defaultQuery, filter: { teamEmail: 'Maria.Lopez@contoso.example' } });
    assert.equal(shown('mine'), 'New');
    // The filter has the same spelling as the referral, so a referral that the server doesn't return no longer exists.
    server.rows.delete('mine');
    await server.list.ask({ ...defaultQuery, filter: { teamEmail: 'maria.lopez@contoso.example' } });
    assert.equal(shown('mine'), undefined);
  });

  it('goes on where it was when the server has forgotten where that is', async () => {
    server = new StagedServer(1500);
    await server.list.refresh();
    for (let n = 0; n < 11; n++) await server.list.loadMore();
    assert.equal(server.list.state.items.length, 1200);
    server.age++;
    await server.list.refresh();
    await server.list.loadMore();
    assert.deepEqual([server.list.state.failure, server.list.state.items.length], [undefined, 1300]);
    server.age++;
    await server.list.loadAll();
    assert.deepEqual([server.list.state.failure, server.list.state.items.length], [undefined, 1500]);
    assert.equal(server.list.state.hasMore, false);
  });

  it('tells a failure where also the first page fails', async () => {
    server = new StagedServer(250);
    await server.list.refresh();
    server.age++;
    const facts = { status: 404, code: 'itemNotFound', requestId: undefined, message: undefined };
    let asked = 0;
    server.beforeAnswer = async () => {
      if (++asked === 2) server.failOnce({ kind: 'notFound', of: 'collection', facts });
      if (asked === 2) await server.beforeAnswer();
    };
    await server.list.loadMore();
    assert.equal(server.list.state.failure?.kind, 'notFound');
    assert.deepEqual([server.list.state.items.length, server.list.state.hasMore], [100, true]);
  });
});
