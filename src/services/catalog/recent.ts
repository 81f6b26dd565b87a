import type { Event } from '../../base/event.ts';
import type { ConnectionId } from '../connection/connection.ts';
import { KeptIds, type Memory } from './keptIds.ts';

export type { Memory };

const maxRecent = 20;

/** The referrals that the user recently opened in this workspace. */
export class RecentReferrals {
  readonly #ids: KeptIds;

  readonly onDidChange: Event<ConnectionId>;

  constructor(memory: Memory) {
    this.#ids = new KeptIds(memory, 'recent');
    this.onDidChange = this.#ids.onDidChange;
  }

  /** The ids, last opened first. */
  list(connection: ConnectionId): string[] {
    return this.#ids.list(connection);
  }

  async add(connection: ConnectionId, id: string): Promise<void> {
    await this.#ids.set(connection, [id, ...this.list(connection).filter((other) => other !== id)].slice(0, maxRecent));
  }

  async remove(connection: ConnectionId, id: string): Promise<void> {
    const removed = id.toLowerCase();
    await this.#ids.set(
      connection,
      this.list(connection).filter((other) => other !== removed),
    );
  }
}
