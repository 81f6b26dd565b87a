import * as vscode from 'vscode';
import type { FetchedReferral } from '../../api/client.ts';
import { forEachAtMost } from '../../base/async.ts';
import { sameSummary } from '../../referral/sameSummary.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { withProgress } from '../progress.ts';

interface ReadDeps {
  readonly catalog: Catalog;
}

/** The version that the views show, if it is known in full; else a new one. */
export async function readFully({ catalog }: ReadDeps, connection: ConnectionId, id: string): Promise<FetchedReferral> {
  const known = knownFully(catalog, connection, id);
  if (known) return known;
  const title = vscode.l10n.t('Reading referral {0}', id);
  const entry = await withProgress(title, ({ signal, onWait }) => catalog.open(connection, id, { signal, onWait }));
  return entry.fetched;
}

/** As `readFully`, in the order of the ids. Rejects with the first failure. */
export async function readAllFully(
  deps: ReadDeps,
  connection: ConnectionId,
  ids: readonly string[],
): Promise<readonly FetchedReferral[]> {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return [await readFully(deps, connection, only)];
  const { catalog } = deps;
  const found = new Map<string, FetchedReferral>();
  await withProgress(vscode.l10n.t('Looking up referrals'), ({ signal, onWait, onProgress }) =>
    // The API asks its callers to be gentle.
    forEachAtMost(2, ids, async (id) => {
      const known = knownFully(catalog, connection, id);
      found.set(id, known ?? (await catalog.open(connection, id, { signal, onWait })).fetched);
      onProgress(vscode.l10n.t('{0} of {1}', found.size, ids.length));
    }),
  );
  return ids.map((id) => found.get(id)).filter((each) => each !== undefined);
}

function knownFully(catalog: Catalog, connection: ConnectionId, id: string): FetchedReferral | undefined {
  const known = catalog.find(connection, id);
  // A list may have brought a newer version, of which the text isn't known.
  return known?.fetched && sameSummary(known.summary, known.fetched.summary) ? known.fetched : undefined;
}
