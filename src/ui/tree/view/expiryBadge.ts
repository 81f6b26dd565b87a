import * as vscode from 'vscode';
import type { ChunkedList } from '../../../base/chunkedList.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';
import { expiringSoon } from '../../../services/list/expiring.ts';

/**
 * Updates the number on the view's icon: the number of loaded referrals that expire within three days. Returns the time
 * at which it changes next, in ms since 1970. Undefined if it only changes with the referrals.
 */
export function updateExpiryBadge(
  view: Pick<vscode.TreeView<unknown>, 'badge'>,
  items: ChunkedList<ReferralSummary>,
  now: number,
): number | undefined {
  const { count, next } = expiringSoon(items, now);
  if ((view.badge?.value ?? 0) !== count) view.badge = badgeOf(count);
  return next;
}

function badgeOf(value: number): vscode.ViewBadge | undefined {
  if (value === 0) return undefined;
  const tooltip =
    value === 1
      ? vscode.l10n.t('1 referral expires within 3 days')
      : vscode.l10n.t('{0} referrals expire within 3 days', value);
  return { value, tooltip };
}
