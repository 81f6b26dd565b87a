import * as vscode from 'vscode';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { chooseReferrals } from '../tree/commands/chosen.ts';
import type { TimelineDeps } from './registerTimelines.ts';

/** The referral that is meant: that of the row or argument, else that of the panel with the focus, else it asks. */
export async function chooseForTimeline(
  deps: TimelineDeps,
  argument: unknown,
  selected: unknown,
): Promise<{ readonly connection: ConnectionId; readonly id: string } | undefined> {
  // The title menu of a panel passes the panel's resource, which says nothing of its referral.
  const given = argument instanceof vscode.Uri && argument.scheme === 'webview-panel' ? undefined : argument;
  const panel = deps.panels.loaded?.active;
  if ((given === undefined || given === null) && panel) return { connection: panel.connection, id: panel.id };
  const chosen = await chooseReferrals(deps, given, selected);
  const id = chosen?.ids[0];
  return chosen && id !== undefined ? { connection: chosen.connection, id } : undefined;
}
