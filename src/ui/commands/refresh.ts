import { ApiError } from '../../api/failure.ts';
import { forEachAtMost } from '../../base/async.ts';
import type { Lazy } from '../../base/lazy.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import { documentsInTabs, type OpenDocument } from '../documents/openDocuments.ts';
import type { ReferralPanels } from '../panel/panels.ts';
import type { RegisteredTree } from '../tree/registerTree.ts';

export interface RefreshDeps {
  readonly catalog: Pick<Catalog, 'open'>;
  readonly panels: Pick<Lazy<ReferralPanels>, 'loaded'>;
  readonly tree: RegisteredTree['tree'];
  readonly view: Pick<RegisteredTree['view'], 'visible'>;
}

/** Maximum number of simultaneous requests, since the API asks for few at a time. */
const maxRequests = 2;

/**
 * Fetches the list and the referrals of all panels and document tabs. What can't be fetched stays as it is. The list's
 * failure is thrown, unless the visible view shows it.
 */
export async function refreshAll({ catalog, panels, tree, view }: RefreshDeps): Promise<void> {
  const { list } = (await tree()).browsing;
  await Promise.all([list.refresh(), refreshOpen(catalog, panels.loaded)]);
  const { failure } = list.state;
  if (failure && !view.visible) throw new ApiError(failure);
}

async function refreshOpen(catalog: Pick<Catalog, 'open'>, panels: ReferralPanels | undefined): Promise<void> {
  const documents = documentsInTabs().filter(({ named }) => !panels?.find(named.connection, named.id));
  await forEachAtMost(
    maxRequests,
    [...(panels?.refreshes() ?? []), ...documents.map((document) => () => refreshDocument(catalog, document))],
    (refresh) => refresh(),
  );
}

/** Failures are not shown, since the list usually fails for the same reason. */
async function refreshDocument(catalog: Pick<Catalog, 'open'>, { uri, named }: OpenDocument): Promise<void> {
  // The tab may have been closed while others were fetched.
  if (!documentsInTabs().some((document) => document.uri.toString() === uri.toString())) return;
  try {
    await catalog.open(named.connection, named.id, { signal: new AbortController().signal });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
