import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { killTree, onInterrupt } from './processes.ts';
import { findNode24 } from './paths.ts';

/** The npm package that carries VS Code's own server, for places where the desktop build cannot be downloaded. */
const serverPackage = 'code-server@4.139.1';
const serverVersion = '4.139.1';
/** Without these the server starts but writes no log files, and a run was once seen to hang. */
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];
const abandonedAfterMs = 60 * 60 * 1000;

/** The folder of a VS Code server that is ready to start; installs it on the first call (about a minute). */
export async function provisionVscodeServer(say: (message: string) => void = console.error): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'partner-referrals');
  const server = join(cache, `vscode-server-${serverVersion}`);
  // The rename at the end is atomic: a folder with this name is complete.
  if (existsSync(join(server, 'out/server-main.js'))) return server;

  requireBuildTools();
  say(`Installing VS Code's server into ${server} (once, about a minute)…`);
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const workshop = mkdtempSync(join(cache, `installing-${serverVersion}-`));
  const stopWatching = onInterrupt(() => rmSync(workshop, { recursive: true, force: true }));
  try {
    writeFileSync(join(workshop, 'package.json'), '{ "private": true }\n');
    await npm(workshop, ['install', '--ignore-scripts', '--omit=dev', '--no-package-lock', serverPackage]);
    const vscode = join(workshop, 'node_modules/code-server/lib/vscode');
    say('… its dependencies');
    await npm(vscode, ['install', '--ignore-scripts', '--omit=dev']);
    say('… its native modules');
    await npm(vscode, ['rebuild', '--ignore-scripts=false', ...nativeModules]);
    for (const name of nativeModules) requireBinary(join(vscode, 'node_modules', name));
    moveInto(vscode, server);
    say("VS Code's server is ready.");
  } finally {
    stopWatching();
    rmSync(workshop, { recursive: true, force: true });
  }
  return server;
}

function moveInto(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process was quicker; its folder is as good as ours.
    if (!existsSync(join(to, 'out/server-main.js'))) throw error;
  }
}

function removeAbandoned(cache: string): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    if (!name.startsWith('installing-')) continue;
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > abandonedAfterMs) rmSync(folder, { recursive: true, force: true });
  }
}

function requireBuildTools(): void {
  const missing = ['npm', 'g++', 'make', 'python3'].filter(
    (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status !== 0,
  );
  if (missing.length === 0) return;
  throw new Error(
    `Installing VS Code's server needs ${missing.join(', ')}, which this machine lacks. ` +
      'Debian or Ubuntu: apt-get install g++ make python3 (npm comes with Node); macOS: xcode-select --install. Then try again.',
  );
}

function requireBinary(folder: string): void {
  const built = readdirSync(join(folder, 'build/Release'), { withFileTypes: true });
  if (built.some((entry) => entry.name.endsWith('.node'))) return;
  throw new Error(`npm rebuild left no native module in ${folder}: run it there by hand to see why.`);
}

/** Runs npm in `folder` under Node 24. What a surrounding npm run or a .npmrc says must not reach into it. */
async function npm(folder: string, args: string[]): Promise<void> {
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !belongsToOuterNpm(name))),
    PATH: dirname(findNode24()) + delimiter + (process.env['PATH'] ?? ''),
  };
  const isolation = [
    '--prefix',
    folder,
    '--global=false',
    '--workspaces=false',
    '--dry-run=false',
    '--engine-strict=false',
  ];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const child = spawn('npm', [...args, ...isolation, ...quiet], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const stopWatching = onInterrupt(() => killTree(child));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(stopWatching);
  if (code === 0) return;
  throw new Error(
    `npm ${args.join(' ')} failed with exit code ${code}. Is the npm registry reachable from here? npm said:\n${output.trim()}`,
  );
}

/** `npm test` hands its own folder down as environment variables; registry and proxy settings stay. */
function belongsToOuterNpm(name: string): boolean {
  return /^npm_(config_(local_prefix|global_prefix|prefix|node_gyp|global|dry_run|workspaces?|include_workspace_root)$|package_|lifecycle_|execpath|node_execpath|command)/i.test(
    name,
  );
}
