import type { FetchedReferral, ReferralClient, RequestOptions } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import { odataString } from '../../api/odata.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId, Connections } from '../connection/connection.ts';
import { ConnectionStore, type CatalogEntry } from './connectionStore.ts';

export type { CatalogEntry };

/** Tells which referrals changed, came or went, so that views redraw only what shows them. */
export interface CatalogChange {
  readonly connection: ConnectionId;
  /** Lower case. */
  readonly ids: ReadonlySet<string>;
}

/** What servers are asked for by its value; only the first is documented as a filter. */
export type SearchedProperty = 'engagementId' | 'externalReferenceId';

/** What is known of all connections: a store for each, and the way to ask for a single referral. */
export class Catalog implements Disposable {
  readonly #connections: Pick<Connections, 'get'>;
  readonly #own = new Lifetime();
  readonly #stores: Readonly<Record<ConnectionId, ConnectionStore>> = {
    sandbox: this.#own.add(new ConnectionStore('sandbox')),
    'partner-center': this.#own.add(new ConnectionStore('partner-center')),
  };
  readonly #changed = this.#own.add(new Emitter<CatalogChange>());

  readonly onDidChange = this.#changed.event;

  constructor(connections: Pick<Connections, 'get'>) {
    this.#connections = connections;
    for (const store of Object.values(this.#stores)) {
      this.#own.add(store.onDidChange(({ ids }) => this.#changed.fire({ connection: store.connection, ids })));
    }
  }

  of(connection: ConnectionId): ConnectionStore {
    return this.#stores[connection];
  }

  /** Never asks a server. */
  find(connection: ConnectionId, id: string): CatalogEntry | undefined {
    return this.of(connection).find(id);
  }

  /**
   * Fetches a referral, files it, and returns what is known of it then, which is newer when something newer was asked for
   * meanwhile. Rejects with an `ApiError`, and then keeps what was there. Counts as cancelled when the connection was
   * forgotten meanwhile: the answer is another account's.
   */
  async open(
    connection: ConnectionId,
    id: string,
    ask: RequestOptions,
  ): Promise<CatalogEntry & { fetched: FetchedReferral }> {
    const store = this.of(connection);
    const request = store.request();
    const client = await this.#connections.get(connection).client();
    const fetched = await client.get(id, ask);
    if (!store.isCurrent(request)) throw new ApiError({ kind: 'cancelled' });
    return store.addFetched(fetched, request);
  }

  /**
   * Sends a JSON Patch for the version with this eTag, and files the changed referral. Rejects, and counts as cancelled,
   * as `open` does; the failure tells whether the change was sent then.
   */
  patch(
    connection: ConnectionId,
    id: string,
    operations: string,
    eTag: string,
    ask: RequestOptions,
  ): Promise<FetchedReferral> {
    return this.#write(connection, (client) => client.patch(id, operations, eTag, ask));
  }

  /** Creates a referral from JSON text, and files it. Rejects as `patch` does. */
  create(connection: ConnectionId, referral: string, ask: RequestOptions): Promise<FetchedReferral> {
    return this.#write(connection, (client) => client.create(referral, ask));
  }

  async #write(
    connection: ConnectionId,
    send: (client: ReferralClient) => Promise<FetchedReferral>,
  ): Promise<FetchedReferral> {
    const store = this.of(connection);
    const asked = store.request();
    const fetched = await send(await this.#connections.get(connection).client());
    if (!store.isCurrent(asked)) throw new ApiError({ kind: 'cancelled', wasSent: true });
    // Filed as the latest: an answer that was asked for while the change was on its way may not have it.
    return store.addFetched(fetched, store.request()).fetched;
  }

  /**
   * Asks for the referrals with this value of a property, and files them; `unsupported` when the server can't search by
   * it, or ignores what it is asked. Rejects, and counts as cancelled, as `open` does.
   */
  async search(
    connection: ConnectionId,
    property: SearchedProperty,
    value: string,
    ask: RequestOptions,
  ): Promise<readonly ReferralSummary[] | 'unsupported'> {
    const store = this.of(connection);
    const { capabilities } = store;
    if (!capabilities.canSearchBy(property)) return 'unsupported';
    const request = store.request();
    const client = await this.#connections.get(connection).client();
    const found = await client.search(`${property} eq ${odataString(value)}`, ask).catch((error: unknown) => {
      if (error instanceof ApiError && error.failure.kind === 'invalidRequest') return undefined;
      throw error;
    });
    if (!store.isCurrent(request)) throw new ApiError({ kind: 'cancelled' });
    if (!found) {
      capabilities.searchRefused(property, 'refused');
      return 'unsupported';
    }
    const wanted = value.trim().toLowerCase();
    const met = found.items.filter((item) => item[property]?.trim().toLowerCase() === wanted);
    const filed = store.addListed(met, request);
    if (met.length === found.items.length) {
      capabilities.searchAnswered(property);
      return filed;
    }
    // It sent everything that it has.
    capabilities.searchRefused(property, 'ignored');
    return 'unsupported';
  }

  /** Forgets a connection's referrals, e.g. when its account signed out. */
  forget(connection: ConnectionId): void {
    this.of(connection).forget();
  }

  dispose(): void {
    this.#own.dispose();
  }
}
