import type { Ask, FetchedReferral } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import { odataString } from '../../api/odata.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { sameSummary } from '../../referral/sameSummary.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId, Connections } from '../connection/connection.ts';

/** A referral that is known here, because it was opened or came in a list. */
export interface CatalogEntry {
  readonly connection: ConnectionId;
  readonly summary: ReferralSummary;
  /** The record as its own GET answered; undefined while it only came in a list. */
  readonly fetched: FetchedReferral | undefined;
}

/** Tells which referrals changed, so that views redraw only what shows them. */
export interface CatalogChange {
  readonly connection: ConnectionId;
  /** Lower case. */
  readonly ids: ReadonlySet<string>;
}

interface Shelf {
  readonly entries: Map<string, CatalogEntry>;
  /** Rises when the shelf is emptied: what was asked for before that no longer belongs here. */
  era: number;
}

/** What we know locally, by connection and id, in memory only: it holds customers' data. */
export class Catalog implements Disposable {
  readonly #connections: Pick<Connections, 'get'>;
  readonly #shelves: Readonly<Record<ConnectionId, Shelf>> = {
    sandbox: { entries: new Map(), era: 0 },
    'partner-center': { entries: new Map(), era: 0 },
  };
  readonly #changed = new Emitter<CatalogChange>();

  readonly onDidChange = this.#changed.event;

  constructor(connections: Pick<Connections, 'get'>) {
    this.#connections = connections;
  }

  /** Never asks a server. */
  find(connection: ConnectionId, id: string): CatalogEntry | undefined {
    return this.#shelves[connection].entries.get(id.toLowerCase());
  }

  /** All known referrals of a connection, in no particular order. */
  all(connection: ConnectionId): CatalogEntry[] {
    return [...this.#shelves[connection].entries.values()];
  }

  /**
   * Fetches a referral and files it. Rejects with an `ApiError`, and then keeps what was there. Counts as cancelled when
   * the connection was forgotten meanwhile: the answer is another account's.
   */
  async open(connection: ConnectionId, id: string, ask: Ask): Promise<CatalogEntry & { fetched: FetchedReferral }> {
    const shelf = this.#shelves[connection];
    const { era } = shelf;
    const client = await this.#connections.get(connection).client();
    const fetched = await client.get(id, ask);
    if (shelf.era !== era) throw new ApiError({ kind: 'cancelled' });
    const known = shelf.entries.get(fetched.summary.id)?.summary;
    const summary = known && sameSummary(known, fetched.summary) ? known : fetched.summary;
    const entry = { connection, summary, fetched };
    shelf.entries.set(fetched.summary.id, entry);
    this.#changed.fire({ connection, ids: new Set([fetched.summary.id]) });
    return entry;
  }

  /**
   * Asks for an engagement's referrals and files them; false when the server can't search by engagement. Rejects, and
   * counts as cancelled, as `open` does.
   */
  async lookUpEngagement(connection: ConnectionId, engagementId: string, ask: Ask): Promise<boolean> {
    const shelf = this.#shelves[connection];
    const { era } = shelf;
    const client = await this.#connections.get(connection).client();
    const page = await client.search(`engagementId eq ${odataString(engagementId)}`, ask).catch((error: unknown) => {
      if (error instanceof ApiError && error.failure.kind === 'invalidRequest') return undefined;
      throw error;
    });
    if (shelf.era !== era) throw new ApiError({ kind: 'cancelled' });
    if (!page) return false;
    // A server that knows no filter may answer with everything it has.
    const asked = page.items.filter((item) => item.engagementId === engagementId);
    this.addListed(connection, asked);
    return asked.length === page.items.length;
  }

  /**
   * Files what came in a list; a record that was opened before keeps its own text. Returns the summaries in their order,
   * those that tell nothing new as the objects that were known: views compare by identity.
   */
  addListed(connection: ConnectionId, items: readonly ReferralSummary[]): readonly ReferralSummary[] {
    const { entries } = this.#shelves[connection];
    const changed = new Set<string>();
    const filed = items.map((summary) => {
      const known = entries.get(summary.id);
      if (known && sameSummary(known.summary, summary)) return known.summary;
      entries.set(summary.id, { connection, summary, fetched: known?.fetched });
      changed.add(summary.id);
      return summary;
    });
    if (changed.size > 0) this.#changed.fire({ connection, ids: changed });
    return filed;
  }

  /** Forgets a connection's referrals, e.g. when its account signed out. */
  forget(connection: ConnectionId): void {
    const shelf = this.#shelves[connection];
    shelf.era++;
    const ids = new Set(shelf.entries.keys());
    shelf.entries.clear();
    if (ids.size > 0) this.#changed.fire({ connection, ids });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
