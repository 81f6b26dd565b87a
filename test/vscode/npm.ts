import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { delimiter, dirname, join, sep } from 'node:path';
import { ProgramFailed } from './installationFailures.ts';
import { findNode24 } from './paths.ts';
import { killTree, onInterrupt } from './processes.ts';

/** One version of a package, with the digest that the registry's file must have. */
export interface Package {
  readonly version: string;
  readonly integrity: string;
}

/**
 * Installs these packages, and nothing that they depend on, into the `node_modules` of `folder`. For packages that carry
 * what is wanted as files: their dependencies would only be downloaded for nothing.
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
    // npm takes a package's dependencies from the lock, and here it has none.
    JSON.stringify({
      lockfileVersion: 3,
      requires: true,
      packages: { '': { dependencies }, ...Object.fromEntries(locked) },
    }),
  );
  await npm(folder, ['ci', ...withoutScripts, '--cache', cache]);
}

/** Installs what package.json and the lock in `folder` say. The lock may be incomplete, as others' locks are. */
export function installDependencies(folder: string, cache: string): Promise<void> {
  return npm(folder, ['install', ...withoutScripts, '--cache', cache]);
}

const withoutScripts = ['--ignore-scripts', '--omit=dev'];

/** How much npm has downloaded into a cache that was empty, also while it is at it. */
export async function bytesDownloadedInto(cache: string): Promise<number> {
  // npm renames and removes its files while this looks at them.
  const entries = await readdir(cache, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    if (!entry.isFile()) return 0;
    const path = join(entry.parentPath, entry.name);
    const size = (await lstat(path).catch(() => undefined))?.size ?? 0;
    // What is on its way is written twice, until one of the two becomes the content.
    return path.includes(`${sep}tmp${sep}`) ? size / 2 : size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Runs npm in `folder` under Node 24. What a surrounding npm run or a .npmrc says must not reach into it. */
async function npm(folder: string, args: string[]): Promise<void> {
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !belongsToOuterNpm(name))),
    PATH: dirname(findNode24()) + delimiter + (process.env['PATH'] ?? ''),
  };
  const isolation = [
    ...['--prefix', folder],
    ...['--global=false', '--workspaces=false', '--dry-run=false', '--engine-strict=false', '--package-lock=true'],
  ];
  // npm's own first wait is ten seconds, and the next a minute.
  const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const child = spawn('npm', [...args, ...isolation, ...patience, ...quiet], {
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

/** `npm test` hands its own folder down as environment variables; registry and proxy settings stay. */
function belongsToOuterNpm(name: string): boolean {
  return /^npm_(config_(local_prefix|global_prefix|prefix|node_gyp|global|dry_run|workspaces?|include_workspace_root)$|package_|lifecycle_|execpath|node_execpath|command)/i.test(
    name,
  );
}
