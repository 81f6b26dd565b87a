import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { waitLimit } from '../limits.ts';
import { findNode24, root } from './paths.ts';
import { killTree, onInterrupt } from './processes.ts';
import { provisionVscodeServer } from './provision.ts';
import { unzip } from './unzip.ts';

export interface ServerOptions {
  /** Names of the folders of VS Code's built-in extensions to include. */
  readonly builtinExtensions?: readonly string[];
  /** Folders of further extensions, which are copied completely. */
  readonly extensions?: readonly string[];
  /** Installs this extension with the built files, as the VSIX would. */
  readonly installed?: boolean;
  /** Machine settings in addition to {@link calmSettings}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Environment variables of the server and its extension host, in addition to those of this process. `undefined`
   * removes a variable.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Allows the URL's payload to name an extension under development. This also disables notification toasts. */
  readonly smokeTestDriver?: boolean;
  /** Asks for workspace trust and starts in Restricted Mode, as for users. By default, every workspace is trusted. */
  readonly workspaceTrust?: boolean;
}

export interface OpenOptions {
  /** Absolute path of the folder to open. */
  readonly folder?: string;
  /** Absolute path of a file to open in an editor. */
  readonly file?: string;
  /** Absolute path of an extension under development. Needs `smokeTestDriver`. */
  readonly extensionDevelopmentPath?: string;
  /** Absolute path of a module whose `run()` the extension host calls and awaits. Needs `smokeTestDriver`. */
  readonly extensionTestsPath?: string;
}

export interface VscodeServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** `base` contains the others and is removed by `close`. */
  readonly dirs: {
    readonly base: string;
    readonly serverData: string;
    readonly userData: string;
    readonly extensions: string;
    readonly builtinExtensions: string;
  };
  /** Returns the URL of the workbench. */
  openUrl(options?: OpenOptions): string;
  /** Returns the output of the server and the logs of its extension hosts until now. */
  logs(): string;
  /** Resolves when the server has ended, whatever the reason. */
  readonly ended: Promise<void>;
  /** Ends the server with all its extension hosts and removes its folders. */
  close(): Promise<void>;
}

/** Enough for users to try the extension, and quick to start. */
export const defaultBuiltinExtensions: readonly string[] = [
  'csharp',
  'javascript',
  'json',
  'json-language-features',
  'markdown-basics',
  'theme-defaults',
  'theme-seti',
  'typescript-basics',
];

/** Settings without animations, prompts and automatic requests. */
export const calmSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * Switches off decorations of editors, since each frame is rendered in software. Terminals draw text as elements, which
 * tests read, without trying WebGL first.
 */
export const plainEditors: Readonly<Record<string, unknown>> = {
  'breadcrumbs.enabled': false,
  'editor.bracketPairColorization.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.folding': false,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.stickyScroll.enabled': false,
  'terminal.integrated.gpuAcceleration': 'off',
  'workbench.reduceMotion': 'on',
};

const closeTimeout = 5_000;
const keptOutput = 1_000_000;

