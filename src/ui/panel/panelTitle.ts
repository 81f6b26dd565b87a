import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../referral/summary.ts';

/**
 * A panel's tab: the deal, whose side of it, and where it comes from when that isn't the live API. Masked, it doesn't name
 * the deal or the customer.
 */
export function panelTitle(
  connection: ConnectionId,
  id: string,
  summary: ReferralSummary | undefined,
  masked: boolean,
): string {
  const masking = vscode.l10n.t('Referral {0}…', id.slice(0, 8));
  const name = masked ? masking : (summary ? titleOf(summary) : id).replace(/\s+/g, ' ');
  const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  // Both sides of an engagement bear the deal's name.
  const whose = summary && isMicrosoftSide(summary) ? `${short} · ${vscode.l10n.t('Microsoft’s side')}` : short;
  return connection === 'sandbox' ? `${whose} (Sandbox)` : whose;
}
