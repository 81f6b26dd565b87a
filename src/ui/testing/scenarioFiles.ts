import * as vscode from 'vscode';
import { schemes } from '../names.ts';

const pattern = '**/*.scenario.json';

/** The scenario files: those of the workspace, and those that come with the sandbox. */
export class ScenarioFiles {
  readonly #shipped: vscode.Uri;

  /** @param shipped the folder of the scenarios that come with the sandbox */
  constructor(shipped: vscode.Uri) {
    this.#shipped = shipped;
  }

  /** The scenarios that come with the sandbox, in the order of their names, as read-only documents. */
  async shipped(): Promise<vscode.Uri[]> {
    const entries = await vscode.workspace.fs.readDirectory(this.#shipped);
    return entries
      .map(([name]) => name)
      .filter((name) => name.endsWith('.scenario.json'))
      .sort()
      .map((name) => vscode.Uri.from({ scheme: schemes.scenario, path: `/${name}` }));
  }

  ofWorkspace(): Thenable<vscode.Uri[]> {
    return vscode.workspace.findFiles(pattern, '**/node_modules/**');
  }

  /** @param onChange gets the file that was created or changed, and the one that was deleted */
  watch(onChange: (uri: vscode.Uri) => void, onDelete: (uri: vscode.Uri) => void): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const change = (uri: vscode.Uri): void => {
      if (!uri.path.includes('/node_modules/')) onChange(uri);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(change),
      watcher.onDidChange(change),
      watcher.onDidDelete(onDelete),
    );
  }

  async read(uri: vscode.Uri): Promise<string> {
    const file = uri.scheme === schemes.scenario ? vscode.Uri.joinPath(this.#shipped, uri.path) : uri;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  }
}
