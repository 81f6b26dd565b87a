import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { HumanError } from '../failures/humanError.ts';
import { settings } from '../names.ts';
import { readSettings } from '../settings.ts';

/**
 * Writes the connection to the settings: where it is already set, otherwise to the user settings. Continues with
 * further scopes until it takes effect.
 */
export async function writeConnection(id: ConnectionId): Promise<void> {
  const value = id === 'sandbox' ? 'sandbox' : 'partnerCenter';
  const found = vscode.workspace.getConfiguration().inspect(settings.connection);
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const targets = [
    ...(found?.workspaceFolderValue === undefined ? [] : [WorkspaceFolder]),
    ...(found?.workspaceValue === undefined ? [] : [Workspace]),
    Global,
    // Settings of a remote machine override user settings, and only workspace settings override those.
    ...(vscode.workspace.workspaceFolders === undefined ? [] : [Workspace]),
  ];
  for (const target of targets) {
    if (readSettings.connection() === id) return;
    try {
      await vscode.workspace.getConfiguration().update(settings.connection, value, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new HumanError(`${vscode.l10n.t('The setting {0} can’t be written.', settings.connection)} ${reason}`, {
        cause: error,
      });
    }
  }
}
