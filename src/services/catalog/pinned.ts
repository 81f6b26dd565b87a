import type { Event } from '../../base/event.ts';
import type { ConnectionId } from '../connection/connection.ts';
import { KeptIds, type Memory } from './keptIds.ts';

/** Limits the number of pinned referrals, since each unknown one takes a request when its row is shown. */
export const mostPinned = 100;

/** The referrals that the user pinned in this workspace. */
export class PinnedReferrals {
  readonly #ids: KeptIds;

  readonly onDidChange: Event<ConnectionId>;

  constructor(memory: Memory) {
    this.#ids = new KeptIds(memory, 'pinned');
    this.onDidChange = this.#ids.onDidChange;
  }

  /** The ids, in the order in which they were pinned. */
  list(connection: ConnectionId): string[] {
    return this.#ids.list(connection);
  }

  has(connection: ConnectionId, id: string): boolean {
    return this.list(connection).includes(id.toLowerCase());
  }

  /** Pins referrals. Returns false and pins none if there would be too many. */
  async pin(connection: ConnectionId, ids: readonly string[]): Promise<boolean> {
    const all = [...new Set([...this.list(connection), ...ids.map((id) => id.toLowerCase())])];
    if (all.length > mostPinned) return false;
    await this.#ids.set(connection, all);
    return true;
  }

  async unpin(connection: ConnectionId, ids: readonly string[]): Promise<void> {
    const removed = new Set(ids.map((id) => id.toLowerCase()));
    await this.#ids.set(
      connection,
      this.list(connection).filter((id) => !removed.has(id)),
    );
  }
}
