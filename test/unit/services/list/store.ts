import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { Catalog } from '../../../../src/services/catalog/catalog.ts';
import { TextIndex, type IndexedStore } from '../../../../src/services/search/textIndex.ts';
import type { ConnectionId } from '../../../../src/services/connection/connection.ts';

/** A catalog without connections, so it can't send requests. */
export function silentCatalog(): Catalog {
  return new Catalog({
    get: () => {
      throw new Error('nothing is asked for');
    },
  });
}

/** Adds referrals as the response to a new request. */
export function addListed(catalog: Catalog, items: readonly ReferralSummary[], connection: ConnectionId = 'sandbox') {
  const store = catalog.of(connection);
  return store.addListed(items, store.request());
}

/** An index that adds everything at once, however slow the machine is. */
export function wholeIndex(store: IndexedStore): TextIndex {
  return new TextIndex(store, undefined, () => 0);
}
