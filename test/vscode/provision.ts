import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, provide, type Installation, type Workshop } from './cache.ts';
import { installAlone, installDependencies } from './npm.ts';

/**
 * The npm package that carries VS Code's own server, for places where the desktop build cannot be downloaded. What else it
 * depends on is for its own program around that server, which is not used.
 */
const carrier = {
  'code-server': {
    version: '4.139.1',
    integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  },
};

/** Native modules that the server cannot do without, as far as it calls them: the real ones would have to be compiled. */
const standIns = {
  '@vscode/spdlog': 'spdlog.mjs',
  '@vscode/native-watchdog': 'watchdog.mjs',
};

/**
 * Dependencies that no server of ours loads: agents and their sandboxes, and native modules that are no good uncompiled.
 * They would be two thirds of what its dependencies take to download.
 */
const neverLoaded = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  'ssh2',
];

/** Big built-in extensions that nobody asks for. */
const neverAskedFor = ['copilot', 'mermaid-markdown-features'];

/** Folders with a program for each platform, of which one is needed. */
const ofAllPlatforms = ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds'];

/** What a package ships for people who write against it: half of the files, each of which would be looked at each time. */
const forDevelopers = /\.([cm]?ts|map|md|cc|h)$/;

const sources = Object.values(standIns).map((file) =>
  readFileSync(join(import.meta.dirname, 'standIns', file), 'utf8'),
);

const vscodeServer: Installation = {
  what: "VS Code's server",
  name: nameOf(`vscode-server-${carrier['code-server'].version}`, [
    carrier,
    standIns,
    sources,
    neverLoaded,
    neverAskedFor,
    ofAllPlatforms,
    forDevelopers.source,
  ]),
  megabytes: 110,
  async make({ path, npmCache, say }: Workshop) {
    await installAlone(path, carrier, npmCache);
    const vscode = join(path, 'node_modules/code-server/lib/vscode');
    leaveOut(vscode, [...neverLoaded, ...Object.keys(standIns)]);
    await installDependencies(vscode, npmCache);
    say('unpacking');
    for (const [name, file] of Object.entries(standIns)) standIn(vscode, name, file);
    for (const name of neverAskedFor) rmSync(join(vscode, 'extensions', name), { recursive: true });
    for (const folder of ofAllPlatforms) keepThisPlatform(join(vscode, 'node_modules', folder));
    for (const name of readdirSync(join(vscode, 'node_modules'), { recursive: true, encoding: 'utf8' })) {
      if (forDevelopers.test(name)) rmSync(join(vscode, 'node_modules', name), { recursive: true });
    }
    return vscode;
  },
};

let provided: Promise<string> | undefined;

/** The folder of a VS Code server that is ready to start; installs it on the first call (about half a minute). */
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
  // npm leaves out what nothing depends on any more.
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
  // Where there is none of its own, the package knows what else to do.
  if (!names.includes(own)) return;
  for (const name of names) if (name !== own) rmSync(join(folder, name), { recursive: true });
}
