import type { Disposable } from '../../../base/lifetime.ts';
import type { ConnectionId } from '../../../services/connection/connection.ts';
import { KeptLists, type ListOwner } from '../../../services/list/diskCache.ts';
import type { ListState } from '../../../services/list/listState.ts';
import type { ReferralList } from '../../../services/list/referralList.ts';

export interface ListPersistenceParts {
  readonly folder: string;
  readonly list: ReferralList;
  /** The setting `cache.onDisk`. */
  readonly wanted: () => boolean;
  /** The current owner of the list. Undefined if the account is unknown. */
  readonly owner: () => ListOwner | undefined;
}

/** Keeps the list on disk if the setting is on. It is read before the first response, and written after each one. */
export class ListPersistence implements Disposable {
  readonly #parts: ListPersistenceParts;
  readonly #lists: KeptLists;
  readonly #listening: Disposable;
  /** The owner of the list's items. */
  #owner: ListOwner | undefined;
  #written: ListState | undefined;

  constructor(parts: ListPersistenceParts) {
    this.#parts = parts;
    this.#lists = new KeptLists(parts.folder);
    this.#listening = parts.list.onDidChange((state) => this.#store(state));
  }

  /** Deletes the lists in a folder if no view was loaded: those of a connection, or all. */
  static async deleteIn(folder: string, connection?: ConnectionId): Promise<void> {
    await new KeptLists(folder).clear(connection);
  }

  /** Deletes the lists of a connection, after writes in progress. */
  async forget(connection: ConnectionId): Promise<void> {
    await this.#lists.clear(connection);
  }

  /** Shows the stored list of the current connection and account, if there is one. */
  async restore(): Promise<void> {
    const { list, owner, wanted } = this.#parts;
    const asked = owner();
    this.#owner = asked;
    if (!wanted()) {
      // If the file can't be removed, the list is shown nevertheless. The next start tries again.
      await this.#lists.clear().catch(() => undefined);
      return;
    }
    if (asked === undefined) return;
    const kept = await this.#lists.read(asked);
    // The account may have changed in the meantime.
    if (kept && this.#owner === asked && list.state.connection === asked.connection)
      list.restore(kept.items, kept.asOf);
  }

  /** Deletes all lists if the setting is off, otherwise stores the current one. */
  async settingChanged(): Promise<void> {
    if (!this.#parts.wanted()) await this.#lists.clear();
    else this.#store(this.#parts.list.state);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #store(state: ListState): void {
    if (state.phase === 'new' && state.items.length === 0) this.#owner = undefined;
    const { asOf, items, phase } = state;
    // The list may have been loaded without the view.
    if (phase === 'ready') this.#owner ??= this.#parts.owner();
    if (phase !== 'ready' || asOf === undefined || items === this.#written?.items) return;
    if (this.#owner === undefined || !this.#parts.wanted()) return;
    this.#written = state;
    void this.#lists.write(this.#owner, items, asOf);
  }
}
