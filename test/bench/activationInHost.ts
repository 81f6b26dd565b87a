/** Runs in the extension host: activates extensions in turn and writes what VS Code measured of each. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** In ms, as VS Code's own "Startup Performance" tells them. */
export interface ActivationTimes {
  readonly load: number;
  readonly activate: number;
}

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
    return [id, { load: Number(load), activate: Number(activate) }];
  });
  writeFileSync(BENCH_OUT, JSON.stringify(Object.fromEntries(times)));
}

/** The text of "Developer: Startup Performance", which comes in parts, once it tells of all these extensions. */
function startupPerformance(ids: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const text = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
      if (!ids.every((id) => text.includes(`| ${id} `))) return;
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
