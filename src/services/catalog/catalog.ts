import type { FetchedReferral, ReferralClient, ReferralPage, RequestOptions } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import { odataString } from '../../api/odata.ts';
import type { SkipToken } from '../../api/paging.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId, Connections } from '../connection/connection.ts';
import { ConnectionStore, type CatalogEntry, type PendingRequest } from './connectionStore.ts';

export type { CatalogEntry, PendingRequest };

/** The referrals that were changed, added or removed, so that views redraw only what shows them. */
export interface CatalogChange {
  readonly connection: ConnectionId;
  /** Lower case. */
  readonly ids: ReadonlySet<string>;
}

/** Properties by which servers are searched. Only the first is documented as a filter. */
export type SearchedProperty = 'engagementId' | 'externalReferenceId';

/** The failure of a write whose result belongs to another account: it tells no more than whether it may have been done. */
async function outdated(result: PromiseSettledResult<unknown>): Promise<ApiError> {
  const { mayBeCarriedOut } = await import('../edit/carriedOut.ts');
  const isKnown = result.status === 'rejected' && result.reason instanceof ApiError;
  const wasSent = !isKnown || mayBeCarriedOut((result.reason as ApiError).failure);
  return new ApiError({ kind: 'cancelled', ...(wasSent && { wasSent }) });
}

/**
 * Sends a request for the account and the server that were in use at `began`. Rejects as cancelled, without a request, if
 * they are others by now: a sandbox that has stopped starts again while the client is waited for, and is another one then.
 */
async function through<T>(
  connecting: Promise<ReferralClient>,
  store: ConnectionStore,
  began: PendingRequest,
  send: (client: ReferralClient) => Promise<T>,
): Promise<T> {
  const client = await connecting;
  if (!store.isCurrent(began)) throw new ApiError({ kind: 'cancelled' });
  return send(client);
}

/** The known referrals of all connections, with a store for each connection, and the requests for single referrals. */
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

  /** Looks up a known referral without a request. */
  find(connection: ConnectionId, id: string): CatalogEntry | undefined {
    return this.of(connection).find(id);
  }

  /**
   * Fetches a referral and adds it to the store. Returns the known version, which is newer than the response if a later
   * request finished first. If it rejects, which is with an `ApiError`, the store is unchanged. Rejects as cancelled if
   * the connection's data was removed in the meantime, since the response belongs to another account.
   * @param began an earlier request of the store: nothing is sent if the data was removed since then
   */
  async open(
    connection: ConnectionId,
    id: string,
    ask: RequestOptions,
    began?: PendingRequest,
  ): Promise<CatalogEntry & { fetched: FetchedReferral }> {
    const { answer, request } = await this.#read(connection, (client) => client.get(id, ask), began);
    return this.of(connection).addFetched(answer, request);
  }

  /**
   * Sends a JSON Patch for the version with this eTag, and adds the changed referral to the store. Rejects as `open`
   * does; the failure `cancelled` tells whether the change was sent.
   * @param began as for `open`
   */
  patch(
    connection: ConnectionId,
    id: string,
    operations: string,
    eTag: string,
    ask: RequestOptions,
    began?: PendingRequest,
  ): Promise<FetchedReferral> {
    return this.#write(connection, (client) => client.patch(id, operations, eTag, ask), { id, began });
  }

  /** Creates a referral from JSON text, and adds it to the store. Rejects as `patch` does. */
  async create(connection: ConnectionId, referral: string, ask: RequestOptions): Promise<FetchedReferral> {
    const created = await this.#write(connection, (client) => client.create(referral, ask));
    this.of(connection).addCreated(created.summary.id);
    return created;
  }

  async #write(
    connection: ConnectionId,
    send: (client: ReferralClient) => Promise<FetchedReferral>,
    { id, began }: { readonly id?: string; readonly began?: PendingRequest | undefined } = {},
  ): Promise<FetchedReferral> {
    const store = this.of(connection);
    const connecting = this.#connections.get(connection).client();
    const request = store.request();
    const before = id === undefined ? undefined : store.find(id)?.summary;
    const [result] = await Promise.allSettled([through(connecting, store, began ?? request, send)]);
    if (!store.isCurrent(request)) throw await outdated(result);
    if (result.status === 'rejected') throw result.reason;
    return store.addWritten(result.value, before).fetched;
  }

  /**
   * Sends a request that reads. Rejects as cancelled if the connection's data was removed before the response or the
   * failure came, since both belong to another account.
   */
  async #read<T>(
    connection: ConnectionId,
    send: (client: ReferralClient) => Promise<T>,
    began?: PendingRequest,
  ): Promise<{ readonly answer: T; readonly request: PendingRequest }> {
    const store = this.of(connection);
    // First, since the store is emptied when a sandbox starts again.
    const connecting = this.#connections.get(connection).client();
    const request = store.request();
    const [result] = await Promise.allSettled([through(connecting, store, began ?? request, send)]);
    if (!store.isCurrent(request)) throw new ApiError({ kind: 'cancelled' });
    if (result.status === 'rejected') throw result.reason;
    return { answer: result.value, request };
  }

  /**
   * Requests the referrals with this value of a property, and adds them to the store. Returns `unsupported` if the
   * server can't filter by the property, or ignores the filter. Rejects as `open` does.
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
    const refusals = capabilities.searchRefusals(property);
    const { answer: found, request } = await this.#read(connection, (client) =>
      client.search(`${property} eq ${odataString(value)}`, ask).catch((error: unknown) => {
        if (error instanceof ApiError && error.failure.kind === 'invalidRequest') return undefined;
        throw error;
      }),
    );
    if (!found) {
      capabilities.searchRefused(property, value, refusals);
      return 'unsupported';
    }
    const wanted = value.trim().toLowerCase();
    const met = found.items.filter((item) => item[property]?.trim().toLowerCase() === wanted);
    const filed = store.addListed(met, request);
    if (met.length === found.items.length) {
      capabilities.searchAnswered(property);
      return filed;
    }
    // The server ignored the filter.
    capabilities.searchRefused(property, value, refusals);
    return 'unsupported';
  }

  /**
   * Returns a function that requests pages of the list without adding them to the store. It rejects as `open` does, also
   * for data that was removed since this call: all pages are of one account.
   */
  pages(connection: ConnectionId, ask: RequestOptions): (token: SkipToken | undefined) => Promise<ReferralPage> {
    const store = this.of(connection);
    const began = store.request();
    return async (token) => (await this.#read(connection, (client) => client.list(token, ask), began)).answer;
  }

  /** Removes the referrals of a connection, e.g. after a sign-out. */
  forget(connection: ConnectionId): void {
    this.of(connection).forget();
  }

  dispose(): void {
    this.#own.dispose();
  }
}
