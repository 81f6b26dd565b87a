import * as vscode from 'vscode';
import { Lifetime } from '../../base/lifetime.ts';
import { readTestFile } from '../../services/scenarios/testFile.ts';
import { schemes } from '../names.ts';
import { toRange } from './ranges.ts';
import { ScenarioFiles } from './scenarioFiles.ts';
import { ScenarioRuns } from './scenarioRuns.ts';
import { readCommand } from './runSettings.ts';

/** The items of the controller: the files of the workspace, and a group with the scenarios that come with the sandbox. */
export class ScenarioTests implements vscode.Disposable {
  readonly files: ScenarioFiles;
  readonly runs: ScenarioRuns;
  readonly #controller: vscode.TestController;
  readonly #lifetime = new Lifetime();
  /** The newest items of files that changed, by ID. */
  readonly #loading = new Map<string, Promise<vscode.TestItem>>();
  #isWatching = false;
  /** When the list is complete. What changes meanwhile would be overwritten. */
  #discovered: Promise<void> = Promise.resolve();

  /** @param shipped the folder of the scenarios that come with the sandbox */
  constructor(controller: vscode.TestController, shipped: vscode.Uri) {
    this.#controller = controller;
    this.files = new ScenarioFiles(shipped);
    this.runs = this.#lifetime.add(new ScenarioRuns(controller, this.files));
    const profile = this.#lifetime.add(
      controller.createRunProfile(vscode.l10n.t('Run'), vscode.TestRunProfileKind.Run, (request, cancellation) =>
        this.runs.run(request, cancellation),
      ),
    );
    // "Run All Tests" of a project with other tests isn't to ask for a command.
    profile.isDefault = vscode.workspace.workspaceFolders?.some((folder) => readCommand(folder)) ?? false;
    controller.refreshHandler = () => this.discover();
  }

  /** Lists all tests, and keeps the list up to date from then on. */
  discover(): Promise<void> {
    this.#watch();
    const listed = this.#discovered.then(() => this.#discover());
    this.#discovered = listed.catch(() => undefined);
    return listed;
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  async #discover(): Promise<void> {
    const [own, shipped] = await Promise.all([this.files.ofWorkspace(), this.files.shipped()]);
    const group = this.#controller.createTestItem('shipped', vscode.l10n.t('Scenarios of the Sandbox'));
    // Behind the files of the workspace.
    group.sortText = '~';
    group.children.replace(await Promise.all(shipped.map((uri) => this.#createItem(uri))));
    this.#controller.items.replace([...(await Promise.all(own.map((uri) => this.#createItem(uri)))), group]);
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#lifetime.add(
      this.files.watch(
        (uri) => void this.#load(uri),
        (uri) => void this.#forget(uri),
      ),
    );
    this.#lifetime.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.discover()));
  }

  /** Adds the item of a file or replaces it, unless the file has changed again or was deleted meanwhile. */
  async #load(uri: vscode.Uri): Promise<void> {
    const id = uri.toString();
    const item = this.#createItem(uri);
    this.#loading.set(id, item);
    const created = await item;
    await this.#discovered;
    if (this.#loading.get(id) !== item) return;
    this.#loading.delete(id);
    this.#controller.items.add(created);
  }

  async #forget(uri: vscode.Uri): Promise<void> {
    const id = uri.toString();
    this.#loading.delete(id);
    await this.#discovered;
    // It may have been created again meanwhile.
    if (!this.#loading.has(id)) this.#controller.items.delete(id);
  }

  async #createItem(uri: vscode.Uri): Promise<vscode.TestItem> {
    const { name, title, error } = await this.#read(uri);
    const item = this.#controller.createTestItem(uri.toString(), name, uri);
    item.description = title;
    item.range = error?.range ?? new vscode.Range(0, 0, 0, 0);
    if (error) item.error = error.message;
    if (uri.scheme !== schemes.scenario) item.sortText = uri.path;
    return item;
  }

  async #read(uri: vscode.Uri): Promise<{
    readonly name: string;
    readonly title: string;
    readonly error?: { readonly message: string; readonly range?: vscode.Range };
  }> {
    let content: string;
    try {
      content = await this.files.read(uri);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = vscode.l10n.t('The file can’t be read ({0}). Make it readable, then refresh the tests.', reason);
      return { name: uri.path.slice(uri.path.lastIndexOf('/') + 1), title: '', error: { message } };
    }
    const { error, ...file } = readTestFile(content, uri.path);
    return { ...file, ...(error && { error: { message: error.message, range: toRange(error.range) } }) };
  }
}
