import * as vscode from 'vscode';
import type { ChunkedList } from '../../../base/chunkedList.ts';
import { expiriesOf, nextExpiryChange, soonExpiring } from '../../../referral/expiry.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';

/** Of each chunk of the list. Reading the dates of 100,000 referrals at each change or keystroke would take 10 ms. */
const known = new WeakMap<readonly ReferralSummary[], readonly number[]>();

/**
 * Updates the number on the view's icon: the number of loaded referrals that expire within three days. Returns the time
 * at which it changes next, in ms since 1970. Undefined if it only changes with the referrals.
 */
export function updateExpiryBadge(
  view: Pick<vscode.TreeView<unknown>, 'badge'>,
  items: ChunkedList<ReferralSummary>,
  now: number,
): number | undefined {
  let count = 0;
  let next = Infinity;
  for (const chunk of items.chunks) {
    let expiries = known.get(chunk);
    if (!expiries) known.set(chunk, (expiries = expiriesOf(chunk)));
    count += soonExpiring(expiries, now);
    next = Math.min(next, nextExpiryChange(expiries, now) ?? Infinity);
  }
  if ((view.badge?.value ?? 0) !== count) view.badge = badgeOf(count);
  return next === Infinity ? undefined : next;
}

function badgeOf(value: number): vscode.ViewBadge | undefined {
  if (value === 0) return undefined;
  const tooltip =
    value === 1
      ? vscode.l10n.t('1 referral expires within 3 days')
      : vscode.l10n.t('{0} referrals expire within 3 days', value);
  return { value, tooltip };
}
