/**
 * `npm test`: runs the suites named as arguments, or all, and prints a summary line for each.
 *
 *     node test/run.ts [types] [lint] [unit] [host] [e2e] [--grep "part of a test's title"] [--seed N]
 *     node test/run.ts --bundle-only      builds out/test/host/index.js, for a debugger
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { measureSlowness, slownessVariable } from './limits.ts';
import { grepVariable, resultsFileVariable, seedVariable, type Counts } from './mocha.ts';
import { findChromium } from './vscode/chromium.ts';
import { findNode24, root } from './vscode/paths.ts';
import { descendants, endAfterOutput, endWithNpm, onInterrupt } from './vscode/processes.ts';
import { provisionVscodeServer } from './vscode/provision.ts';
import { calmSettings, plainEditors } from './vscode/server.ts';

/** A part of a suite that can run in parallel to others. Its output is printed at its end. */
type Job = () => Promise<{ results: Partial<Record<Suite, Counts>>; output: string }>;

/** The path of a desktop build, or 1 to download one. Otherwise, VS Code's server with Chromium is used. */
const desktop = process.env['VSCODE_DESKTOP'];
/** Windows starts a script by its extension, and that of JavaScript belongs to an editor. */
const launcher = join(root, 'test/vscode', process.platform === 'win32' ? 'launcher.cmd' : 'launcher.mjs');
const none: Counts = { passed: 0, failed: 0, skipped: 0 };
const suites = ['types', 'lint', 'unit', 'host', 'e2e'] as const;
type Suite = (typeof suites)[number];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, seed: { type: 'string' }, 'bundle-only': { type: 'boolean' } },
});
const unknown = positionals.find((name) => !suites.includes(name as Suite));
if (unknown !== undefined) {
  console.error(`There is no suite "${unknown}". Choose from: ${suites.join(', ')}.`);
  process.exit(2);
}
const wanted = suites.filter((suite) => positionals.length === 0 || positionals.includes(suite));
const out = join(root, 'out');
// Short, since it becomes the path of a socket, which may have 103 characters on macOS.
const temporary = mkdtempSync(join(tmpdir(), 'prt-'));
endWithNpm();
onInterrupt(() => {
  // The children clean up themselves and are not waited for.
  for (const pid of descendants(process.pid).slice(1)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It has ended.
    }
  }
  rmSync(temporary, { recursive: true, force: true });
});
await endAfterOutput(await main());

async function main(): Promise<number> {
  if (values['bundle-only']) {
    if (!(await buildExtension())) return 1;
    await bundleHostTests();
    return 0;
  }
  const started = Date.now();
  const slowness = (process.env[slownessVariable] ??= measureSlowness().toFixed(1));
  console.log(`Slowness of this machine: ${slowness}. Limits for hangs are multiplied by it.`);
  const results = new Map<Suite, Counts>();
  await runBeside(jobs(), results);
  if (wanted.includes('host') || wanted.includes('e2e')) {
    const ready = (await buildExtension()) && (await prepareVscode());
    for (const suite of ['host', 'e2e'] as const) {
      if (!wanted.includes(suite)) continue;
      console.log(`\n== ${suite}`);
      results.set(suite, ready ? await (suite === 'host' ? runHost() : runEndToEnd()) : { ...none, failed: 1 });
    }
  }

  console.log(`\nDone in ${Math.round((Date.now() - started) / 1000)} s.`);
  let fine = true;
  for (const suite of wanted) {
    const { passed, failed, skipped } = results.get(suite) ?? none;
    const nothingRan = passed + failed === 0;
    if (nothingRan) console.log(`${suite} ran no test.`);
    console.log(
      `${suite}: ${passed} passed, ${failed + (nothingRan ? 1 : 0)} failed${skipped ? `, ${skipped} skipped` : ''}`,
    );
    fine &&= failed === 0 && !nothingRan;
  }
  return fine ? 0 : 1;
}

/** The jobs that don't need VS Code, the longest first. */
function jobs(): Job[] {
  const typesAndLint = wanted.filter((suite) => suite === 'types' || suite === 'lint');
  return [
    ...(typesAndLint.length > 0 ? [() => checkTypesAndLint(typesAndLint)] : []),
    ...(wanted.includes('unit')
      ? [
          async () => {
            const { counts, output } = await runMochaProcess('unit', testFiles('unit/**'), { show: false });
            return { results: { unit: counts }, output: `== unit\n${output}` };
          },
        ]
      : []),
    ...(wanted.includes('lint') ? [checkFormat] : []),
  ];
}

async function checkTypesAndLint(asked: Suite[]): ReturnType<Job> {
  const file = join(temporary, 'typesAndLint.json');
  const { code, output } = await runNode([join(root, 'test/typesAndLint.ts'), ...asked], {
    env: testEnvironment(file),
  });
  try {
    return { results: JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<Suite, Counts>>, output };
  } catch {
    const failed = { ...none, failed: 1 };
    return {
      results: Object.fromEntries(asked.map((suite) => [suite, failed])),
      output: `${output}\nThe check of types ended with ${code}.`,
    };
  }
}

