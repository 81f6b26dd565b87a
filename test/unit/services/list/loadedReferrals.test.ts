import assert from 'node:assert/strict';
import { defaultQuery } from '../../../../src/api/listQuery.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { LoadedReferrals } from '../../../../src/services/list/loadedReferrals.ts';
import type { Catalog } from '../../../../src/services/catalog/catalog.ts';
import type { PendingRequest } from '../../../../src/services/catalog/connectionStore.ts';
import { referral } from './referrals.ts';
import { addListed, silentCatalog } from './store.ts';

describe('what was loaded of a list', () => {
  const updated = (id: string, day: number): ReferralSummary =>
    referral(id, { updatedDateTime: `2026-01-0${String(day)}T00:00:00Z` });
  let loaded: LoadedReferrals;
  let catalog: Catalog;
  const request = (): PendingRequest => catalog.of('sandbox').request();
  const missing = (...listed: ReferralSummary[]): string[] =>
    loaded.missing(defaultQuery, listed, { complete: false, since: request() });
  const ids = (): string[] => loaded.all.map(({ id }) => id);
  beforeEach(() => {
    catalog = silentCatalog();
    loaded = new LoadedReferrals(catalog.of('sandbox'));
    loaded.add([updated('a', 5), updated('b', 4), updated('c', 3)], request());
  });

  it('goes where a page in the order asked for passes it over', () => {
    loaded.drop(missing(updated('a', 5), updated('c', 3)));
    assert.deepEqual(ids(), ['a', 'c']);
  });

  it('stays when the page is in another order', () => {
    loaded.drop(missing(updated('x', 1), updated('y', 9), updated('z', 1)));
    assert.deepEqual(ids(), ['a', 'b', 'c']);
  });

  it('stays when the page has rows without a date', () => {
    loaded.drop(missing(referral('x'), updated('z', 1)));
    assert.deepEqual(ids(), ['a', 'b', 'c']);
  });

  it('is news still when a search brought it once more', () => {
    catalog.of('sandbox').onDidChange((change) => loaded.storeChanged(change));
    loaded.add([updated('a', 6)], request(), loaded.newsTest());
    assert.deepEqual([...loaded.marked], ['a']);
    addListed(catalog, [updated('a', 7)]);
    assert.deepEqual([[...loaded.marked], loaded.all.at(0)], [['a'], updated('a', 7)]);
  });
});
