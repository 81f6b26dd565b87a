import { Emitter, type Event } from '../../base/event.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** Storage for the ids. VS Code's workspace state has this interface. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** A list of referral ids for each connection. Only ids are stored, since the list is written to disk. */
export class KeptIds {
  readonly #memory: Memory;
  readonly #name: string;
  readonly #changed = new Emitter<ConnectionId>();

  readonly onDidChange: Event<ConnectionId> = this.#changed.event;

  constructor(memory: Memory, name: string) {
    this.#memory = memory;
    this.#name = name;
  }

  /** The ids in the order in which they were set. Values that aren't strings are omitted. */
  list(connection: ConnectionId): string[] {
    const stored = this.#memory.get(this.#keyOf(connection));
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  }

  async set(connection: ConnectionId, ids: readonly string[]): Promise<void> {
    await this.#memory.update(this.#keyOf(connection), ids);
    this.#changed.fire(connection);
  }

  #keyOf(connection: ConnectionId): string {
    return `partnerReferrals.${this.#name}.${connection}`;
  }
}
