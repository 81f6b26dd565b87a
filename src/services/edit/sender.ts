import { createHash } from 'node:crypto';
import type { ReferralClient, RequestOptions } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import type { Session } from '../../auth/session.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Memory } from '../catalog/recent.ts';
import type { ConnectionId, Connections } from '../connection/connection.ts';
import { partnerCenterOrigin } from '../connection/partnerCenter.ts';
import type { SandboxConnection } from '../connection/sandboxConnection.ts';
import {
  createDeal,
  type CreationClient,
  type CreationOutcome,
  type CreationProgress,
  type Decision,
} from './create.ts';
import type { Deal } from './dealText.ts';

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
  const isSame = then.account ? now.account === then.account : then.isCurrent();
  return isSame && now.server === then.server ? now : undefined;
}

/**
 * Creates a deal, or goes on with it, through the sender's account and server alone. What others have begun isn't gone on
 * with.
 * @param former what the same document said when it was sent before: if that isn't complete, this deal is its continuation,
 * also under another name
 */
export async function createThrough(
  parts: SenderParts & { readonly memory: Memory },
  sender: Sender,
  deal: Deal,
  ask: RequestOptions & { readonly decision?: Decision | undefined },
  former?: Deal,
): Promise<CreationOutcome> {
  const { memory } = parts;
  const key = progressKey(sender, deal);
  const read = (from: string): CreationProgress | undefined => memory.get(from) as CreationProgress | undefined;
  const keep = async (progress: CreationProgress): Promise<void> =>
    memory.update(key, progress.own === undefined && progress.unsure === undefined ? undefined : progress);
  let progress = read(key);
  const formerKey = former && progressKey(sender, former);
  const formerly = formerKey === undefined || progress ? undefined : read(formerKey);
  if (formerKey !== undefined && formerly) {
    await keep(formerly);
    await memory.update(formerKey, undefined);
    progress = formerly;
  }
  return createDeal(clientOf(parts, sender), deal, { ...ask, progress: progress ?? {}, keep });
}

/** The key of a deal's progress in the workspace's state: a digest, since the names of customers are not stored. */
function progressKey(
  { connection, account, server }: Sender,
  { name, customerName, externalReferenceId, engagementId }: Deal,
): string {
  const identity = JSON.stringify([connection, account, server, name, customerName, externalReferenceId, engagementId]);
  return `creation ${createHash('sha256').update(identity).digest('base64url')}`;
}

/**
 * The requests that create a deal, through the sender's account and server alone: once one of them is another, everything
 * fails as cancelled.
 */
function clientOf(parts: Pick<SenderParts, 'connections' | 'catalog'>, sender: Sender): CreationClient {
  const { connections, catalog } = parts;
  const { connection } = sender;
  const check = (): void => {
    if (!sender.isCurrent()) throw new ApiError({ kind: 'cancelled' });
  };
  const begin = async (): Promise<ReferralClient> => {
    // A sandbox that has stopped starts again here, and is another one then.
    const client = await connections.get(connection).client();
    check();
    return client;
  };
  const read = async <T>(ask: (client: ReferralClient) => Promise<T>): Promise<T> => {
    const answer = await ask(await begin());
    check();
    return answer;
  };
  return {
    create: async (referral, ask) => {
      const client = await begin();
      if (sender.account === undefined) {
        // Fails with the reason. What is sent has to be known as that of an account.
        await client.list(undefined, ask);
        throw new ApiError({ kind: 'signedOut' });
      }
      return catalog.create(connection, referral, ask);
    },
    get: (id, ask) => read(async () => (await catalog.open(connection, id, ask)).fetched),
    search: (filter, ask) => read((client) => client.search(filter, ask)),
    list: (token, ask) => read((client) => client.list(token, ask)),
  };
}
