import { createHash } from 'node:crypto';
import { refuse } from '../http/requestRefusal.ts';
import type { StoredReferral } from '../store/store.ts';
import { idBytes } from './skipToken.ts';
import type { Selection } from './selection.ts';

/** The referrals of a query at the time of its first page. */
export interface Snapshot {
  /** The caller and the options that the list depends on. */
  readonly query: string;
  readonly caller: string;
  readonly referrals: readonly StoredReferral[];
  /** `$count` of the first page; undefined if it had none. */
  readonly count: boolean | undefined;
  readonly selection: Selection;
}

interface Kept {
  readonly snapshot: Snapshot;
  readonly bytes: number;
}

/**
 * Keeps the order of a list during paging. All pages come from one snapshot, so a referral that is written meanwhile is
 * neither skipped nor served twice (with `$orderby=updatedDateTime desc` it would move to the first page); its content
 * is current. One that was given up is refused: the pages of a new one would lose and repeat referrals.
 */
export class SnapshotCache {
  readonly #mostBytes: number;
  /** Lists of the current version by query, the least recently used first, so that asking again before a write is fast. */
  readonly #current = new Map<string, Snapshot>();
  #version = -1;
  /** Snapshots with pages to come, the least recently used first. */
  readonly #kept = new Map<string, Kept>();
  readonly #ids = new WeakMap<Snapshot, string>();
  #bytes = 0;

  /** @param mostBytes what the snapshots of all lists that are being paged through may take */
  constructor(mostBytes = 64_000_000) {
    this.#mostBytes = mostBytes;
  }

  /** The snapshot of a first page; made anew after each write. */
  take(query: string, version: number, make: () => Omit<Snapshot, 'query'>): Snapshot {
    if (version !== this.#version) this.#current.clear();
    this.#version = version;
    const snapshot = this.#current.get(query) ?? { query, ...make() };
    this.#current.delete(query);
    this.#current.set(query, snapshot);
    for (const oldest of this.#current.keys()) {
      if (this.#current.size <= mostCurrent) break;
      this.#current.delete(oldest);
    }
    return snapshot;
  }

  /** Keeps a snapshot for its next page; returns its id. */
  keep(snapshot: Snapshot): string {
    const id = this.#ids.get(snapshot) ?? identify(snapshot);
    this.#ids.set(snapshot, id);
    if (this.#touch(id)) return id;
    // A reference to a referral takes 8 bytes, a character at most 2.
    const bytes = 1000 + 8 * snapshot.referrals.length + 2 * snapshot.query.length;
    this.#kept.set(id, { snapshot, bytes });
    this.#bytes += bytes;
    this.#giveUpOldest(id);
    return id;
  }

  /** @throws RequestRefusal 400 if the snapshot was given up */
  find(id: string): Snapshot {
    const found = this.#touch(id);
    if (found) return found;
    const message = 'The $skiptoken is too old: its pages are no longer kept. Start again with the first page.';
    throw refuse('skip-token', message, '$skiptoken');
  }

  #touch(id: string): Snapshot | undefined {
    const kept = this.#kept.get(id);
    if (!kept) return undefined;
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    return kept.snapshot;
  }

  /** The newest is kept even if it is too large, else no list could be paged through. */
  #giveUpOldest(newest: string): void {
    for (const [id, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#mostBytes || id === newest) return;
      this.#kept.delete(id);
      this.#bytes -= bytes;
    }
  }
}

const mostCurrent = 64;

/**
 * The same for the same list, so that two sandboxes with the same data give the same links. A token of one that has
 * ended is thus taken only once the list was asked for again and is still the same.
 */
function identify({ query, referrals }: Snapshot): string {
  const content = JSON.stringify([query, referrals.map(({ key }) => key)]);
  const digest = createHash('sha256').update(content).digest();
  return digest.toString('hex', 0, idBytes);
}
