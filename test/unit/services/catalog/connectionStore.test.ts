import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { FetchedReferral } from '../../../../src/api/client.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { ConnectionStore, type PendingRequest } from '../../../../src/services/catalog/connectionStore.ts';
import { referral } from '../list/referrals.ts';

const fetched = (summary: ReferralSummary): FetchedReferral => ({
  text: JSON.stringify(summary),
  summary,
  eTag: undefined,
  receivedAt: 0,
  durationMs: 0,
});

describe('the store of a connection', () => {
  let store: ConnectionStore;
  beforeEach(() => (store = new ConnectionStore('sandbox')));
  const status = (id = 'a'): string | undefined => store.find(id)?.summary.status;
  const engagement = (id: string): string[] => Array.from(store.ofEngagement(id), ({ summary }) => summary.id);

  it('keeps what was asked for last, of two openings of which the first is answered last', () => {
    const [first, second] = [store.request(), store.request()];
    store.addFetched(fetched(referral('a', { status: 'Active' })), second);
    const entry = store.addFetched(fetched(referral('a', { status: 'New' })), first);
    assert.deepEqual(
      [status(), entry.summary.status, JSON.parse(entry.fetched.text).status],
      ['Active', 'Active', 'Active'],
    );
  });

  it('keeps what was opened when a page comes late that was asked for before', () => {
    const page = store.request();
    store.addFetched(fetched(referral('a', { status: 'Active' })), store.request());
    const [filed] = store.addListed([referral('a', { status: 'New' })], page);
    assert.deepEqual([status(), filed?.status], ['Active', 'Active']);
  });

  it('takes what is newer, from a page as from an opening', () => {
    store.addFetched(fetched(referral('a', { status: 'New' })), store.request());
    store.addListed([referral('a', { status: 'Active' })], store.request());
    assert.equal(status(), 'Active');
    store.addFetched(fetched(referral('a', { status: 'Closed' })), store.request());
    assert.equal(status(), 'Closed');
  });

  it('takes the text of an earlier request where there is none, and not its facts', () => {
    const opening = store.request();
    store.addListed([referral('a', { status: 'Active' })], store.request());
    store.addFetched(fetched(referral('a', { status: 'New' })), opening);
    assert.deepEqual([status(), store.find('a')?.fetched === undefined], ['Active', false]);
  });

  it('knows the referrals of an engagement, whatever the case of its id, also when they change it', () => {
    store.addListed([referral('a', { engagementId: 'E1' }), referral('b', { engagementId: 'e1' })], store.request());
    assert.deepEqual(engagement('e1'), ['a', 'b']);
    store.addListed([referral('a', { engagementId: 'e2' })], store.request());
    assert.deepEqual([engagement('E1'), engagement('E2'), engagement('e3')], [['b'], ['a'], []]);
    store.forget();
    assert.deepEqual([engagement('e1'), engagement('e2'), store.size], [[], [], 0]);
  });

  it('tells whose answers are of an account that left', () => {
    const request = store.request();
    assert.ok(store.isCurrent(request));
    store.forget();
    assert.ok(!store.isCurrent(request));
    assert.ok(store.isCurrent(store.request()));
  });

  it('says what the newest request said of each referral, in whatever order answers come', () => {
    const ids = ['a', 'b', 'c'];
    const answer = fc.record({
      kind: fc.constantFrom('page', 'opening'),
      of: fc.subarray(ids, { minLength: 1 }),
      // Responses arrive in ascending order of this number.
      answeredAt: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 12 }), (answers) => {
        store = new ConnectionStore('sandbox');
        const asked = answers.map((each, n) => ({ ...each, n, request: store.request() }));
        const newest = new Map<string, number>();
        const order = asked.toSorted((one, other) => one.answeredAt - other.answeredAt);
        for (const { kind, of, n, request } of order) {
          const said = (id: string): ReferralSummary => referral(id, { status: `${n}`, engagementId: `e${n % 3}` });
          if (kind === 'page') store.addListed(of.map(said), request);
          else store.addFetched(fetched(said(of[0]!)), request);
          for (const id of kind === 'page' ? of : of.slice(0, 1)) newest.set(id, Math.max(n, newest.get(id) ?? -1));
          for (const [id, at] of newest) {
            assert.equal(status(id), `${at}`);
            assert.ok(engagement(`e${at % 3}`).includes(id));
            assert.equal(store.isNewer(id, request), at > n);
          }
          assert.equal([0, 1, 2].flatMap((e) => engagement(`e${e}`)).length, newest.size);
        }
      }),
    );
  });

  it('has the latest version by the server’s time while a write is answered, in whatever order answers come', () => {
    const answers = fc.array(
      fc.record({ kind: fc.constantFrom('page', 'opening', 'write'), answeredAt: fc.nat(100) }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(answers, fc.infiniteStream(fc.nat(50)), (all, times) => {
        store = new ConnectionStore('sandbox');
        // Reads are carried out in the order of their requests, writes at any time between them.
        const asked = all.map((each, n) => ({
          ...each,
          version: each.kind === 'write' ? 2 * (times.next().value ?? 0) : 2 * n + 1,
          request: store.request(),
        }));
        let [latest, latestText] = [-1, -1];
        for (const { kind, version, request } of asked.toSorted((one, other) => one.answeredAt - other.answeredAt)) {
          const summary = referral('a', {
            updatedDateTime: new Date(version * 1000).toISOString(),
            status: `${version}`,
          });
          if (kind === 'page') store.addListed([summary], request);
          else if (kind === 'opening') store.addFetched(fetched(summary), request);
          else store.addWritten(fetched(summary), undefined);
          latest = Math.max(latest, version);
          if (kind !== 'page') latestText = Math.max(latestText, version);
          assert.equal(status(), `${latest}`);
          const text = store.find('a')?.fetched?.text;
          assert.equal(text === undefined ? -1 : Number(JSON.parse(text).status), latestText);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes any version that is asked for after a write was answered, also one with an earlier time', () => {
    const at = (version: number) =>
      referral('a', { updatedDateTime: new Date(version).toISOString(), status: `${version}` });
    store.addWritten(fetched(at(10)), undefined);
    store.addFetched(fetched(at(9)), store.request());
    assert.deepEqual([status(), JSON.parse(store.find('a')?.fetched?.text ?? '').status], ['9', '9']);
    // Without a time, the order of the requests decides.
    const earlier = store.request();
    store.addWritten(fetched(referral('a', { status: 'mine', updatedDateTime: undefined })), undefined);
    store.addListed([at(11)], earlier);
    assert.equal(status(), 'mine');
  });

  it('takes the response to a write, although the version before has a later time by the server', () => {
    const at = (year: number, changed: string) =>
      referral('a', { updatedDateTime: `${year}-01-01T00:00:00Z`, status: changed });
    const both = () => [status(), JSON.parse(store.find('a')?.fetched?.text ?? '').status];
    store.addFetched(fetched(at(2031, 'seed')), store.request());
    const before = store.find('a')?.summary;
    const during = [store.request(), store.request(), store.request()] as const;
    store.addFetched(fetched(at(2031, 'seed')), during[0]);
    store.addWritten(fetched(at(2026, 'mine')), before);
    assert.deepEqual(both(), ['mine', 'mine']);
    // Reads that began during the write.
    store.addFetched(fetched(at(2031, 'seed')), during[1]);
    store.addListed([at(2031, 'seed')], during[2]);
    assert.deepEqual(both(), ['mine', 'mine']);
    store.addFetched(fetched(at(2027, 'theirs')), store.request());
    assert.deepEqual(both(), ['theirs', 'theirs']);
    // After a write that changed nothing, and kept the time.
    const unchanged = store.find('a')?.summary;
    store.addFetched(fetched(at(2028, 'later')), store.request());
    store.addWritten(fetched(at(2027, 'theirs')), unchanged);
    assert.deepEqual(both(), ['later', 'later']);
  });

  it('fires for what changed only, and says whose answer it was', () => {
    const told: { ids: ReadonlySet<string>; request: PendingRequest | undefined }[] = [];
    store.onDidChange((change) => told.push(change));
    const [one, same, late] = [store.request(), store.request(), store.request()];
    store.addListed([referral('a'), referral('b')], one);
    store.addListed([referral('a'), referral('b', { status: 'New' })], late);
    store.addListed([referral('b', { status: 'Old' })], same);
    store.forget();
    assert.deepEqual(told, [
      { ids: new Set(['a', 'b']), request: one },
      { ids: new Set(['b']), request: late },
      { ids: new Set(['a', 'b']), request: undefined },
    ]);
  });
});
