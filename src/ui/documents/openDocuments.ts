import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { schemes } from '../names.ts';
import { readReferralUri } from './referralUri.ts';

export interface OpenDocument {
  readonly uri: vscode.Uri;
  readonly named: { readonly connection: ConnectionId; readonly id: string };
}

/** The referrals' documents that VS Code holds, with or without a tab, whatever the case of their names. */
export function openDocuments(): OpenDocument[] {
  return vscode.workspace.textDocuments.flatMap(({ uri }) => {
    const named = readReferralUri(uri);
    return named ? [{ uri, named }] : [];
  });
}

/** Those that have a tab of their own or are part of a comparison. */
export function documentsInTabs(): OpenDocument[] {
  return openDocuments().filter(({ uri }) => hasTab(uri));
}

export function hasTab(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return allTabs().some((tab) => urisOf(tab).some((each) => each.toString() === key));
}

function allTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function urisOf({ input }: vscode.Tab): vscode.Uri[] {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return [input.uri];
  return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
}

/**
 * Closes the tabs with a connection's data, since an editor would go on showing what it has read.
 * @param changed documents whose changes are stored: they close without a question
 */
export async function closeDocuments(
  connection: ConnectionId,
  changed: readonly vscode.TextDocument[] = [],
): Promise<void> {
  for (const document of changed) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  const gone = allTabs().filter((tab) => urisOf(tab).some((uri) => connectionOf(uri) === connection));
  await vscode.window.tabGroups.close(gone, true);
}

/** Of documents of each kind: referrals, their earlier versions, responses that could not be read. */
function connectionOf({ scheme, authority }: vscode.Uri): string | undefined {
  return Object.values<string>(schemes).includes(scheme) ? authority : undefined;
}
