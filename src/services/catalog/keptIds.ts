import { Emitter, type Event } from '../../base/event.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** Where the ids are kept; VS Code's workspace state fits. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** A list of referral ids for each connection. Ids only, since this is written to disk. */
export class KeptIds {
  readonly #memory: Memory;
  readonly #name: string;
  readonly #changed = new Emitter<ConnectionId>();

  readonly onDidChange: Event<ConnectionId> = this.#changed.event;

  constructor(memory: Memory, name: string) {
    this.#memory = memory;
    this.#name = name;
  }

  /** In the order they were set; what another hand left there and is no id is left out. */
  list(connection: ConnectionId): string[] {
    const kept = this.#memory.get(this.#keyOf(connection));
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  }

  async set(connection: ConnectionId, ids: readonly string[]): Promise<void> {
    await this.#memory.update(this.#keyOf(connection), ids);
    this.#changed.fire(connection);
  }

  #keyOf(connection: ConnectionId): string {
    return `partnerReferrals.${this.#name}.${connection}`;
  }
}
