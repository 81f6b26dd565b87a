import type { Session } from '../../../auth/session.ts';
import type { Event } from '../../../base/event.ts';
import { Lifetime, type Disposable } from '../../../base/lifetime.ts';
import type { ListPersistence } from './persistence.ts';

export interface StoredListsDeps {
  readonly session: Pick<Session, 'onDidChange'>;
  /** Where lists are stored. */
  readonly folder: string;
  /** The view's storage, if the view was shown. It deletes after writes in progress. */
  readonly loaded: () => ListPersistence | undefined;
  /** Fires when the setting `cache.onDisk` changes. */
  readonly onDidChangeSetting: Event<void>;
  /** The setting's current value. */
  readonly wanted: () => boolean;
  /** Runs a deletion and shows its failure. */
  readonly guard: (task: () => Promise<void>) => Promise<void>;
}

/**
 * Deletes stored lists when the account is signed out or the setting is switched off, whether or not the view was
 * shown. An account that is only unreachable keeps its list.
 */
export function deleteStoredLists({ session, folder, loaded, ...deps }: StoredListsDeps): Disposable {
  const lifetime = new Lifetime();
  const withLists = (
    task: (stored: typeof ListPersistence, view: ListPersistence | undefined) => Promise<void>,
  ): void =>
    void deps.guard(async () => {
      await task((await import('./persistence.ts')).ListPersistence, loaded());
    });
  lifetime.add(
    session.onDidChange(({ removed, signOutConfirmed }) => {
      if (!removed && !signOutConfirmed) return;
      withLists((stored, view) => view?.forget('partner-center') ?? stored.deleteIn(folder, 'partner-center'));
    }),
  );
  lifetime.add(
    deps.onDidChangeSetting(() =>
      withLists(async (stored, view) => {
        if (view) await view.settingChanged();
        else if (!deps.wanted()) await stored.deleteIn(folder);
      }),
    ),
  );
  return lifetime;
}
