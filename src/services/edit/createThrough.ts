import { createHash, randomUUID } from 'node:crypto';
import type { ReferralClient, RequestOptions } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import type { Memory } from '../catalog/recent.ts';
import { createDeal, type CreationClient, type CreationOutcome, type Decision } from './create.ts';
import { isUnfinished, ownOf, readProgress, untouched, type CreationProgress } from './creationProgress.ts';
import type { Deal } from './dealText.ts';
import type { Sender, SenderParts } from './sender.ts';

export type SendOutcome =
  | CreationOutcome
  /** The same deal is being sent already. Nothing else was sent. */
  | { readonly kind: 'running' };

interface SendOptions extends RequestOptions {
  readonly decision?: Decision | undefined;
  /** Nobody was signed in when the message of the decision was shown. */
  readonly wasSignedOut?: boolean;
  /**
   * What the same document said when it was sent before, oldest first: where that isn't complete, this deal is its
   * continuation, also under another name.
   */
  readonly formers?: readonly Deal[] | undefined;
  readonly now?: () => number;
}

/**
 * Creates a deal, or goes on with it, through the sender's account and server alone. What others have begun isn't gone on
 * with. Two at a time would not know of each other's POSTs, so there is one for each deal.
 */
export async function createThrough(
  parts: SenderParts & { readonly memory: Memory },
  sender: Sender,
  deal: Deal,
  { formers = [], decision: given, wasSignedOut = false, ...ask }: SendOptions,
): Promise<SendOutcome> {
  const deals = dealsOf(parts.memory);
  const key = progressKey(sender, deal);
  const formerKeys = [...new Set(formers.map((each) => progressKey(sender, each)))].filter((each) => each !== key);
  const keys = [key, ...formerKeys];
  if (keys.some((each) => deals.running.has(each))) return { kind: 'running' };
  for (const each of keys) deals.running.add(each);
  try {
    // Who signs in at a message may have begun the deal, and goes on with it then.
    const decision = wasSignedOut && isUnfinished(deals.progressOf(key)) ? undefined : given;
    if (decision === undefined) await deals.takeOver(key, formerKeys.toReversed(), deal);
    else if (deals.isElsewhere(key, formerKeys, deal)) return { kind: 'outdated', referral: undefined };
    else formerKeys.forEach((each) => deals.outdate(each));
    const keep = (progress: CreationProgress): Promise<void> => deals.keep(key, progress);
    return await createDeal(clientOf(parts, sender), deal, { ...ask, decision, progress: deals.progressOf(key), keep });
  } finally {
    for (const each of keys) deals.running.delete(each);
  }
}

/** How far the deals have come. In the workspace's state as long as they are not complete, so that a reload keeps it. */
class Deals {
  readonly running = new Set<string>();
  readonly #memory: Memory;
  /** The states without a deal in progress that were reached in this window, whose messages may still be open. */
  readonly #idle = new Map<string, CreationProgress>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  progressOf(key: string): CreationProgress {
    return this.#stored(key) ?? this.#idle.get(key) ?? untouched;
  }

  async keep(key: string, progress: CreationProgress): Promise<void> {
    if (!isUnfinished(progress)) this.#idle.set(key, progress);
    await this.#memory.update(key, isUnfinished(progress) ? progress : undefined);
  }

  /** Messages about what is not in progress under this key count for nothing from now on. */
  outdate(key: string): void {
    if (!this.#stored(key)) this.#idle.set(key, { ...this.progressOf(key), id: randomUUID() });
  }

  /** Goes on under this key with what was begun under one of the others. Messages about those count for nothing then. */
  async takeOver(key: string, formerKeys: readonly string[], deal: Deal): Promise<void> {
    let isBegun = this.#stored(key) !== undefined;
    for (const former of formerKeys) {
      const progress = this.#stored(former);
      if (!progress) this.outdate(former);
      else if (!isBegun && isContinuedBy(progress, deal)) {
        isBegun = true;
        await this.keep(key, progress);
        await this.keep(former, { kind: 'none', id: randomUUID() });
      }
    }
  }

  /** True if the deal was begun under one of the other keys. */
  isElsewhere(key: string, formerKeys: readonly string[], deal: Deal): boolean {
    if (this.#stored(key)) return false;
    return formerKeys.some((former) => {
      const progress = this.#stored(former);
      return progress !== undefined && isContinuedBy(progress, deal);
    });
  }

  #stored(key: string): CreationProgress | undefined {
    return readProgress(this.#memory.get(key));
  }
}

/** By the workspace's state, which a window has one of. */
const known = new WeakMap<Memory, Deals>();

function dealsOf(memory: Memory): Deals {
  const deals = known.get(memory) ?? new Deals(memory);
  known.set(memory, deals);
  return deals;
}

/** A deal that is Microsoft's side alone continues only what belongs to the same engagement. */
function isContinuedBy(progress: CreationProgress, { own, engagementId }: Deal): boolean {
  const ours = ownOf(progress);
  if (own === undefined) return ours?.engagementId !== undefined && ours.engagementId === engagementId;
  return progress.kind === 'ownUnsure' || ours !== undefined;
}

/** The key of a deal's progress in the workspace's state: a digest, since the names of customers are not stored. */
function progressKey({ connection, account, server }: Sender, deal: Deal): string {
  const identity = JSON.stringify([connection, account, server, ...identityOf(deal)]);
  return `creation ${createHash('sha256').update(identity).digest('base64url')}`;
}

/** What tells a deal from others. The rest of its document may change until it is complete. */
export function identityOf({ name, customerName, externalReferenceId, engagementId }: Deal): (string | undefined)[] {
  return [name, customerName, externalReferenceId, engagementId];
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
