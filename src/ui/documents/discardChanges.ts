import * as vscode from 'vscode';
import { prettyJson } from '../../referral/prettyJson.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import type { Draft, Drafts } from '../../services/edit/drafts.ts';
import { documentAt } from './draftDocuments.ts';
import { referralUri } from './referralUri.ts';

/** Throws unsaved changes away, after a question. Of several windows' drafts, the one that the document shows. */
export async function discardChanges(drafts: Drafts, connection: ConnectionId, ids: readonly string[]): Promise<void> {
  await drafts.load();
  const changed = ids.flatMap((id) => drafts.find(connection, id) ?? []);
  if (changed.length === 0) return;
  const question =
    changed.length === 1
      ? vscode.l10n.t('Discard the unsaved changes of this referral?')
      : vscode.l10n.t('Discard the unsaved changes of all selected referrals ({0})?', changed.length);
  if (!(await confirm(question))) return;
  for (const { key, draft } of changed) {
    // It may have been stored again while the question was open.
    const now = drafts.at(key);
    if (now && now === drafts.own(connection, draft.id)) await giveUp(now);
    await drafts.discard(key);
  }
}

/** Throws the unsaved changes of another window away, after a question. */
export async function discardOtherDraft(drafts: Drafts, key: string): Promise<void> {
  if (!drafts.at(key)) return;
  if (await confirm(vscode.l10n.t('Discard the unsaved changes of this referral that were made in another window?'))) {
    await drafts.discard(key);
  }
}

async function confirm(question: string): Promise<boolean> {
  const discard = vscode.l10n.t('Discard');
  const detail = vscode.l10n.t('This can’t be undone.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, discard)) === discard;
}

/** Shows the file in its document again. */
async function giveUp({ connection, id, base }: Draft): Promise<void> {
  const uri = referralUri(connection, id);
  const document = documentAt(uri);
  // At the end of a save, VS Code calls a document clean that was typed in meanwhile.
  if (!document) return;
  if (!document.isDirty && (base === undefined || document.getText() === prettyJson(base))) return;
  await vscode.window.showTextDocument(uri);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}
