import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ConnectionId, Connections } from '../../services/connection/connection.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import type { ListState } from '../../services/list/listState.ts';
import { ServerSearch } from '../../services/server/serverSearch.ts';
import type { Event } from '../../base/event.ts';
import { findByReference } from './findByReference.ts';
import { PickerKeys } from './pickerKeys.ts';
import { pickReferral, type Picked, type Purpose } from './pickReferral.ts';

/** The referrals a person keeps at hand. */
export interface Pins {
  list(connection: ConnectionId): readonly string[];
  /** False, and nothing pinned, when there would be too many. */
  pin(connection: ConnectionId, ids: readonly string[]): Promise<boolean>;
  unpin(connection: ConnectionId, ids: readonly string[]): Promise<unknown>;
}

export interface FinderDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly recent: Pick<RecentReferrals, 'list'>;
  readonly list: {
    readonly state: Pick<ListState, 'phase' | 'failure'>;
    readonly onDidChange: Event<ListState>;
    refresh(): Promise<void>;
  };
  readonly pinned?: Pins;
  /** Something failed in a way nobody foresaw, where no message would help. */
  readonly onMistake: (error: unknown) => void;
  /** Opens a referral as the settings say. */
  readonly open: (connection: ConnectionId, id: string) => Promise<void>;
  /** Runs what a message's button says; failures are shown, not thrown. */
  readonly guard: (task: () => Promise<void>) => Promise<void>;
}

export interface PickerDeps extends FinderDeps {
  readonly server: ServerSearch;
  readonly keys: PickerKeys;
}

/** Finds referrals with a person's help. Remembers, as long as the window lives, what servers can't search by. */
export class Finder {
  readonly #deps: PickerDeps;

  constructor(deps: FinderDeps) {
    this.#deps = {
      ...deps,
      server: new ServerSearch(deps.catalog, deps.onMistake),
      keys: new PickerKeys(),
    };
  }

  pick(purpose: Purpose): Promise<Picked | undefined> {
    return pickReferral(this.#deps, this.#deps.connections.current.id, purpose);
  }

  /** With a reference it finds, without one it asks. Rejects with an `ApiError` or a `HumanError`. */
  findByReference(argument: unknown): Promise<void> {
    return findByReference(this.#deps, this.#deps.connections.current.id, argument);
  }
}
