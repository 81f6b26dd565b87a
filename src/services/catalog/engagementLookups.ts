import { ApiError, type Failure } from '../../api/failure.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { Catalog } from './catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** The state of a request for an engagement's referrals. The referrals are added to the catalog. */
export type Lookup =
  | { readonly kind: 'asking' }
  | { readonly kind: 'done' }
  /** The server can't search by engagement, so only known referrals can be shown. */
  | { readonly kind: 'notSearchable' }
  | { readonly kind: 'failed'; readonly failure: Failure | undefined };

export interface LookedUp {
  readonly connection: ConnectionId;
  readonly engagementId: string;
}

/** How long a response is used before the next request, in ms. */
const maxAge = 5 * 60_000;
/** Maximum number of simultaneous requests. */
const maxRequests = 2;

/** Requests the referrals of engagements: two at a time, and none after a 429 until somebody asks again. */
export class EngagementLookups implements Disposable {
  readonly #catalog: Pick<Catalog, 'search'>;
  readonly #now: () => number;
  readonly #lookups = new Map<string, { readonly lookup: Lookup; readonly at: number }>();
  readonly #settled = new Emitter<LookedUp>();
  /** Ends the requests of a connection. */
  readonly #ends = new Map<ConnectionId, AbortController>();
  #running = 0;
  /** Continue the requests that wait for others to end. */
  readonly #waiting: (() => void)[] = [];
  /** Why no request of a connection is sent until failures are forgotten. */
  readonly #throttled = new Map<ConnectionId, Failure>();

  readonly onDidSettle = this.#settled.event;

  constructor(catalog: Pick<Catalog, 'search'>, now: () => number = Date.now) {
    this.#catalog = catalog;
    this.#now = now;
  }

  /**
   * Returns the state of the lookup. Sends a request if there was none recently. A failure is kept until a call with
   * `again` or `forgetFailures`.
   */
  look(wanted: LookedUp, again = false): Lookup {
    const known = this.#lookups.get(keyOf(wanted));
    const kind = known?.lookup.kind;
    if (known && (kind === 'asking' || (!again && (kind === 'failed' || this.#now() - known.at < maxAge)))) {
      return known.lookup;
    }
    if (again) this.#throttled.delete(wanted.connection);
    const asking: Lookup = { kind: 'asking' };
    this.#lookups.set(keyOf(wanted), { lookup: asking, at: this.#now() });
    void this.#ask(wanted, asking);
    return asking;
  }

  /**
   * Removes the results of a connection, e.g. because another account may see other referrals. Requests in progress are
   * ended, and have no effect.
   */
  forget(connection: ConnectionId): void {
    this.#throttled.delete(connection);
    this.#ends.get(connection)?.abort();
    this.#ends.delete(connection);
    for (const key of this.#lookups.keys()) if (key.startsWith(prefixOf(connection))) this.#lookups.delete(key);
  }

  /**
   * Removes what failed or could not be searched, so that it is requested again. Returns the ids of these engagements,
   * in lower case.
   */
  forgetFailures(connection: ConnectionId): ReadonlySet<string> {
    this.#throttled.delete(connection);
    const removed = new Set<string>();
    for (const [key, { lookup }] of this.#lookups) {
      if (!key.startsWith(prefixOf(connection)) || lookup.kind === 'asking' || lookup.kind === 'done') continue;
      this.#lookups.delete(key);
      removed.add(key.slice(prefixOf(connection).length));
    }
    return removed;
  }

  dispose(): void {
    for (const end of this.#ends.values()) end.abort();
    this.#settled.dispose();
  }

  async #ask(wanted: LookedUp, asking: Lookup): Promise<void> {
    const { connection, engagementId } = wanted;
    const { signal } = this.#endOf(connection);
    const isWanted = (): boolean => this.#lookups.get(keyOf(wanted))?.lookup === asking;
    const settle = (lookup: Lookup | undefined): void => {
      if (!isWanted()) return;
      if (lookup) this.#lookups.set(keyOf(wanted), { lookup, at: this.#now() });
      else this.#lookups.delete(keyOf(wanted));
      this.#settled.fire(wanted);
    };
    while (this.#running >= maxRequests) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      // Forgotten meanwhile.
      if (!isWanted() || signal.aborted) return;
      const throttled = this.#throttled.get(connection);
      if (throttled) throw new ApiError(throttled);
      const found = await this.#catalog.search(connection, 'engagementId', engagementId, { signal });
      settle({ kind: found === 'unsupported' ? 'notSearchable' : 'done' });
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiError ? error.failure : undefined;
      if (failure?.kind === 'throttled') this.#throttled.set(connection, failure);
      settle(failure?.kind === 'cancelled' ? undefined : { kind: 'failed', failure });
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  #endOf(connection: ConnectionId): AbortController {
    const end = this.#ends.get(connection) ?? new AbortController();
    this.#ends.set(connection, end);
    return end;
  }
}

function keyOf({ connection, engagementId }: LookedUp): string {
  return prefixOf(connection) + engagementId.toLowerCase();
}

function prefixOf(connection: ConnectionId): string {
  return `${connection}/`;
}
