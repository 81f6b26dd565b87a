import { ApiError } from '../../api/failure.ts';
import type { ReferralList } from '../../services/referralList.ts';
import type { PanelRoom } from '../panel/index.ts';

/** Fetches the list and all open panels anew. What can't be had keeps what it showed; the list's failure is thrown. */
export async function refreshAll(deps: { list: ReferralList; panels: PanelRoom }): Promise<void> {
  await Promise.all([deps.list.refresh(), deps.panels.loaded?.refreshAll()]);
  const { failure } = deps.list.state;
  if (failure) throw new ApiError(failure);
}
