import type { FetchedReferral } from '../../api/client.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { sameSummary } from '../../referral/sameSummary.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { Capabilities } from '../server/capabilities.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** A known referral, which was opened or loaded in a list. It keeps this object while it is known. */
export interface CatalogEntry {
  readonly connection: ConnectionId;
  readonly summary: ReferralSummary;
  /** The response to the GET of this referral. Undefined if it was only loaded in a list. */
  readonly fetched: FetchedReferral | undefined;
}

/**
 * Identifies a request. Requests overlap and their responses arrive in any order. A response never replaces that of a
 * later request.
 */
export interface PendingRequest {
  /** Increased when the store is emptied. The response to an earlier request belongs to another account. */
  readonly generation: number;
  /** Increased with each request. */
  readonly sequence: number;
}

export interface StoreChange {
  /** Ids, in lower case, of the referrals that were changed, added or removed. */
  readonly ids: ReadonlySet<string>;
  /** The request whose response it was. Undefined if the referrals were removed. */
  readonly request: PendingRequest | undefined;
  /** True if the referrals were created here: they belong to the list although no page had them. */
  readonly isCreated?: true;
}

interface StoredReferral extends CatalogEntry {
  summary: ReferralSummary;
  fetched: FetchedReferral | undefined;
  /** Sequence number of the request that returned `summary`. */
  summarySequence: number;
  /** Sequence number of the request that returned `fetched`. */
  fetchedSequence: number;
  /**
   * True if `summary` is of a write, or of a read that was newer than a write although it began before the response. Then
   * the server's time decides about others that began before it.
   */
  isWritten: boolean;
  /** The same for `fetched`. */
  isTextWritten: boolean;
}

/** The known referrals of one connection. They are kept only in memory, since they are data of customers. */
export class ConnectionStore implements Disposable {
  readonly connection: ConnectionId;
  /** What the server supports. Removed with the referrals, since another account or server may differ. */
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

  /** All known referrals, in no particular order. */
  all(): Iterable<CatalogEntry> {
    return this.#entries.values();
  }

  /** The known referrals of an engagement. The case of the id is ignored. */
  ofEngagement(engagementId: string): Iterable<CatalogEntry> {
    return this.#engagements.get(engagementId.toLowerCase()) ?? [];
  }

  /** Call this before each request, and pass the result on with the response. */
  request(): PendingRequest {
    return { generation: this.#generation, sequence: ++this.#sequence };
  }

  /** False if the store was emptied after this request, so that its response must not be used. */
  isCurrent({ generation }: PendingRequest): boolean {
    return generation === this.#generation;
  }

  /** True if a response to a later request has already updated the referral. */
  isNewer(id: string, { sequence }: PendingRequest): boolean {
    return (this.#entries.get(id)?.summarySequence ?? 0) > sequence;
  }

  /** Adds the response to the GET of a referral. Returns the known version. */
  addFetched(fetched: FetchedReferral, request: PendingRequest): CatalogEntry & { fetched: FetchedReferral } {
    const { id } = fetched.summary;
    const { sequence } = request;
    const known = this.#entries.get(id);
    // If there is no text yet, that of an older response is used.
    const text = known?.fetched;
    const isNewest = !known || !text || sequence >= known.fetchedSequence;
    if (isNewest || (known.isTextWritten && isLater(fetched.summary, text.summary))) {
      const entry = known ?? this.#create(fetched.summary, sequence);
      entry.fetched = fetched;
      if (isNewest) [entry.fetchedSequence, entry.isTextWritten] = [sequence, false];
      this.#update(entry, fetched.summary, sequence);
      this.#changed.fire({ ids: new Set([id]), request });
      return entry as StoredReferral & { fetched: FetchedReferral };
    }
    return known as StoredReferral & { fetched: FetchedReferral };
  }

  /**
   * Adds the response to a write, as the latest version, unless the known one is later by the server's time. The order of
   * the requests doesn't tell: a read that began during the write may contain the change or not. Returns the known
   * version.
   * @param before what was known when the write began. If that is later by the server's time, e.g. in data of a sandbox
   * whose clock was ahead, the time doesn't tell either, and the response is the latest version
   */
  addWritten(
    fetched: FetchedReferral,
    before: ReferralSummary | undefined,
  ): CatalogEntry & { fetched: FetchedReferral } {
    const { id } = fetched.summary;
    const request = this.request();
    const known = this.#entries.get(id);
    const entry = known ?? this.#create(fetched.summary, request.sequence);
    const timeDecides = before === undefined || !isLater(before, fetched.summary);
    const isTextNewer = !timeDecides || !entry.fetched || !isLater(entry.fetched.summary, fetched.summary);
    if (isTextNewer) entry.fetched = fetched;
    [entry.fetchedSequence, entry.isTextWritten] = [request.sequence, timeDecides];
    const isNewer = !timeDecides || !isLater(entry.summary, fetched.summary);
    const changed = isNewer && this.#replace(entry, fetched.summary);
    [entry.summarySequence, entry.isWritten] = [request.sequence, timeDecides];
    if (!known || changed || isTextNewer) this.#changed.fire({ ids: new Set([id]), request });
    return entry as StoredReferral & { fetched: FetchedReferral };
  }

  /** Tells that a referral which is known was created here. */
  addCreated(id: string): void {
    if (this.#entries.has(id)) this.#changed.fire({ ids: new Set([id]), request: this.request(), isCreated: true });
  }

  /**
   * Adds the items of a list. Returns the known version of each, in the order of the list. An unchanged referral keeps
   * its object, since views compare by identity.
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

  /** Removes everything, e.g. after a sign-out. Responses to earlier requests are ignored. */
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
      summarySequence: sequence,
      fetchedSequence: 0,
      isWritten: false,
      isTextWritten: false,
    };
    this.#entries.set(summary.id, entry);
    this.#addToEngagement(entry);
    return entry;
  }

  /** Returns false if nothing changed, because the summary is equal or older. */
  #update(entry: StoredReferral, summary: ReferralSummary, sequence: number): boolean {
    const isNewest = sequence >= entry.summarySequence;
    if (!isNewest && !(entry.isWritten && isLater(summary, entry.summary))) return false;
    if (isNewest) [entry.summarySequence, entry.isWritten] = [sequence, false];
    return this.#replace(entry, summary);
  }

  /** Returns false if the summary is equal. */
  #replace(entry: StoredReferral, summary: ReferralSummary): boolean {
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

/** Compares by the server's time. False if one has none. */
function isLater(one: ReferralSummary, other: ReferralSummary): boolean {
  return Date.parse(one.updatedDateTime ?? '') > Date.parse(other.updatedDateTime ?? '');
}
