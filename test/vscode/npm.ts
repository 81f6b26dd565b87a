import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { delimiter, dirname, join, sep } from 'node:path';
import { ProgramFailed } from './installationFailures.ts';
import { findNode24 } from './paths.ts';
import { killTree, onInterrupt } from './processes.ts';

/** A version of a package with the digest of its file in the registry. */
export interface Package {
  readonly version: string;
  readonly integrity: string;
}

/**
 * Installs these packages without their dependencies into the `node_modules` of `folder`. For packages of which only
 * the files are needed.
 */
export async function installAlone(
  folder: string,
  packages: Readonly<Record<string, Package>>,
  cache: string,
): Promise<void> {
  const dependencies = Object.fromEntries(Object.entries(packages).map(([name, { version }]) => [name, version]));
  const locked = Object.entries(packages).map(([name, each]) => [`node_modules/${name}`, each]);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  writeFileSync(
    join(folder, 'package-lock.json'),
    // npm reads the dependencies of a package from the lock, which has none here.
    JSON.stringify({
      lockfileVersion: 3,
      requires: true,
      packages: { '': { dependencies }, ...Object.fromEntries(locked) },
    }),
  );
  await npm(folder, ['ci', ...withoutScripts, '--cache', cache]);
}

/** Installs the dependencies in `folder` according to package.json and the lock, which may be incomplete. */
export function installDependencies(folder: string, cache: string): Promise<void> {
  return npm(folder, ['install', ...withoutScripts, '--cache', cache]);
}

const withoutScripts = ['--ignore-scripts', '--omit=dev'];

/** Returns the number of bytes that npm has downloaded to a cache that was empty. Can be called during the download. */
export async function bytesDownloadedInto(cache: string): Promise<number> {
  // npm renames and removes files during the call.
  const entries = await readdir(cache, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    if (!entry.isFile()) return 0;
    const path = join(entry.parentPath, entry.name);
    const size = (await lstat(path).catch(() => undefined))?.size ?? 0;
    // A file that is being downloaded is written twice, until one of the copies becomes the content.
    return path.includes(`${sep}tmp${sep}`) ? size / 2 : size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Runs npm in `folder` with Node 24, independent of a surrounding npm run and its configuration. */
async function npm(folder: string, args: string[]): Promise<void> {
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !belongsToOuterNpm(name))),
    PATH: dirname(findNode24()) + delimiter + (process.env['PATH'] ?? ''),
  };
  const isolation = [
    ...['--prefix', folder],
    ...['--global=false', '--workspaces=false', '--dry-run=false', '--engine-strict=false', '--package-lock=true'],
  ];
  // By default, npm waits ten seconds before the first retry, and a minute before the next.
  const retryOptions = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const child = spawn('npm', [...args, ...isolation, ...retryOptions, ...quiet], {
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
  if (code !== 0) throw new ProgramFailed(`npm ${args[0]}`, code, output);
}

/** `npm test` passes its own folder in environment variables. Registry and proxy settings are kept. */
function belongsToOuterNpm(name: string): boolean {
  return /^npm_(config_(local_prefix|global_prefix|prefix|node_gyp|global|dry_run|workspaces?|include_workspace_root)$|package_|lifecycle_|execpath|node_execpath|command)/i.test(
    name,
  );
}
