import { isVisible, type Caller } from '../http/callers.ts';
import { findReferrals } from '../filter/findReferrals.ts';
import { parseFilter } from '../filter/parseFilter.ts';
import { inOrder } from './order.ts';
import type { ReferralStore, StoredReferral } from '../store/store.ts';

/** The referrals that answer a query, as they were when its first page was asked for. */
export interface Snapshot {
  readonly id: string;
  readonly referrals: readonly StoredReferral[];
}

interface Entry extends Snapshot {
  readonly query: string;
  readonly version: number;
}

/**
 * Keeps the order of a list while somebody pages through it. Pages are cut from one snapshot, so a referral that is
 * written meanwhile is neither lost nor served twice (with `$orderby=updatedDateTime desc` it would jump to the first
 * page); its content is the current one. A new first page takes a new snapshot unless nothing was written since.
 */
export class SnapshotCache {
  private readonly entries = new Map<string, Entry>();
  private taken = 0;

  /** @param id the snapshot a skip token names; one that was dropped is taken anew */
  take(store: ReferralStore, query: Record<string, string>, caller: Caller, id?: string): Snapshot {
    const email = caller.role === 'user' ? caller.email : '';
    // The caller is part of the query: a token in other hands must not widen what they see.
    const key = JSON.stringify([email, query.$filter, query.$orderby]);
    const found = id === undefined ? this.findCurrent(key, store.version) : this.entries.get(id);
    if (found?.query === key) {
      this.entries.delete(found.id);
      this.entries.set(found.id, found);
      return found;
    }
    const entry: Entry = {
      id: (++this.taken).toString(36),
      query: key,
      version: store.version,
      referrals: select(store, query, caller),
    };
    this.entries.set(entry.id, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= keep) break;
      this.entries.delete(oldest);
    }
    return entry;
  }

  private findCurrent(key: string, version: number): Entry | undefined {
    for (const entry of this.entries.values()) if (entry.query === key && entry.version === version) return entry;
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
