import type { Event } from '../../base/event.ts';
import type { ConnectionId } from '../connection/connection.ts';
import { KeptIds, type Memory } from './keptIds.ts';

/** Each that isn't known is fetched by itself when its row is shown, so there can't be thousands. */
export const mostPinned = 100;

/** Which referrals a person keeps at hand in this workspace. */
export class PinnedReferrals {
  readonly #ids: KeptIds;

  readonly onDidChange: Event<ConnectionId>;

  constructor(memory: Memory) {
    this.#ids = new KeptIds(memory, 'pinned');
    this.onDidChange = this.#ids.onDidChange;
  }

  /** In the order they were pinned. */
  list(connection: ConnectionId): string[] {
    return this.#ids.list(connection);
  }

  has(connection: ConnectionId, id: string): boolean {
    return this.list(connection).includes(id.toLowerCase());
  }

  /** False, and nothing pinned, when there would be too many. */
  async pin(connection: ConnectionId, ids: readonly string[]): Promise<boolean> {
    const all = [...new Set([...this.list(connection), ...ids.map((id) => id.toLowerCase())])];
    if (all.length > mostPinned) return false;
    await this.#ids.set(connection, all);
    return true;
  }

  async unpin(connection: ConnectionId, ids: readonly string[]): Promise<void> {
    const gone = new Set(ids.map((id) => id.toLowerCase()));
    await this.#ids.set(
      connection,
      this.list(connection).filter((id) => !gone.has(id)),
    );
  }
}
