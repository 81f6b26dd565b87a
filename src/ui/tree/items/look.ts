import * as vscode from 'vscode';
import { oneLine } from '../../../base/oneLine.ts';
import { expiresSoon } from '../../../referral/expiry.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../../referral/summary.ts';
import { allowedActions } from '../../../services/edit/actions.ts';

/** Returns the icon of a status. Its color shows whether the referral expires soon and how it was closed. */
export function iconOf(summary: ReferralSummary, now: number): vscode.ThemeIcon {
  const icon = (name: string, color: string): vscode.ThemeIcon =>
    new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
  switch (summary.status) {
    case 'New':
      return icon('mail', expiresSoon(summary, now) ? 'charts.yellow' : 'charts.blue');
    case 'Active':
      return icon('circle-filled', 'charts.green');
    case 'Closed':
      return summary.substatus === 'Won'
        ? icon('pass-filled', 'charts.green')
        : icon('circle-slash', 'descriptionForeground');
    default:
      return icon('question', 'descriptionForeground');
  }
}

/** Returns whose referral of an engagement it is. Undefined if it doesn't say. */
export function ownerOf(summary: ReferralSummary): string | undefined {
  if (isMicrosoftSide(summary)) return vscode.l10n.t('Microsoft’s side');
  return summary.organizationName === undefined ? undefined : oneLine(summary.organizationName);
}

/**
 * Returns the words that the `when` clauses of menus match, among them the actions that the life cycle allows. Without
 * a summary, the referral is unknown.
 */
export function contextValueOf(pinned: boolean, summary?: ReferralSummary, unsaved = false): string {
  const words = ['referral', ...(pinned ? ['pinned'] : []), ...(unsaved ? ['unsaved'] : [])];
  return [...words, ...(summary ? allowedActions(summary) : [])].join(' ');
}
