import type { ReferralClient } from '../../api/client.ts';
import type { Catalog, PendingRequest } from '../catalog/catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';

export type SaveClient = Pick<ReferralClient, 'get' | 'patch'>;

/**
 * The requests that save an edit, for the account and the server that were in use at `began`. With others they fail as
 * cancelled, and nothing is sent.
 */
export function saveClient(
  catalog: Pick<Catalog, 'open' | 'patch'>,
  connection: ConnectionId,
  began: PendingRequest,
): SaveClient {
  return {
    get: async (id, ask) => (await catalog.open(connection, id, ask, began)).fetched,
    patch: (id, operations, eTag, ask) => catalog.patch(connection, id, operations, eTag, ask, began),
  };
}
