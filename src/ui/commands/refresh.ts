import { ApiError } from '../../api/failure.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { openDocuments } from '../documents/documents.ts';
import type { PanelRoom } from '../panel/registerPanels.ts';
import type { TreeRoom } from '../tree/registerTree.ts';

/**
 * Fetches the list and all open panels anew. What can't be had keeps what it showed. The list's failure is thrown, unless
 * the person sees it in the view already.
 */
export async function refreshAll(deps: { catalog: Catalog; panels: PanelRoom; tree: TreeRoom }): Promise<void> {
  const { list } = await deps.tree.load();
  const documents = openDocuments().filter(({ named }) => !deps.panels.loaded?.find(named.connection, named.id));
  await Promise.all([
    list.refresh(),
    deps.panels.loaded?.refreshAll(),
    ...documents.map(({ named }) => refreshDocument(deps.catalog, named)),
  ]);
  const { failure } = list.state;
  if (failure && !deps.tree.visible) throw new ApiError(failure);
}

/** A document without a panel keeps what it had when it can't be fetched; the list's failure is most often the same. */
async function refreshDocument(catalog: Catalog, named: { connection: ConnectionId; id: string }): Promise<void> {
  try {
    await catalog.open(named.connection, named.id, { signal: new AbortController().signal });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
