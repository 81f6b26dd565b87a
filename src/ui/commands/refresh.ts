import { ApiError } from '../../api/failure.ts';
import type { ReferralList } from '../../services/referralList.ts';
import type { PanelRoom } from '../panel/index.ts';

/**
 * Fetches the list and all open panels anew. What can't be had keeps what it showed. The list's failure is thrown, unless
 * the person sees it in the view already.
 */
export async function refreshAll(deps: {
  list: ReferralList;
  panels: PanelRoom;
  tree: { readonly visible: boolean };
}): Promise<void> {
  await Promise.all([deps.list.refresh(), deps.panels.loaded?.refreshAll()]);
  const { failure } = deps.list.state;
  if (failure && !deps.tree.visible) throw new ApiError(failure);
}
