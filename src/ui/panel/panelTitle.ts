import * as vscode from 'vscode';
import { oneLine } from '../../base/oneLine.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../referral/summary.ts';

/**
 * The title of a panel's tab: the deal, Microsoft's side of it, the sandbox. When personal data is hidden, it names
 * neither the deal nor the customer.
 */
export function panelTitle(
  connection: ConnectionId,
  id: string,
  summary: ReferralSummary | undefined,
  masked: boolean,
): string {
  const masking = vscode.l10n.t('Referral {0}…', id.slice(0, 8));
  const name = masked ? masking : summary ? titleOf(summary) : id;
  const short = oneLine(name, { most: 40 });
  // Both sides of an engagement have the same name.
  const whose = summary && isMicrosoftSide(summary) ? `${short} · ${vscode.l10n.t('Microsoft’s side')}` : short;
  return connection === 'sandbox' ? vscode.l10n.t('{0} (Sandbox)', whose) : whose;
}
