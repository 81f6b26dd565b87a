import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ConnectionId, Connections } from '../../services/connection/connection.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import type { ListState } from '../../services/list/listState.ts';
import { ServerSearch } from '../../services/server/serverSearch.ts';
import type { Event } from '../../base/event.ts';
import { findByReference } from './findByReference.ts';
import { PickerKeys } from './pickerKeys.ts';
import { pickReferral, type Picked, type Purpose } from './pickReferral.ts';

/** The pinned referrals. */
export interface Pins {
  list(connection: ConnectionId): readonly string[];
  /** False if there would be too many pinned referrals. Nothing is pinned then. */
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
  /** Called with unexpected errors for which no message is shown. */
  readonly onUnexpectedError: (error: unknown) => void;
  /** Opens a referral in the layout of the setting. */
  readonly open: (connection: ConnectionId, id: string) => Promise<void>;
  /** Runs the action of a message's button. Failures are shown, not thrown. */
  readonly guard: (task: () => Promise<void>) => Promise<void>;
}

export interface PickerDeps extends FinderDeps {
  readonly server: ServerSearch;
  readonly keys: PickerKeys;
}

/** Lets the user find referrals. Remembers for the lifetime of the window which searches the servers don't support. */
export class Finder {
  readonly #deps: PickerDeps;

  constructor(deps: FinderDeps) {
    this.#deps = {
      ...deps,
      server: new ServerSearch(deps.catalog, deps.onUnexpectedError),
      keys: new PickerKeys(),
    };
  }

  pick(purpose: Purpose): Promise<Picked | undefined> {
    return pickReferral(this.#deps, this.#deps.connections.current.id, purpose);
  }

  /**
   * Opens the referral with this CRM reference. Without a reference, asks for one. Rejects with an `ApiError` or a
   * `HumanError`.
   */
  findByReference(argument: unknown): Promise<void> {
    return findByReference(this.#deps, this.#deps.connections.current.id, argument);
  }
}
