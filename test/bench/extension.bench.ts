/** The extension's figures: sizes, activation beside a built-in extension's, opening beside the bare request. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { root } from '../vscode/paths.ts';
import type { HostMeasures } from './inHost.ts';

const ours = 'partner-tools.partner-referrals';
const theirs = 'vscode.media-preview';
const starts = 8;
const opens = 15;

export async function measureExtension(): Promise<Record<string, unknown>> {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: root, stdio: 'inherit' });
  const sizes = measureSizes();
  const runs: HostMeasures[] = [];
  const bench = await bundle();
  for (let n = 0; n < starts; n++) {
    // Whoever goes first pays for what both need; taking turns shares that.
    const order = n % 2 === 0 ? [ours, theirs] : [theirs, ours];
    runs.push(await inFreshWindow(bench, order, n === starts - 1 ? opens : 0));
    console.error(`activation, start ${n + 1} of ${starts}: ${JSON.stringify(runs.at(-1)?.activation)}`);
  }
  const activation = (id: string): number => median(runs.map((run) => run.activation[id] ?? NaN));
  const { bareRequest, bareWebview, openPanel, openUnknownPanel, openPanelAndJson } = runs.at(-1)!;
  return {
    ...sizes,
    activation: {
      starts,
      medianMs: activation(ours),
      mediaPreviewMedianMs: activation(theirs),
      ratio: activation(ours) / activation(theirs),
    },
    open: {
      referrals: opens,
      bareRequestMedianMs: median(bareRequest),
      bareWebviewMedianMs: median(bareWebview),
      panelMedianMs: median(openPanel),
      panelAboveBareRequestMs: median(openPanel) - median(bareRequest),
      unknownPanelMedianMs: median(openUnknownPanel),
      panelAndJsonMedianMs: median(openPanelAndJson),
    },
  };
}

/** Bytes, minified: the entry with its static imports, and the webview's script and style. */
function measureSizes(): Record<string, number> {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, path] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g)) load(join(dirname(file), path!));
  };
  load(join(root, 'dist/extension.js'));
  const bytes = (file: string): number => statSync(join(root, file)).size;
  return {
    loadedOnActivationFiles: loaded.size,
    loadedOnActivationBytes: [...loaded].reduce((sum, file) => sum + statSync(file).size, 0),
    panelBytes: bytes('dist/panel.js') + bytes('dist/panel.css'),
  };
}

async function inFreshWindow(bench: string, order: readonly string[], toOpen: number): Promise<HostMeasures> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-referrals-bench-'));
  const results = join(folder, 'measures.json');
  try {
    cpSync(join(root, 'test/sample-workspace'), join(folder, 'workspace'), { recursive: true });
    await runTests({
      vscodeExecutablePath: join(root, 'test/vscode/launcher.mjs'),
      extensionDevelopmentPath: copyThatWaits(join(folder, 'extension')),
      extensionTestsPath: bench,
      launchArgs: [join(folder, 'workspace')],
      extensionTestsEnv: { BENCH_ORDER: order.join(','), BENCH_OPENS: String(toOpen), BENCH_OUT: results },
    });
    return JSON.parse(readFileSync(results, 'utf8')) as HostMeasures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The extension as it is but for its activation events: some text is always open, and `onLanguage` would be quicker. */
function copyThatWaits(folder: string): string {
  mkdirSync(folder);
  for (const part of ['dist', 'media']) cpSync(join(root, part), join(folder, part), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return folder;
}

async function bundle(): Promise<string> {
  const folder = join(root, 'out/test/bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  await build({
    entryPoints: [join(root, 'test/bench/inHost.ts')],
    outfile: join(folder, 'inHost.js'),
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(folder, 'inHost.js');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
