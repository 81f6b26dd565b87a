import type { FetchedReferral } from '../../api/client.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { sameSummary } from '../../referral/sameSummary.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { Capabilities } from '../server/capabilities.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** A referral that is known here, because it was opened or came in a list. One object for as long as it is known. */
export interface CatalogEntry {
  readonly connection: ConnectionId;
  readonly summary: ReferralSummary;
  /** The record as its own GET answered; undefined while it only came in a list. */
  readonly fetched: FetchedReferral | undefined;
}

/**
 * When something was asked for. Requests overlap and answers arrive in any order: what was asked for earlier never
 * replaces what was asked for later.
 */
export interface PendingRequest {
  /** Counts the times that the store was emptied: an answer to an earlier request is another account's. */
  readonly generation: number;
  /** Counts requests. */
  readonly sequence: number;
}

export interface StoreChange {
  /** In lower case, of the referrals that changed, came or went. */
  readonly ids: ReadonlySet<string>;
  /** Whose answer it was; undefined when they were forgotten. */
  readonly request: PendingRequest | undefined;
}

interface StoredReferral extends CatalogEntry {
  summary: ReferralSummary;
  fetched: FetchedReferral | undefined;
  /** Sequence of the request that `summary` came with. */
  summaryAsked: number;
  /** Sequence of the request that `fetched` came with. */
  fetchedAsked: number;
}

/** The referrals known of one connection, in memory only: they are customers' data. */
export class ConnectionStore implements Disposable {
  readonly connection: ConnectionId;
  /** What its server can't do. Forgotten with the referrals: another account or server may differ. */
  readonly capabilities = new Capabilities();
  readonly #entries = new Map<string, StoredReferral>();
  readonly #engagements = new Map<string, Set<StoredReferral>>();
  readonly #changed = new Emitter<StoreChange>();
  #generation = 0;
  #sequence = 0;

  readonly onDidChange = this.#changed.event;

  constructor(connection: ConnectionId) {
    this.connection = connection;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(id: string): CatalogEntry | undefined {
    return this.#entries.get(id.toLowerCase());
  }

  /** In no particular order. */
  all(): Iterable<CatalogEntry> {
    return this.#entries.values();
  }

  /** Those of an engagement, whatever the case of its id. */
  ofEngagement(engagementId: string): Iterable<CatalogEntry> {
    return this.#engagements.get(engagementId.toLowerCase()) ?? [];
  }

  /** To be called before anything is asked for; its answer is filed with what this returns. */
  request(): PendingRequest {
    return { generation: this.#generation, sequence: ++this.#sequence };
  }

  /** False when the store was emptied since: the answer must not be used. */
  isCurrent({ generation }: PendingRequest): boolean {
    return generation === this.#generation;
  }

  /** True when something newer than the request's answer can be is known of a referral. */
  isNewer(id: string, { sequence }: PendingRequest): boolean {
    return (this.#entries.get(id)?.summaryAsked ?? 0) > sequence;
  }

  /** Files the answer of a referral's own GET, and returns what is known of it now. */
  addFetched(fetched: FetchedReferral, request: PendingRequest): CatalogEntry & { fetched: FetchedReferral } {
    const { id } = fetched.summary;
    const { sequence } = request;
    const known = this.#entries.get(id);
    // Without a text of its own an older one is better than none.
    if (!known?.fetched || sequence >= known.fetchedAsked) {
      const entry = known ?? this.#create(fetched.summary, sequence);
      entry.fetched = fetched;
      entry.fetchedAsked = sequence;
      this.#update(entry, fetched.summary, sequence);
      this.#changed.fire({ ids: new Set([id]), request });
      return entry as StoredReferral & { fetched: FetchedReferral };
    }
    return known as StoredReferral & { fetched: FetchedReferral };
  }

  /**
   * Files what came in a list. Returns what is known now of each, in the list's order: what tells nothing new keeps its
   * object, since views compare by identity.
   */
  addListed(items: readonly ReferralSummary[], request: PendingRequest): readonly ReferralSummary[] {
    const { sequence } = request;
    const changed = new Set<string>();
    const filed = items.map((summary) => {
      const known = this.#entries.get(summary.id);
      if (!known) this.#create(summary, sequence);
      if (!known || this.#update(known, summary, sequence)) changed.add(summary.id);
      return known?.summary ?? summary;
    });
    if (changed.size > 0) this.#changed.fire({ ids: changed, request });
    return filed;
  }

  /** Forgets everything, e.g. when the account signed out. Answers to earlier requests are dropped. */
  forget(): void {
    this.#generation++;
    this.capabilities.forget();
    const ids = new Set(this.#entries.keys());
    this.#entries.clear();
    this.#engagements.clear();
    if (ids.size > 0) this.#changed.fire({ ids, request: undefined });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #create(summary: ReferralSummary, sequence: number): StoredReferral {
    const entry: StoredReferral = {
      connection: this.connection,
      summary,
      fetched: undefined,
      summaryAsked: sequence,
      fetchedAsked: 0,
    };
    this.#entries.set(summary.id, entry);
    this.#addToEngagement(entry);
    return entry;
  }

  /** False when nothing changed, because it is the same or older. */
  #update(entry: StoredReferral, summary: ReferralSummary, sequence: number): boolean {
    if (sequence < entry.summaryAsked) return false;
    entry.summaryAsked = sequence;
    if (sameSummary(entry.summary, summary)) return false;
    const moves = entry.summary.engagementId !== summary.engagementId;
    if (moves) this.#removeFromEngagement(entry);
    entry.summary = summary;
    if (moves) this.#addToEngagement(entry);
    return true;
  }

  #addToEngagement(entry: StoredReferral): void {
    const key = entry.summary.engagementId?.toLowerCase();
    if (key === undefined) return;
    const members = this.#engagements.get(key);
    if (members) members.add(entry);
    else this.#engagements.set(key, new Set([entry]));
  }

  #removeFromEngagement(entry: StoredReferral): void {
    const key = entry.summary.engagementId?.toLowerCase();
    const members = key === undefined ? undefined : this.#engagements.get(key);
    members?.delete(entry);
    if (members?.size === 0) this.#engagements.delete(key ?? '');
  }
}