async function checkFormat(): ReturnType<Job> {
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const { code, output } = await runNode([prettier, '--check', '--log-level', 'warn', '.']);
  const counts = { ...none, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  return { results: { lint: counts }, output: `${code === 0 ? '✓' : '✗'} lint: prettier\n${output}` };
}

async function runBeside(jobs: Job[], results: Map<Suite, Counts>): Promise<void> {
  const worker = async () => {
    for (let next = jobs.shift(); next; next = jobs.shift()) {
      const { results: found, output } = await next();
      console.log(output.trimEnd());
      for (const [suite, counts] of Object.entries(found) as [Suite, Counts][]) {
        results.set(suite, sum(results.get(suite) ?? none, counts));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
}

async function buildExtension(): Promise<boolean> {
  const { code, output } = await runNode([join(root, 'esbuild.js')]);
  if (code !== 0) console.error(`The extension could not be built, which the host and e2e tests need.\n${output}`);
  return code === 0;
}

/**
 * Installs VS Code before the tests, so that the first installation, which takes a minute, doesn't count as the time of
 * a test.
 */
async function prepareVscode(): Promise<boolean> {
  try {
    if (desktop && !wanted.includes('e2e')) return true;
    await findChromium();
    await provisionVscodeServer();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

async function runHost(): Promise<Counts> {
  const extensionTestsPath = await bundleHostTests();
  const workspace = join(temporary, 'sample-workspace');
  const userData = join(temporary, 'user-data');
  const results = join(temporary, 'host.json');
  cpSync(join(root, 'test/sample-workspace'), workspace, { recursive: true });
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(
    join(userData, 'User/settings.json'),
    JSON.stringify({ ...calmSettings, ...plainEditors, 'partnerReferrals.connection': 'sandbox' }),
  );
  try {
    await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath,
      launchArgs: [workspace, `--user-data-dir=${userData}`, `--extensions-dir=${join(temporary, 'extensions')}`],
      extensionTestsEnv: { ...testEnvironment(results) },
      ...(desktop !== '1' && { vscodeExecutablePath: desktop || launcher }),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return withAtLeastOneFailure(readCounts(results));
  }
  return readCounts(results);
}

async function bundleHostTests(): Promise<string> {
  const folder = join(out, 'test/host');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // VS Code loads the tests with require().
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  const names = globSync('*.test.ts', { cwd: join(root, 'test/host') }).map((name) => basename(name, '.test.ts'));
  await build({
    entryPoints: [join(root, 'test/host/index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    define: { hostTests: JSON.stringify(names.sort()) },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(folder, 'index.js');
}

async function runEndToEnd(): Promise<Counts> {
  rmSync(join(out, 'failures'), { recursive: true, force: true });
  // Two processes at a time, each with its own browser. The output of those that run in the background is printed at
  // the end.
  const besides = async () => {
    const signIn = await runMochaProcess('e2e of signing in', testFiles('e2e/signIn'), { show: false });
    const panel = await runMochaProcess('e2e of the panel', testFiles('e2e/panel'), { show: false });
    console.log(`${signIn.output.trimEnd()}\n${panel.output.trimEnd()}`);
    return sum(signIn.counts, panel.counts);
  };
  const [workbench, beside] = await Promise.all([runMochaProcess('e2e', testFiles('e2e'), { show: true }), besides()]);
  return sum(workbench.counts, beside);
}

function testFiles(folder: string): string[] {
  return globSync(`test/${folder}/*.test.ts`, { cwd: root }).sort();
}

function sum(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

async function runMochaProcess(name: string, files: readonly string[], { show }: { show: boolean }) {
  const results = join(temporary, `${name}.json`);
  const { code, output } = await runNode(
    [join(root, 'test/mochaProcess.ts'), ...files.map((file) => join(root, file))],
    { show, env: testEnvironment(results) },
  );
  const counts = readCounts(results);
  return { counts: code === 0 ? counts : withAtLeastOneFailure(counts), output };
}

function testEnvironment(results: string): Record<string, string> {
  const { grep, seed } = values;
  return {
    [resultsFileVariable]: results,
    ...(grep && { [grepVariable]: grep }),
    ...(seed && { [seedVariable]: seed }),
  };
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    // The run ended before its tests, which the exit code shows.
    return none;
  }
}

function withAtLeastOneFailure(counts: Counts): Counts {
  return { ...counts, failed: Math.max(1, counts.failed) };
}

async function runNode(
  args: string[],
  { show = false, env = {} }: { show?: boolean; env?: Record<string, string> } = {},
): Promise<{ code: number; output: string }> {
  const child: ChildProcess = spawn(findNode24(), args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { code, output };
}
