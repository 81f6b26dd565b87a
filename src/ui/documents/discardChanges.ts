import * as vscode from 'vscode';
import type { ConnectionId } from '../../services/connection/connection.ts';
import type { Drafts } from '../../services/edit/drafts.ts';
import { documentAt } from './draftDocuments.ts';
import { referralUri } from './referralUri.ts';

/** Throws unsaved changes away, after a question. */
export async function discardChanges(drafts: Drafts, connection: ConnectionId, ids: readonly string[]): Promise<void> {
  await drafts.load();
  const changed = ids.filter((id) => drafts.find(connection, id));
  if (changed.length === 0) return;
  const discard = vscode.l10n.t('Discard');
  const question =
    changed.length === 1
      ? vscode.l10n.t('Discard the unsaved changes of this referral?')
      : vscode.l10n.t('Discard the unsaved changes of all selected referrals ({0})?', changed.length);
  const detail = vscode.l10n.t('This can’t be undone.');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, discard)) !== discard) return;
  for (const id of changed) {
    const uri = referralUri(connection, id);
    if (documentAt(uri)?.isDirty) {
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await drafts.remove(connection, id);
  }
}
