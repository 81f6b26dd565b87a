import type { Session } from '../../auth/session.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ConnectionId, Connections } from '../connection/connection.ts';
import { partnerCenterOrigin } from '../connection/partnerCenter.ts';
import type { SandboxConnection } from '../connection/sandboxConnection.ts';

/** Who sends something, and where. */
export interface Sender {
  readonly connection: ConnectionId;
  /** Undefined if nobody is signed in. Empty where there are no accounts. */
  readonly account: string | undefined;
  /** The server's address. */
  readonly server: string;
  /** False once the account or the server is another, or was meanwhile. */
  isCurrent(): boolean;
}

export interface SenderParts {
  readonly connections: Pick<Connections, 'get'>;
  readonly catalog: Catalog;
  readonly session: Pick<Session, 'state' | 'accountId' | 'check'>;
  readonly sandbox: Pick<SandboxConnection, 'url'>;
}

/** The account in use and the server of a connection. Never prompts. Rejects with an `ApiError`. */
export async function senderOf(parts: SenderParts, connection: ConnectionId): Promise<Sender> {
  const { connections, catalog, session, sandbox } = parts;
  const store = catalog.of(connection);
  // First, since the store is emptied when a sandbox starts again.
  const connecting = connections.get(connection).client();
  const began = store.request();
  const isCurrent = (): boolean => store.isCurrent(began);
  await connecting;
  if (connection === 'sandbox') return { connection, account: '', server: await sandbox.url(), isCurrent };
  if (session.state.kind !== 'signedIn') await session.check();
  const { state } = session;
  // The same account may be in use in another tenant.
  const account =
    state.kind === 'signedIn' ? JSON.stringify([session.accountId, state.account, state.tenant ?? '']) : undefined;
  return { connection, account, server: partnerCenterOrigin, isCurrent };
}

/** The sender now, if it is the same as then; else undefined. Somebody may have signed in where nobody was. */
export async function sameSender(parts: SenderParts, then: Sender): Promise<Sender | undefined> {
  const now = await senderOf(parts, then.connection);
  return isSameSender(now, then) ? now : undefined;
}

export function isSameSender(now: Sender, then: Sender): boolean {
  if (now.connection !== then.connection || now.server !== then.server) return false;
  return then.account ? now.account === then.account : then.isCurrent();
}
