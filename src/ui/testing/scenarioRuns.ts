import * as vscode from 'vscode';
import { runTest, type Command, type TestReport } from '../../services/scenarios/runTest.ts';
import { settings } from '../names.ts';
import { toRange } from './ranges.ts';
import { askForCommand, readCommand, readTimeout } from './runSettings.ts';
import type { ScenarioFiles } from './scenarioFiles.ts';

/** Where a test's command runs. */
interface Place {
  readonly folder: vscode.WorkspaceFolder;
  readonly command: Command;
}

/** Runs tests: the person's command against one scenario after the other. */
export class ScenarioRuns implements vscode.Disposable {
  readonly #controller: vscode.TestController;
  readonly #files: ScenarioFiles;
  readonly #ended = new AbortController();

  constructor(controller: vscode.TestController, files: ScenarioFiles) {
    this.#controller = controller;
    this.#files = files;
  }

  /** Ends what runs. */
  dispose(): void {
    this.#ended.abort();
  }

  /** Settles when nothing of the run is left. */
  async run(request: vscode.TestRunRequest, cancellation: vscode.CancellationToken): Promise<void> {
    const items = testsOf(request, this.#controller.items);
    const places = await this.#askForPlaces(items, cancellation);
    if (!places) return;
    const cancelled = new AbortController();
    const listening = cancellation.onCancellationRequested(() => cancelled.abort());
    const signal = AbortSignal.any([cancelled.signal, this.#ended.signal]);
    const run = this.#controller.createTestRun(request);
    try {
      for (const item of items) run.enqueued(item);
      for (const item of items) {
        if (signal.aborted || cancellation.isCancellationRequested) break;
        const place = places.get(folderOf(item));
        if (place) await this.#runItem(item, place, run, signal);
        else run.errored(item, new vscode.TestMessage(vscode.l10n.t('Open the folder of your integration first.')));
      }
    } finally {
      listening.dispose();
      run.end();
    }
  }

  /** The command of each folder, asked for where there is none. Undefined if the person gave none. */
  async #askForPlaces(
    items: readonly vscode.TestItem[],
    cancellation: vscode.CancellationToken,
  ): Promise<ReadonlyMap<vscode.WorkspaceFolder | undefined, Place> | undefined> {
    const places = new Map<vscode.WorkspaceFolder, Place>();
    for (const folder of new Set(items.map(folderOf))) {
      if (!folder) continue;
      const command = readCommand(folder) ?? (await askForCommand(folder, cancellation));
      if (command === undefined) return undefined;
      places.set(folder, { folder, command });
    }
    return places;
  }

  async #runItem(
    item: vscode.TestItem,
    { folder, command }: Place,
    run: vscode.TestRun,
    signal: AbortSignal,
  ): Promise<void> {
    const { uri } = item;
    if (!uri) return;
    run.started(item);
    const append = (text: string): void => run.appendOutput(text.replace(/\r?\n/g, '\r\n'), undefined, item);
    append(`${item.label}: ${item.description ?? ''}\n`);
    try {
      const report = await runTest(await this.#files.read(uri), uri.path, {
        command,
        cwd: folder.uri.fsPath,
        timeoutSeconds: readTimeout(folder),
        settings: { command: settings.scenariosCommand, timeout: settings.scenariosTimeout },
        signal,
        onOutput: append,
      });
      if (!report) return;
      append(`${report.summary}\n`);
      tell(run, item, uri, report);
    } catch (error) {
      run.errored(item, new vscode.TestMessage(error instanceof Error ? error.message : String(error)));
    }
  }
}

function tell(
  run: vscode.TestRun,
  item: vscode.TestItem,
  uri: vscode.Uri,
  { verdict, problems, durationMs }: TestReport,
): void {
  const messages = problems.map(({ message, range, compare }) => {
    const told = compare
      ? vscode.TestMessage.diff(message, compare.expected, compare.actual)
      : new vscode.TestMessage(message);
    if (range) told.location = new vscode.Location(uri, toRange(range));
    return told;
  });
  switch (verdict) {
    case 'passed':
      return run.passed(item, durationMs);
    case 'failed':
      return run.failed(item, messages, durationMs);
    case 'skipped':
      return run.skipped(item);
    case 'errored':
      return run.errored(item, messages);
  }
}

/** Scenarios of the sandbox are run in the first folder. Undefined if there is no folder on this machine's disk. */
function folderOf({ uri }: vscode.TestItem): vscode.WorkspaceFolder | undefined {
  const own = uri && vscode.workspace.getWorkspaceFolder(uri);
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder : undefined;
}

/** The tests that a request asks for: all of the controller if it names none. Groups stand for their children. */
function testsOf({ include, exclude = [] }: vscode.TestRunRequest, all: vscode.TestItemCollection): vscode.TestItem[] {
  const leaves = (item: vscode.TestItem): vscode.TestItem[] => {
    if (exclude.includes(item)) return [];
    return item.children.size === 0 ? [item] : itemsOf(item.children).flatMap(leaves);
  };
  return [...new Set((include ?? itemsOf(all)).flatMap(leaves))];
}

function itemsOf(collection: vscode.TestItemCollection): vscode.TestItem[] {
  return [...collection].map(([, item]) => item);
}
