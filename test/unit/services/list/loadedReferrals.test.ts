import assert from 'node:assert/strict';
import { usualQuery } from '../../../../src/api/listQuery.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { LoadedReferrals } from '../../../../src/services/list/loadedReferrals.ts';
import { Catalog } from '../../../../src/services/catalog/catalog.ts';
import { referral } from './referrals.ts';

describe('what was loaded of a list', () => {
  const updated = (id: string, day: number): ReferralSummary =>
    referral(id, { updatedDateTime: `2026-01-0${String(day)}T00:00:00Z` });
  let loaded: LoadedReferrals;
  let catalog: Catalog;
  const ids = (): string[] => loaded.all.map(({ id }) => id);
  beforeEach(() => {
    catalog = new Catalog({
      get: () => {
        throw new Error('nothing is asked for');
      },
    });
    loaded = new LoadedReferrals('sandbox', catalog);
    loaded.file([updated('a', 5), updated('b', 4), updated('c', 3)]);
  });

  it('goes where a page in the order asked for passes it over', () => {
    loaded.drop(usualQuery, [updated('a', 5), updated('c', 3)], false);
    assert.deepEqual(ids(), ['a', 'c']);
  });

  it('stays when the page is in another order', () => {
    loaded.drop(usualQuery, [updated('x', 1), updated('y', 9), updated('z', 1)], false);
    assert.deepEqual(ids(), ['a', 'b', 'c']);
  });

  it('stays when the page has rows without a date', () => {
    loaded.drop(usualQuery, [referral('x'), updated('z', 1)], false);
    assert.deepEqual(ids(), ['a', 'b', 'c']);
  });

  it('is news still when a search brought it once more', () => {
    loaded.file([updated('a', 6)], loaded.newsTest());
    assert.deepEqual([...loaded.marked], ['a']);
    catalog.addListed('sandbox', [updated('a', 7)]);
    loaded.takeFromCatalog(['a']);
    assert.deepEqual([[...loaded.marked], loaded.all[0]], [['a'], updated('a', 7)]);
  });
});
