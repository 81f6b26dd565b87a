import type { ConnectionId } from './connection.ts';

/** Where the ids are kept; VS Code's workspace state fits. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const most = 20;

/** Which referrals a person opened lately in this workspace: ids only, since this is written to disk. */
export class RecentReferrals {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Newest first. */
  list(connection: ConnectionId): string[] {
    const kept = this.#memory.get(keyOf(connection));
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  }

  async add(connection: ConnectionId, id: string): Promise<void> {
    const ids = [id, ...this.list(connection).filter((other) => other !== id)].slice(0, most);
    await this.#memory.update(keyOf(connection), ids);
  }
}

function keyOf(connection: ConnectionId): string {
  return `partnerReferrals.recent.${connection}`;
}
