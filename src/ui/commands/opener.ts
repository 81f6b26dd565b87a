import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import { HumanError } from '../failures/humanError.ts';
import { referralUri } from '../documents/referralUri.ts';
import { webviews } from '../names.ts';
import type { PanelRoom } from '../panel/registerPanels.ts';
import type { ReferralPanel } from '../panel/referralPanel.ts';
import { withProgress } from '../progress.ts';
import type { OpenLayout } from '../settings.ts';

export interface OpenerDeps {
  readonly catalog: Catalog;
  readonly panels: PanelRoom;
  readonly recent: RecentReferrals;
}

/**
 * Brings a referral in front of the person: fetches it, then shows the panel, the JSON document, or both. Fetching comes
 * first, so that an id that leads nowhere opens nothing; the tab of one that is known opens meanwhile. Rejects with an
 * `ApiError`. `column` is where to put it, and where to move it if it is open elsewhere; by default it joins its like.
 * `into` is the panel to show it in.
 */
export async function showReferral(
  deps: OpenerDeps,
  connection: ConnectionId,
  id: string,
  layout: OpenLayout,
  { column, into }: { readonly column?: vscode.ViewColumn; readonly into?: ReferralPanel | undefined } = {},
): Promise<void> {
  const open = deps.panels.loaded?.find(connection, id);
  if (layout !== 'json') open?.reveal(false, column);
  const title = vscode.l10n.t('Opening referral {0}', id);
  // One that is known is most likely there, so its tab needn't wait for the answer.
  const known = layout !== 'json' && !into && deps.catalog.find(connection, id) !== undefined;
  const begun = known ? deps.panels.loaded?.begin(connection, id, column ?? columnForPanel()) : undefined;
  // The panel's code loads while the server answers.
  const [panels] = await Promise.all([
    layout === 'json' ? undefined : deps.panels.load(),
    withProgress(title, ({ signal, onWait }) => deps.catalog.open(connection, id, { signal, onWait })),
  ]).catch((error: unknown) => {
    // What it shows from before stays with whoever reads it.
    if (!begun?.started || !deps.catalog.find(connection, id)?.fetched) begun?.dispose();
    throw error;
  });
  // The person closed the tab: they don't want it any more.
  if (begun?.ended) return;
  // A history that can't be written is no reason to bother anybody.
  void deps.recent.add(connection, id).catch(() => undefined);
  const uri = referralUri(connection, id);
  const [panel, document] = await Promise.all([
    panels?.show(connection, id, column ?? columnForPanel(), into),
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

/** The group to the right, which may not be there yet. Columns count from 1. */
export function nextTo(column: vscode.ViewColumn | undefined): vscode.ViewColumn {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- The enum's values are the columns' numbers.
  return (column ?? vscode.ViewColumn.One) + 1;
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HumanError(`VS Code can’t show this referral as a document. ${reason}`, { cause: error });
  }
}

/** Where a document is open already. */
export function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const shows = (tab: vscode.Tab): boolean =>
    tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find((group) => group.tabs.some(shows))?.viewColumn;
}

/** Panels gather in one group, so that the documents gather in the group beside it. */
export function columnForPanel(): vscode.ViewColumn {
  const holdsPanel = (tab: vscode.Tab): boolean =>
    tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(webviews.referral);
  const group = vscode.window.tabGroups.all.find((candidate) => candidate.tabs.some(holdsPanel));
  return group?.viewColumn ?? vscode.ViewColumn.Active;
}
