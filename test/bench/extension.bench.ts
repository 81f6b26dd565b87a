/** The extension's figures: sizes, activation beside built-in extensions', opening beside the bare request. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { root } from '../vscode/paths.ts';
import { measureActivation } from './activation.bench.ts';
import type { HostMeasures } from './inHost.ts';

const opens = 15;

export async function measureExtension(): Promise<Record<string, unknown>> {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: root, stdio: 'inherit' });
  const sizes = measureSizes();
  const activation = await measureActivation(await bundle('activationInHost'));
  const { bareRequest, bareWebview, openPanel, openUnknownPanel, openPanelAndJson } = await inFreshWindow(
    await bundle('inHost'),
  );
  return {
    ...sizes,
    activation,
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
    for (const [, path] of text.matchAll(/[=,]require\("(\.[^"]+)"\)/g)) load(join(dirname(file), path!));
  };
  load(join(root, 'dist/extension.cjs'));
  const bytes = (file: string): number => statSync(join(root, file)).size;
  return {
    loadedOnActivationFiles: loaded.size,
    loadedOnActivationBytes: [...loaded].reduce((sum, file) => sum + statSync(file).size, 0),
    panelBytes: bytes('dist/panel.js') + bytes('dist/panel.css'),
  };
}

async function inFreshWindow(bench: string): Promise<HostMeasures> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-referrals-bench-'));
  const results = join(folder, 'measures.json');
  try {
    cpSync(join(root, 'test/sample-workspace'), join(folder, 'workspace'), { recursive: true });
    await runTests({
      vscodeExecutablePath: join(root, 'test/vscode/launcher.mjs'),
      extensionDevelopmentPath: root,
      extensionTestsPath: bench,
      launchArgs: [join(folder, 'workspace')],
      extensionTestsEnv: { BENCH_OPENS: String(opens), BENCH_OUT: results },
    });
    return JSON.parse(readFileSync(results, 'utf8')) as HostMeasures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundle(name: string): Promise<string> {
  const folder = join(root, 'out/test/bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  await build({
    entryPoints: [join(root, `test/bench/${name}.ts`)],
    outfile: join(folder, `${name}.js`),
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(folder, `${name}.js`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
