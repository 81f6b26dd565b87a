import type { Disposable } from '../../../base/lifetime.ts';
import type { ConnectionId } from '../../../services/connection/connection.ts';
import { KeptLists, type ListOwner } from '../../../services/list/diskCache.ts';
import type { ListState } from '../../../services/list/listState.ts';
import type { ReferralList } from '../../../services/list/referralList.ts';

export interface ListPersistenceParts {
  readonly folder: string;
  readonly list: ReferralList;
  /** The setting. */
  readonly wanted: () => boolean;
  /** Whose list is asked for now; undefined while nobody knows. */
  readonly owner: () => ListOwner | undefined;
}

/** Keeps the list on disk where a person has set it so: read before the first answer, written after each. */
export class ListPersistence implements Disposable {
  readonly #parts: ListPersistenceParts;
  readonly #lists: KeptLists;
  readonly #listening: Disposable;
  /** Whose items the list has. */
  #owner: ListOwner | undefined;
  #written: ListState | undefined;

  constructor(parts: ListPersistenceParts) {
    this.#parts = parts;
    this.#lists = new KeptLists(parts.folder);
    this.#listening = parts.list.onDidChange((state) => this.#take(state));
  }

  /** For when no list was loaded; without a connection, the lists of all. */
  static async forgetIn(folder: string, connection?: ConnectionId): Promise<void> {
    await new KeptLists(folder).clear(connection);
  }

  /** Behind what is being written. */
  async forget(connection: ConnectionId): Promise<void> {
    await this.#lists.clear(connection);
  }

  /** Shows what was kept of the current connection and account, if anything. */
  async restore(): Promise<void> {
    const { list, owner, wanted } = this.#parts;
    const asked = owner();
    this.#owner = asked;
    if (!wanted()) {
      // A file that can't be removed is no reason to show no list; the next start tries again.
      await this.#lists.clear().catch(() => undefined);
      return;
    }
    if (asked === undefined) return;
    const kept = await this.#lists.read(asked);
    // Another account may have come in the meantime.
    if (kept && this.#owner === asked && list.state.connection === asked.connection)
      list.restore(kept.items, kept.asOf);
  }

  /** Without the setting nothing stays. */
  async settingChanged(): Promise<void> {
    if (!this.#parts.wanted()) await this.#lists.clear();
    else this.#take(this.#parts.list.state);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #take(state: ListState): void {
    if (state.phase === 'new' && state.items.length === 0) this.#owner = undefined;
    const { asOf, items, phase } = state;
    // It may have been loaded without anybody having looked at the view.
    if (phase === 'ready') this.#owner ??= this.#parts.owner();
    if (phase !== 'ready' || asOf === undefined || items === this.#written?.items) return;
    if (this.#owner === undefined || !this.#parts.wanted()) return;
    this.#written = state;
    void this.#lists.write(this.#owner, { items, asOf });
  }
}
