import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { chromiumFromNpm, npmHasChromium } from './chromiumFromNpm.ts';
import { NotForThisMachine } from './installationFailures.ts';
import { findNode24, root } from './paths.ts';
import { killTree, onInterrupt } from './processes.ts';

/** A program with additional environment variables. */
export interface Program {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The sources of a Chromium. */
export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths where one may be installed, then that of Playwright's. */
  readonly usual: readonly string[];
  isExecutable(path: string): boolean;
  starts(path: string): boolean;
  /** Undefined if npm has none for this machine. */
  readonly fromNpm: (() => Promise<Program>) | undefined;
  download(): Promise<Program>;
}

const namedBy = ['PARTNER_REFERRALS_CHROMIUM', 'CHROMIUM_PATH', 'CHROME_PATH'];
/** Value instead of a path: always use the one from npm. */
const nameForNpm = 'npm';
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((dir) => commands.map((name) => `${dir}/${name}`)),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
    ['/Applications', `${process.env['HOME'] ?? ''}/Applications`].map(
      (dir) => `${dir}/${name}.app/Contents/MacOS/${name}`,
    ),
  ),
  win32: ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap((name) =>
    ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((dir) => {
      const place = process.env[dir];
      return place ? [`${place}\\${name}`] : [];
    }),
  ),
};

const thisMachine: Sources = {
  env: process.env,
  usual: [
    ...(process.env['PATH'] ?? '').split(delimiter).flatMap((dir) => commands.map((name) => join(dir, name))),
    ...(usualPlaces[process.platform] ?? []),
    chromium.executablePath(),
  ],
  isExecutable,
  starts,
  fromNpm: npmHasChromium() ? () => chromiumFromNpm(checkRendering) : undefined,
  download,
};

/**
 * Finds a Chromium, Chrome or Edge: the one in an environment variable, otherwise an installed one, otherwise installs
 * one.
 */
export async function findChromium(sources: Sources = thisMachine): Promise<Program> {
  const { env, usual, fromNpm } = sources;
  for (const name of namedBy) {
    const path = env[name];
    if (!path) continue;
    if (path === nameForNpm) {
      if (fromNpm) return fromNpm();
      throw new Error(
        `${name} is set to ${nameForNpm}, but npm carries a Chromium for Linux on x64 only: set it to a path.`,
      );
    }
    if (sources.isExecutable(path)) return { path };
    throw new Error(`${name} is set to ${path}, which is no program that can be run.`);
  }
  // Ubuntu's chromium-browser may be a stub that only explains how to install it, and Playwright's may lack libraries.
  const found = usual.find((path) => sources.isExecutable(path) && sources.starts(path));
  if (found) return { path: found };
  return fromNpm ? fromNpm() : sources.download();
}

let known: Promise<Program> | undefined;

export async function launchChromium(): Promise<Browser> {
  return launch(await (known ??= findChromium()));
}

function launch({ path, env }: Program): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    // The caller cleans up on signals, and Playwright ends the browser when this process exits.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** Checks that the browser renders text. Without fonts it starts, but renders none. */
async function checkRendering(program: Program): Promise<void> {
  try {
    const browser = await launch(program);
    try {
      const page = await browser.newPage();
      await page.setContent('<span>text</span>');
      const width = await page.locator('span').evaluate((span: HTMLElement) => span.offsetWidth);
      if (width === 0) throw new Error('It found no fonts.');
    } finally {
      await browser.close();
    }
  } catch (error) {
    const said = String(error);
    const line =
      /.*(error while loading|not found|cannot open|no fonts).*/i.exec(said)?.[0] ?? said.split('\n')[0] ?? '';
    throw new NotForThisMachine(`it does not start here (${line.trim()})`, { cause: error });
  }
}

/** Downloads Playwright's Chromium from its servers. On Linux it needs libraries that only root can install. */
async function download(): Promise<Program> {
  console.error('Downloading Chromium (about 170 MB, once)…');
  const cli = join(root, 'node_modules/playwright-core/cli.js');
  // stdout is reserved for the output of our commands.
  const child = spawn(findNode24(), [cli, 'install', '--no-shell', 'chromium'], { cwd: root, stdio: ['ignore', 2, 2] });
  const stopWatching = onInterrupt(() => killTree(child));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(stopWatching);
  const program = { path: chromium.executablePath() };
  const next = 'install Chrome or Chromium, or set CHROMIUM_PATH to its program';
  if (code !== 0) throw new Error(`No Chromium was found, and it could not be downloaded: ${next}.`);
  await checkRendering(program).catch((error: unknown) => {
    throw new Error(
      `Chromium was downloaded, but ${error instanceof Error ? error.message : String(error)}: ${next}.`,
      {
        cause: error,
      },
    );
  });
  return program;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Not checked on Windows, where it would open a window. */
function starts(path: string): boolean {
  return process.platform !== 'linux' || spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}