/** Starts VS Code's server on 127.0.0.1 with empty folders. */
export async function startVscodeServer(options: ServerOptions = {}): Promise<VscodeServer> {
  const vscode = await provisionVscodeServer();
  const base = mkdtempSync(join(tmpdir(), 'partner-referrals-vscode-'));
  const dirs = {
    base,
    serverData: join(base, 'server'),
    userData: join(base, 'user'),
    extensions: join(base, 'extensions'),
    builtinExtensions: join(base, 'builtin'),
  };
  const removeFolders = () => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  let child: ChildProcess | undefined;
  const stopWatching = onInterrupt(() => {
    if (child) killTree(child);
    removeFolders();
  });
  try {
    await fillFolders(vscode, dirs, options);
    const args = [
      ...['--import', pathToFileURL(join(import.meta.dirname, 'exitWithParent.mjs')).href],
      ...[join(vscode, 'out/server-main.js'), '--host', '127.0.0.1', '--port', '0'],
      ...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'],
      ...['--server-data-dir', dirs.serverData, '--user-data-dir', dirs.userData],
      ...['--extensions-dir', dirs.extensions, '--builtin-extensions-dir', dirs.builtinExtensions],
      ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ];
    child = spawn(findNode24(), args, {
      cwd: base,
      env: environment(options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl+C in a terminal is sent to the whole process group. Here the parent decides when the server ends.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    return await connect(child, dirs, () => {
      stopWatching();
      removeFolders();
    });
  } catch (error) {
    if (child) killTree(child);
    stopWatching();
    removeFolders();
    throw error;
  }
}

async function connect(child: ChildProcess, dirs: VscodeServer['dirs'], clean: () => void): Promise<VscodeServer> {
  let output = '';
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    const limit = waitLimit;
    const fail = (why: string) =>
      reject(new Error(`VS Code's server ${why}. It said:\n${output.trim() || '(nothing)'}`));
    const timer = setTimeout(() => fail(`did not answer within ${limit / 1000} s`), limit);
    const read = (chunk: Buffer) => {
      output = (output + stripVTControlCharacters(chunk.toString())).slice(-keptOutput);
      const found = /Extension host agent listening on (\d+)/.exec(output);
      if (found) {
        clearTimeout(timer);
        resolve(Number(found[1]));
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then(() => {
      clearTimeout(timer);
      fail(`ended at once (exit code ${child.exitCode ?? child.signalCode})`);
    });
  });
  const authority = `127.0.0.1:${port}`;
  let closing: Promise<void> | undefined;

  return {
    url: `http://${authority}/`,
    port,
    pid: child.pid ?? 0,
    dirs,
    ended,
    openUrl: (open = {}) => openUrl(authority, open),
    logs: () => [output.trim(), ...extensionHostLogs(dirs.serverData)].join('\n\n'),
    close() {
      closing ??= (async () => {
        killTree(child);
        await Promise.race([ended, once(AbortSignal.timeout(closeTimeout), 'abort')]);
        clean();
      })();
      return closing;
    },
  };
}

function openUrl(authority: string, { folder, file, ...paths }: OpenOptions): string {
  const remote = (path: string) => `vscode-remote://${authority}${pathToFileURL(path).pathname}`;
  const payload = [
    ...(file ? [['openFile', remote(file)]] : []),
    ...Object.entries(paths).flatMap(([key, path]) => (path ? [[key, remote(path)]] : [])),
  ];
  const query = [
    folder ? `folder=${pathToFileURL(folder).pathname}` : 'ew=true',
    ...(payload.length > 0 ? [`payload=${encodeURIComponent(JSON.stringify(payload))}`] : []),
  ];
  return `http://${authority}/?${query.join('&')}`;
}

async function fillFolders(vscode: string, dirs: VscodeServer['dirs'], options: ServerOptions): Promise<void> {
  const machine = join(dirs.userData, 'Machine');
  for (const dir of [dirs.serverData, machine, dirs.extensions, dirs.builtinExtensions])
    mkdirSync(dir, { recursive: true });
  writeFileSync(join(machine, 'settings.json'), JSON.stringify({ ...calmSettings, ...options.settings }, null, 2));
  for (const name of options.builtinExtensions ?? defaultBuiltinExtensions) {
    const source = join(vscode, 'extensions', name);
    if (!existsSync(source)) throw new Error(`VS Code has no built-in extension called ${name}.`);
    symlinkSync(source, join(dirs.builtinExtensions, name), 'junction');
  }
  for (const folder of options.extensions ?? []) {
    cpSync(folder, join(dirs.extensions, installedName(folder)), { recursive: true });
  }
  if (options.installed) await installInto(dirs.extensions);
}

/**
 * Installs the extension in VS Code's folder of extensions, with exactly the files of the VSIX. With
 * PARTNER_REFERRALS_VSIX, installs that VSIX.
 */
export async function installInto(extensionsDir: string): Promise<string> {
  const { PARTNER_REFERRALS_VSIX: vsix } = process.env;
  if (vsix) return unpackInto(extensionsDir, vsix);
  if (!existsSync(join(root, 'dist/extension.cjs'))) {
    throw new Error('The extension is not built: run "npm run build" first.');
  }
  const target = join(extensionsDir, installedName(root));
  for (const name of readdirSync(root)) {
    if (!/^(package\.json|package\.nls.*\.json|readme\.md|changelog\.md|license(\..*)?|dist|media|l10n)$/i.test(name))
      continue;
    cpSync(join(root, name), join(target, name), {
      recursive: true,
      filter: (source) => !/\.(vsix|map)$/.test(basename(source)),
    });
  }
  return target;
}

async function unpackInto(extensionsDir: string, vsix: string): Promise<string> {
  const unpacked = join(extensionsDir, 'unpacked');
  await unzip(resolve(root, vsix), unpacked);
  const target = join(extensionsDir, installedName(join(unpacked, 'extension')));
  renameSync(join(unpacked, 'extension'), target);
  rmSync(unpacked, { recursive: true });
  return target;
}

function installedName(folder: string): string {
  const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return `${publisher}.${name}-${version}`;
}

function environment(changes: ServerOptions['env'] = {}): NodeJS.ProcessEnv {
  // Removes variables that a surrounding VS Code terminal, debugger or npm script has set.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_ENV$|BROWSER$)/.test(name),
  );
  const all = { ...Object.fromEntries(inherited), ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function extensionHostLogs(serverData: string): string[] {
  const logs = join(serverData, 'data/logs');
  if (!existsSync(logs)) return [];
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((name) => /exthost/.test(name) && name.endsWith('.log'))
    .map((name) => `--- ${name}\n${readFileSync(join(logs, name), 'utf8').trim()}`);
}
