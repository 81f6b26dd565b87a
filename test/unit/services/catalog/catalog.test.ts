import assert from 'node:assert/strict';
import type { FetchedReferral, ReferralClient } from '../../../../src/api/client.ts';
import { ApiError, type Failure } from '../../../../src/api/failure.ts';
import { readSummary, type ReferralSummary } from '../../../../src/referral/summary.ts';
import { Catalog, type CatalogChange } from '../../../../src/services/catalog/catalog.ts';
import type { Connection, ConnectionId } from '../../../../src/services/connection/connection.ts';
import { addListed } from '../list/store.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const summary = (status: string): ReferralSummary => readSummary({ id, status })!;
const fetched = (status: string): FetchedReferral => ({
  text: `{"status":"${status}"}`,
  summary: summary(status),
  eTag: undefined,
  receivedAt: 0,
  durationMs: 0,
});
const ask = { signal: new AbortController().signal };

describe('the catalog', () => {
  let answer: () => Promise<FetchedReferral>;
  let search: () => Promise<{ items: readonly ReferralSummary[] }>;
  let changes: CatalogChange[];
  let catalog: Catalog;

  beforeEach(() => {
    const client = { get: () => answer(), patch: () => answer(), search: () => search() } as unknown as ReferralClient;
    const connection = { client: () => Promise.resolve(client) } as Connection;
    catalog = new Catalog({ get: (_id: ConnectionId) => connection });
    changes = [];
    catalog.onDidChange((change) => changes.push(change));
    answer = () => Promise.resolve(fetched('New'));
  });

  it('knows a referral once it was opened, whatever the case of its id, on that connection only', async () => {
    await catalog.open('sandbox', id, ask);
    assert.equal(catalog.find('sandbox', id.toUpperCase())?.summary.status, 'New');
    assert.equal(catalog.find('partner-center', id), undefined);
    assert.deepEqual(changes, [{ connection: 'sandbox', ids: new Set([id]) }]);
  });

  it('keeps what it had when opening again fails', async () => {
    await catalog.open('sandbox', id, ask);
    answer = () => Promise.reject(new ApiError({ kind: 'timeout', afterMs: 1 }));
    await assert.rejects(catalog.open('sandbox', id, ask), ApiError);
    assert.equal(catalog.find('sandbox', id)?.fetched?.text, '{"status":"New"}');
    assert.equal(changes.length, 1);
  });

  it('knows what came in a list, and keeps the text of what was opened', async () => {
    await catalog.open('sandbox', id, ask);
    addListed(catalog, [summary('Active')]);
    const entry = catalog.find('sandbox', id);
    assert.equal(entry?.summary.status, 'Active');
    assert.equal(entry.fetched?.text, '{"status":"New"}');
  });

  it('tells that a change was sent when the connection is forgotten in the middle of it', async () => {
    answer = () => {
      catalog.forget('sandbox');
      return Promise.resolve(fetched('Active'));
    };
    await assert.rejects(catalog.patch('sandbox', id, '[]', '"t"', ask), (error) => {
      assert.deepEqual(error instanceof ApiError && error.failure, { kind: 'cancelled', wasSent: true });
      return true;
    });
    await assert.rejects(catalog.open('sandbox', id, ask), (error) => {
      assert.deepEqual(error instanceof ApiError && error.failure, { kind: 'cancelled' });
      return true;
    });
  });

  it('sends nothing if the connection is forgotten while it connects, or was since the caller began', async () => {
    const asked: string[] = [];
    const client = {
      get: async () => (asked.push('GET'), fetched('New')),
      patch: async () => (asked.push('PATCH'), fetched('Active')),
    } as unknown as ReferralClient;
    let onConnecting = (): void => undefined;
    const connection = {
      client: () => {
        onConnecting();
        return Promise.resolve(client);
      },
    } as Connection;
    const own = new Catalog({ get: (_id: ConnectionId) => connection });
    const unsent = (error: unknown): boolean => {
      assert.deepEqual(error instanceof ApiError && error.failure, { kind: 'cancelled' });
      return true;
    };
    const began = own.of('sandbox').request();
    await own.patch('sandbox', id, '[]', '"t"', ask, began);
    assert.deepEqual(asked.splice(0), ['PATCH']);
    // As a sandbox that was stopped does when it starts again.
    onConnecting = () => own.forget('sandbox');
    await assert.rejects(own.patch('sandbox', id, '[]', '"t"', ask, began), unsent);
    await assert.rejects(own.open('sandbox', id, ask, began), unsent);
    // A request of nobody who began before is for whatever sandbox starts.
    await own.open('sandbox', id, ask);
    assert.deepEqual(asked.splice(0), ['GET']);
    onConnecting = () => void Promise.resolve().then(() => own.forget('sandbox'));
    await assert.rejects(own.patch('sandbox', id, '[]', '"t"', ask), unsent);
    await assert.rejects(own.open('sandbox', id, ask), unsent);
    assert.deepEqual(asked, []);
  });

  /** A write whose response comes after that of a read which began during the write. */
  async function writeDuringRead(written: string | undefined, read: string | undefined): Promise<FetchedReferral> {
    const at = (status: string, updatedDateTime: string | undefined): FetchedReferral => ({
      ...fetched(status),
      summary: readSummary({ id, status, updatedDateTime })!,
    });
    await catalog.open('sandbox', id, ask);
    const { promise, resolve } = Promise.withResolvers<FetchedReferral>();
    answer = () => promise;
    const patched = catalog.patch('sandbox', id, '[]', '"t"', ask);
    // The request leaves in a later turn.
    await new Promise(setImmediate);
    answer = () => Promise.resolve(at('Closed', read));
    await catalog.open('sandbox', id, ask);
    resolve(at('Active', written));
    return patched;
  }

  it('keeps what somebody wrote after our own write, though its response came earlier', async () => {
    const result = await writeDuringRead('2026-11-20T12:00:00.1Z', '2026-11-20T12:00:00.5Z');
    assert.equal(catalog.find('sandbox', id)?.summary.status, 'Closed');
    assert.equal(catalog.find('sandbox', id)?.fetched?.text, '{"status":"Closed"}');
    assert.equal(result.text, '{"status":"Closed"}');
  });

  for (const [read, when] of [
    ['2026-11-20T11:00:00Z', 'is older'],
    [undefined, 'has no time'],
  ] as const) {
    it(`takes the response of a write for newer than a read that began meanwhile, if that ${when}`, async () => {
      const result = await writeDuringRead('2026-11-20T12:00:00Z', read);
      assert.equal(catalog.find('sandbox', id)?.summary.status, 'Active');
      assert.equal(result.text, '{"status":"Active"}');
    });
  }

  it('keeps what somebody wrote after our own write, though it was read before the response to that came', async () => {
    const at = (status: string, updatedDateTime: string): FetchedReferral => ({
      ...fetched(status),
      summary: readSummary({ id, status, updatedDateTime })!,
    });
    for (const [time, status] of [
      ['2026-11-20T12:00:02Z', 'Closed'],
      ['2026-11-20T12:00:00Z', 'Active'],
    ] as const) {
      catalog.forget('sandbox');
      const [write, read, list] = [1, 2, 3].map(() => Promise.withResolvers<FetchedReferral>());
      answer = () => write!.promise;
      const patched = catalog.patch('sandbox', id, '[]', '"t"', ask);
      await new Promise(setImmediate);
      answer = () => read!.promise;
      const opened = catalog.open('sandbox', id, ask);
      const page = catalog.of('sandbox').request();
      write!.resolve(at('Active', '2026-11-20T12:00:01Z'));
      await patched;
      read!.resolve(at('Closed', time));
      await opened;
      const { summary: known, fetched: text } = catalog.find('sandbox', id)!;
      assert.deepEqual([known.status, text?.summary.status], [status, status]);
      // A page that was requested at the same time.
      list!.resolve(at('New', '2026-11-20T12:00:01Z'));
      catalog.of('sandbox').addListed([(await list!.promise).summary], page);
      assert.equal(catalog.find('sandbox', id)?.summary.status, status);
    }
  });

  it('lets the server’s time decide only against the response to a write, not between reads', () => {
    const store = catalog.of('sandbox');
    const [early, late] = [store.request(), store.request()];
    store.addListed([readSummary({ id, status: 'Active', updatedDateTime: '2026-11-20T12:00:00Z' })!], late);
    store.addListed([readSummary({ id, status: 'New', updatedDateTime: '2026-11-20T13:00:00Z' })!], early);
    assert.equal(store.find(id)?.summary.status, 'Active');
  });

  it('tells nobody a failure that came after the connection was forgotten', async () => {
    const facts = { status: 403, code: 'x', requestId: 'of the former account', message: undefined };
    let failure: Failure = { kind: 'timeout', afterMs: 1 };
    answer = () => {
      catalog.forget('sandbox');
      return Promise.reject(new ApiError(failure));
    };
    const patched = async (): Promise<Failure | undefined> =>
      catalog.patch('sandbox', id, '[]', '"t"', ask).then(
        () => undefined,
        (error: unknown) => (error instanceof ApiError ? error.failure : undefined),
      );
    await assert.rejects(catalog.open('sandbox', id, ask), (error) => {
      assert.deepEqual(error instanceof ApiError && error.failure, { kind: 'cancelled' });
      return true;
    });
    assert.deepEqual(await patched(), { kind: 'cancelled', wasSent: true });
    failure = { kind: 'forbidden', facts };
    assert.deepEqual(await patched(), { kind: 'cancelled' });
    failure = { kind: 'cancelled' };
    assert.deepEqual(await patched(), { kind: 'cancelled' });
  });

  it('drops what a search finds after the connection was forgotten', async () => {
    search = () => {
      catalog.forget('sandbox');
      return Promise.resolve({ items: [summary('New')] });
    };
    await assert.rejects(catalog.search('sandbox', 'engagementId', 'e', ask), ApiError);
    assert.equal(catalog.of('sandbox').size, 0);
  });

  it('forgets one connection and says so', () => {
    addListed(catalog, [summary('New')]);
    addListed(catalog, [summary('New')], 'partner-center');
    catalog.forget('partner-center');
    assert.deepEqual([catalog.of('sandbox').size, catalog.of('partner-center').size], [1, 0]);
    assert.deepEqual(changes.at(-1), { connection: 'partner-center', ids: new Set([id]) });
  });
});
