import { isVisible, type Caller } from '../http/callers.ts';
import { findReferrals } from '../filter/findReferrals.ts';
import { parseFilter } from '../filter/parseFilter.ts';
import { inOrder } from './order.ts';
import type { ReferralStore, StoredReferral } from '../store/store.ts';

/** The referrals of a query at the time of its first page. */
export interface Snapshot {
  readonly id: string;
  readonly referrals: readonly StoredReferral[];
}

interface Entry extends Snapshot {
  readonly query: string;
  readonly version: number;
}

/**
 * Keeps the order of a list during paging. All pages come from one snapshot, so a referral that is written meanwhile is
 * neither skipped nor served twice (with `$orderby=updatedDateTime desc` it would move to the first page); its content
 * is current. A new first page creates a new snapshot if there was a write.
 */
export class SnapshotCache {
  readonly #entries = new Map<string, Entry>();
  #taken = 0;

  /** @param id the snapshot of a skip token; created again if it was dropped */
  take(store: ReferralStore, query: Record<string, string>, caller: Caller, id?: string): Snapshot {
    const email = caller.role === 'user' ? caller.email : '';
    // The caller is part of the key: another caller's token must not show more referrals.
    const key = JSON.stringify([email, query.$filter, query.$orderby]);
    const found = id === undefined ? this.#findCurrent(key, store.version) : this.#entries.get(id);
    if (found?.query === key) {
      this.#entries.delete(found.id);
      this.#entries.set(found.id, found);
      return found;
    }
    const entry: Entry = {
      id: (++this.#taken).toString(36),
      query: key,
      version: store.version,
      referrals: select(store, query, caller),
    };
    this.#entries.set(entry.id, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= keep) break;
      this.#entries.delete(oldest);
    }
    return entry;
  }

  #findCurrent(key: string, version: number): Entry | undefined {
    for (const entry of this.#entries.values()) if (entry.query === key && entry.version === version) return entry;
    return undefined;
  }
}

// A snapshot of 100,000 referrals takes 0.8 MB.
const keep = 64;

function select(store: ReferralStore, query: Record<string, string>, caller: Caller): StoredReferral[] {
  const found = query.$filter === undefined ? store.all() : findReferrals(store, parseFilter(query.$filter));
  const visible = caller.role === 'admin' ? [...found] : [...found].filter((referral) => isVisible(referral, caller));
  return inOrder(visible, query.$orderby);
}
