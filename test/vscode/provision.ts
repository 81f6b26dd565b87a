import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, provide, type Installation, type InstallationFolder } from './cache.ts';
import { installAlone, installDependencies } from './npm.ts';

/**
 * The npm package that contains VS Code's server, for machines where the desktop build can't be downloaded. Its other
 * dependencies belong to its own program around the server, which isn't used.
 */
const serverPackage = {
  'code-server': {
    version: '4.139.1',
    integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  },
};

/** Replacements for the native modules that the server calls. The real ones would have to be compiled. */
const standIns = {
  '@vscode/spdlog': 'spdlog.mjs',
  '@vscode/native-watchdog': 'watchdog.mjs',
};

/**
 * Dependencies that our servers never load: agents and their sandboxes, and native modules that don't work uncompiled.
 * They would be two thirds of the download.
 */
const unneededDependencies = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  'ssh2',
];

/** Large built-in extensions that are not needed. */
const unneededExtensions = ['copilot', 'mermaid-markdown-features'];

/** Folders with a program for each platform. Only one of them is needed. */
const platformFolders = ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds'];

/** Files of packages for developers: half of all files, each of which would be checked at each start. */
const developerFiles = /\.([cm]?ts|map|md|cc|h)$/;

const sources = Object.values(standIns).map((file) =>
  readFileSync(join(import.meta.dirname, 'standIns', file), 'utf8'),
);

const vscodeServer: Installation = {
  what: "VS Code's server",
  name: nameOf(`vscode-server-${serverPackage['code-server'].version}`, [
    serverPackage,
    standIns,
    sources,
    unneededDependencies,
    unneededExtensions,
    platformFolders,
    developerFiles.source,
  ]),
  megabytes: 110,
  async make({ path, npmCache, say }: InstallationFolder) {
    await installAlone(path, serverPackage, npmCache);
    const vscode = join(path, 'node_modules/code-server/lib/vscode');
    leaveOut(vscode, [...unneededDependencies, ...Object.keys(standIns)]);
    await installDependencies(vscode, npmCache);
    say('unpacking');
    for (const [name, file] of Object.entries(standIns)) standIn(vscode, name, file);
    for (const name of unneededExtensions) rmSync(join(vscode, 'extensions', name), { recursive: true });
    for (const folder of platformFolders) keepThisPlatform(join(vscode, 'node_modules', folder));
    for (const name of readdirSync(join(vscode, 'node_modules'), { recursive: true, encoding: 'utf8' })) {
      if (developerFiles.test(name)) rmSync(join(vscode, 'node_modules', name), { recursive: true });
    }
    return vscode;
  },
};

let provided: Promise<string> | undefined;

/** Returns the folder of a VS Code server. The first call installs it (about half a minute). */
export function provisionVscodeServer(): Promise<string> {
  return (provided ??= provide(vscodeServer));
}

function leaveOut(vscode: string, names: readonly string[]): void {
  const change = (file: string, dependenciesOf: (content: Manifest & Lock) => Record<string, string>) => {
    const path = join(vscode, file);
    const content = JSON.parse(readFileSync(path, 'utf8')) as Manifest & Lock;
    const dependencies = dependenciesOf(content);
    for (const name of names) {
      if (!(name in dependencies)) throw new Error(`VS Code's server has no dependency ${name} any more.`);
      Reflect.deleteProperty(dependencies, name);
    }
    writeFileSync(path, JSON.stringify(content));
  };
  change('package.json', (content) => content.dependencies);
  // npm removes dependencies that no package needs.
  change('npm-shrinkwrap.json', (content) => content.packages[''].dependencies);
}

interface Manifest {
  readonly dependencies: Record<string, string>;
}

interface Lock {
  readonly packages: { readonly '': Manifest };
}

function standIn(vscode: string, name: string, file: string): void {
  const folder = join(vscode, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(import.meta.dirname, 'standIns', file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: file }));
}

function keepThisPlatform(folder: string): void {
  const names = readdirSync(folder);
  const own = `${process.platform}-${process.arch}`;
  // If there is none for this platform, the package handles it.
  if (!names.includes(own)) return;
  for (const name of names) if (name !== own) rmSync(join(folder, name), { recursive: true });
}
