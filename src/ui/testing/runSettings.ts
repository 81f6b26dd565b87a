import * as vscode from 'vscode';
import type { Command } from '../../services/scenarios/runTest.ts';
import { settings } from '../names.ts';

/** The command that is tested; undefined if there is none. */
export function readCommand(folder: vscode.WorkspaceFolder): Command | undefined {
  const value = vscode.workspace.getConfiguration(undefined, folder).get<unknown>(settings.scenariosCommand);
  if (typeof value === 'string') return value.trim() || undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((part) => typeof part === 'string') ? value : undefined;
}

/** Asks for the command and saves it in the workspace. Undefined if the person gave none. */
export async function askForCommand(
  folder: vscode.WorkspaceFolder,
  cancellation: vscode.CancellationToken,
): Promise<Command | undefined> {
  const given = await vscode.window.showInputBox(
    {
      title: vscode.l10n.t('Command of Your Integration'),
      prompt: vscode.l10n.t(
        'Runs in the folder {0} once for each scenario, against a sandbox of its own. It is saved in the settings of the workspace.',
        folder.name,
      ),
      placeHolder: vscode.l10n.t('e.g. {0}', 'node src/sync.js'),
      ignoreFocusOut: true,
    },
    cancellation,
  );
  const command = given?.trim();
  if (!command) return undefined;
  const isOnlyFolder = vscode.workspace.workspaceFolders?.length === 1;
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const target = isOnlyFolder ? Workspace : WorkspaceFolder;
  await vscode.workspace.getConfiguration(undefined, folder).update(settings.scenariosCommand, command, target);
  return command;
}

/** Seconds. */
export function readTimeout(folder: vscode.WorkspaceFolder): number {
  const value = vscode.workspace.getConfiguration(undefined, folder).get<unknown>(settings.scenariosTimeout);
  return typeof value === 'number' && value > 0 ? Math.min(value, mostSeconds) : 60;
}

/** A day. Timers of Node.js end at once when they are set to more than 24 days. */
const mostSeconds = 86_400;
