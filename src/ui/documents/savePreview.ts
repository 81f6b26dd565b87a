import * as vscode from 'vscode';
import { cut, withoutBidi } from '../../base/oneLine.ts';
import { treeText } from '../../referral/treeText.ts';
import type { PatchOperation } from '../../services/edit/patch.ts';

const mostLines = 12;
const longestValue = 120;

/** Shows what is about to be sent, and asks whether to send it. */
export async function confirmSend(operations: readonly PatchOperation[]): Promise<boolean> {
  const send = vscode.l10n.t('Send');
  const lines = operations.slice(0, mostLines).map(({ op, path, value }) => {
    return withoutBidi(`${op} ${path}: ${cut(treeText(value), longestValue)}`);
  });
  const more = operations.length - lines.length;
  if (more > 0) lines.push(vscode.l10n.t('and {0} more', more));
  const question = vscode.l10n.t('Send this change?');
  const choice = await vscode.window.showInformationMessage(question, { modal: true, detail: lines.join('\n') }, send);
  return choice === send;
}
