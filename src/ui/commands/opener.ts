import * as vscode from 'vscode';
import type { Lazy } from '../../base/lazy.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import { HumanError } from '../failures/humanError.ts';
import { referralUri } from '../documents/referralUri.ts';
import { webviews } from '../names.ts';
import type { ReferralPanels } from '../panel/panels.ts';
import type { ReferralPanel } from '../panel/referralPanel.ts';
import { withProgress } from '../progress.ts';
import type { OpenLayout } from '../settings.ts';

export interface OpenerDeps {
  readonly catalog: Catalog;
  readonly panels: Lazy<ReferralPanels>;
  readonly recent: RecentReferrals;
}

/** Where to show a referral. Default: the editor group that already shows referrals. */
export interface ShowIn {
  /** An open panel or document is moved to this group. */
  readonly column?: vscode.ViewColumn;
  /** The panel to show it in, unless another panel shows it already. */
  readonly into?: ReferralPanel;
  /** Aborts when the referral is no longer wanted. */
  readonly signal?: AbortSignal;
}

/**
 * Fetches a referral, then shows the panel, the JSON document, or both. Fetching comes first, so that nothing opens for
 * an id that doesn't exist. Only for a known referral, the tab opens during the request. Rejects with an `ApiError`.
 */
export async function showReferral(
  deps: OpenerDeps,
  connection: ConnectionId,
  id: string,
  layout: OpenLayout,
  { column, into, signal: cancelled }: ShowIn = {},
): Promise<void> {
  const open = deps.panels.loaded?.find(connection, id);
  if (layout !== 'json') open?.reveal(false, column);
  const title = vscode.l10n.t('Opening referral {0}', id);
  // A known referral most likely exists, so its tab doesn't have to wait for the response.
  const known = layout !== 'json' && !into && deps.catalog.find(connection, id) !== undefined;
  const openedEarly = known ? deps.panels.loaded?.begin(connection, id, column ?? columnForPanel()) : undefined;
  // The panel's code loads during the request.
  const [panels] = await Promise.all([
    layout === 'json' ? undefined : deps.panels(),
    withProgress(title, ({ signal, onWait }) =>
      deps.catalog.open(connection, id, { signal: cancelled ? AbortSignal.any([signal, cancelled]) : signal, onWait }),
    ),
  ]).catch((error: unknown) => {
    // Keep the tab if it shows an earlier version, which the user may be reading.
    if (!openedEarly?.started || !deps.catalog.find(connection, id)?.fetched) openedEarly?.dispose();
    throw error;
  });
  // The user closed the tab or opened something else in the meantime.
  if (openedEarly?.ended || cancelled?.aborted) return;
  // The referral is shown even if the history can't be written.
  void deps.recent.add(connection, id).catch(() => undefined);
  const uri = referralUri(connection, id);
  const [panel, document] = await Promise.all([
    panels?.show(connection, id, column ?? columnForPanel(), { into, revealed: open ?? openedEarly }),
    layout === 'panel' ? undefined : openDocument(uri),
  ]);
  if (!document) return;
  const beside = (panel ?? open)?.column;
  const free = layout === 'json' && beside === undefined ? vscode.ViewColumn.Active : nextTo(beside);
  await vscode.window.showTextDocument(document, {
    viewColumn: column ?? columnOf(uri) ?? free,
    preserveFocus: layout === 'panelAndJson',
    preview: false,
  });
}

/** The group to the right, which may not exist yet. Columns count from 1. */
export function nextTo(column: vscode.ViewColumn | undefined): vscode.ViewColumn {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- The enum's values are the columns' numbers.
  return (column ?? vscode.ViewColumn.One) + 1;
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HumanError(`${vscode.l10n.t('VS Code can’t show this referral as a document.')} ${reason}`, {
      cause: error,
    });
  }
}

/** The group in which a document is open. */
export function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const shows = (tab: vscode.Tab): boolean =>
    tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find((group) => group.tabs.some(shows))?.viewColumn;
}

/** The group that already has panels, so that panels share one group and documents the one beside it. */
export function columnForPanel(): vscode.ViewColumn {
  const holdsPanel = (tab: vscode.Tab): boolean =>
    tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(webviews.referral);
  const group = vscode.window.tabGroups.all.find((candidate) => candidate.tabs.some(holdsPanel));
  return group?.viewColumn ?? vscode.ViewColumn.Active;
}
