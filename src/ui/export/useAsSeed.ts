import * as vscode from 'vscode';
import { HumanError } from '../failures/humanError.ts';
import { settings } from '../names.ts';

/** Sets a file as the sandbox's seed: for the workspace if it is in its folder, else for the person. */
export async function useAsSeed(file: vscode.Uri): Promise<void> {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  const isInside = first !== undefined && vscode.workspace.getWorkspaceFolder(file)?.index === first.index;
  // The only folder that the setting understands is the first.
  const path = isInside ? `\${workspaceFolder}/${vscode.workspace.asRelativePath(file, false)}` : file.fsPath;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  try {
    await vscode.workspace.getConfiguration().update(settings.sandboxSeedFile, path, isInside ? Workspace : Global);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HumanError(
      vscode.l10n.t(
        'The setting {0} can’t be written. Set it to {1} yourself. {2}',
        settings.sandboxSeedFile,
        path,
        reason,
      ),
      { cause: error },
    );
  }
  const words = vscode.l10n.t('The sandbox now starts with this file, unless it runs elsewhere.');
  vscode.window.setStatusBarMessage(`$(beaker) ${words}`, 15_000);
}
