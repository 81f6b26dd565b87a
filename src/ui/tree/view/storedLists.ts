import type { Session } from '../../../auth/session.ts';
import type { Event } from '../../../base/event.ts';
import { Lifetime, type Disposable } from '../../../base/lifetime.ts';
import type { ListPersistence } from './persistence.ts';

export interface StoredListsDeps {
  readonly session: Pick<Session, 'onDidChange'>;
  /** Where lists are stored. */
  readonly folder: string;
  /** The view's own storage, once the view was shown; writes under way come before a deletion in it. */
  readonly loaded: () => ListPersistence | undefined;
  /** The setting `cache.onDisk` changed. */
  readonly onDidChangeSetting: Event<void>;
  /** The setting now. */
  readonly wanted: () => boolean;
  /** Runs a deletion and shows how it failed. */
  readonly guard: (task: () => Promise<void>) => Promise<void>;
}

/**
 * Deletes stored lists when the account is signed out or the setting is switched off, whether or not the view was
 * shown. An account that is only unreachable keeps its list.
 */
export function deleteStoredLists({ session, folder, loaded, ...deps }: StoredListsDeps): Disposable {
  const lifetime = new Lifetime();
  lifetime.add(
    session.onDidChange(({ removed, signOutConfirmed }) => {
      if (!removed && !signOutConfirmed) return;
      void deps.guard(async () => {
        const keeping = loaded();
        if (keeping) return keeping.forget('partner-center');
        const { ListPersistence } = await import('./persistence.ts');
        await ListPersistence.forgetIn(folder, 'partner-center');
      });
    }),
  );
  lifetime.add(
    deps.onDidChangeSetting(() => {
      void deps.guard(async () => {
        const keeping = loaded();
        if (keeping) return keeping.settingChanged();
        if (deps.wanted()) return;
        const { ListPersistence } = await import('./persistence.ts');
        await ListPersistence.forgetIn(folder);
      });
    }),
  );
  return lifetime;
}
