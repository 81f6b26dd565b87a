/** Runs in the extension host: activates extensions in turn and writes what VS Code measured of each. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** In ms, as VS Code's own "Startup Performance" tells them. */
export interface ActivationTimes {
  /**
   * From the request to load until the code is loaded. Extensions that are requested together load one after the other,
   * so it contains the loading of those before.
   */
  readonly load: number;
  /** The part of `load` in which the extension's own code is loaded. After the start of the window, it is all of it. */
  readonly code: number;
  readonly activate: number;
}

const marksOfHost = '## Raw Perf Marks: remoteExtHost';

export async function run(): Promise<void> {
  const { BENCH_ORDER = '', BENCH_OUT = '' } = process.env;
  const ids = BENCH_ORDER.split(',');
  for (const id of ids) {
    const extension = vscode.extensions.getExtension(id);
    if (!extension) throw new Error(`${id} is missing.`);
    // Some are active already, or about to be: then this waits for them.
    await extension.activate();
  }
  const report = await startupPerformance(ids);
  const times = ids.map((id): [string, ActivationTimes] => {
    const [, load, activate] = report.match(new RegExp(`^\\| ${id} +\\| \\w+ +\\| (\\d+) +\\| (\\d+) `, 'm')) ?? [];
    const code = markedAt(report, `didLoadExtensionCode/${id}`) - markedAt(report, `willLoadExtensionCode/${id}`);
    return [id, { load: Number(load), code: Number.isNaN(code) ? Number(load) : code, activate: Number(activate) }];
  });
  writeFileSync(BENCH_OUT, JSON.stringify(Object.fromEntries(times)));
}

/** Milliseconds, the second column of the marks. NaN after the start of the window: VS Code collects no more marks. */
function markedAt(report: string, mark: string): number {
  const line = report.split('\n').find((each) => each.startsWith(`code/extHost/${mark}\t`));
  return Number(line?.split('\t')[1] ?? NaN);
}

/** The text of "Developer: Startup Performance", which comes in parts, once it tells of all these extensions. */
function startupPerformance(ids: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const text = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
      if (!ids.every((id) => text.includes(`| ${id} `)) || !text.includes(marksOfHost)) return;
      listening.dispose();
      resolve(text);
    };
    const listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(look),
    );
    vscode.commands.executeCommand('perfview.show').then(look, reject);
  });
}
