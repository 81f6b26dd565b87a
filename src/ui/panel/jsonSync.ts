import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { pointerAt, spanOf } from '../../referral/place.ts';
import { columnOf, nextTo } from '../commands/opener.ts';
import { readReferralUri, referralUri } from '../documents/referralUri.ts';
import type { ReferralPanel } from './referralPanel.ts';

/** When the cursor moves in a JSON document, the referral's panel reveals the same field. */
export function followDocuments(
  find: (connection: ConnectionId, id: string) => ReferralPanel | undefined,
): vscode.Disposable {
  return vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
    // Only changes by the user. Otherwise, a selection set by `select` would be sent back to the panel.
    if (kind !== vscode.TextEditorSelectionChangeKind.Mouse && kind !== vscode.TextEditorSelectionChangeKind.Keyboard) {
      return;
    }
    const { document } = textEditor;
    const named = readReferralUri(document.uri);
    const panel = named && find(named.connection, named.id);
    const [first] = selections;
    if (!panel?.visible || !first) return;
    // In the indentation of a line, use the first property of the line.
    const { firstNonWhitespaceCharacterIndex: indent } = document.lineAt(first.active.line);
    const place = first.active.with({ character: Math.max(first.active.character, indent) });
    const pointer = pointerAt(document.getText(), document.offsetAt(place));
    if (pointer !== undefined && pointer !== '') panel.revealField(pointer);
  });
}

/** Selects a field in the referral's document if that is visible. Opens and reveals no editor. */
export function showInOpenDocument(panel: ReferralPanel, pointer: string): void {
  const key = referralUri(panel.connection, panel.id).toString();
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
  if (editor) select(editor, pointer);
}

/** Selects a field in the referral's document, which is opened if necessary. False when it has no such field. */
export async function revealInDocument(panel: ReferralPanel, pointer: string): Promise<boolean> {
  const uri = referralUri(panel.connection, panel.id);
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
    viewColumn: columnOf(uri) ?? nextTo(panel.column),
    preserveFocus: true,
    preview: false,
  });
  return select(editor, pointer);
}

function select(editor: vscode.TextEditor, pointer: string): boolean {
  const { document } = editor;
  const span = spanOf(document.getText(), pointer);
  if (!span) return false;
  const selection = new vscode.Selection(document.positionAt(span.start), document.positionAt(span.end));
  editor.selection = selection;
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}
