/**
 * Opens the workbench as users have it: VS Code in Chromium, controlled by Playwright. All functions wait for what they
 * need, and tests never sleep. Servers and windows are shared, since loading a workbench takes as long as a whole test.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, afterEach, beforeEach } from 'mocha';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { waitLimit } from '../limits.ts';
import { findFailedHook, findSuiteOfHook } from '../mocha.ts';
import { launchChromium } from '../vscode/chromium.ts';
import { root } from '../vscode/paths.ts';
import {
  calmSettings,
  plainEditors,
  startVscodeServer,
  type ServerOptions,
  type VscodeServer,
} from '../vscode/server.ts';
import { whenWorkbenchReady } from '../vscode/workbench.ts';
import { Driver } from './driver.ts';
import { themes, Workbench, type Theme } from './workbench.ts';

export { themes, type Workbench } from './workbench.ts';

export interface WorkbenchOptions extends Pick<ServerOptions, 'env' | 'extensions' | 'workspaceTrust'> {
  /** Machine settings in addition to {@link calmSettings}. For later changes, see {@link Workbench.configure}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A folder to open, or `null` for none. Default: a copy of the sample workspace, in `dirs.base`. */
  readonly folder?: string | null;
  /** A file to open at the start: absolute, or relative to the folder. */
  readonly file?: string;
  /** Default: dark. */
  readonly theme?: Theme;
  readonly size?: { readonly width: number; readonly height: number };
  /**
   * Keeps the window for later suites. Otherwise, it is closed after the test or the suite that opened it, since idle
   * windows take time.
   */
  readonly keepOpen?: boolean;
}

const output = join(root, 'out');
const defaultSize = { width: 1280, height: 800 };

/**
 * Opens a new window with a new folder, settings and browser storage. Closes the previous window on the same kind of
 * server.
 */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  return (await run.stage(options)).open(options);
}

/**
 * Returns the open window on this kind of server, whatever was done in it. If there is none, opens one; the other
 * options apply only then.
 */
export async function shareWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const stage = await run.stage(options);
  if (!stage.workbench) return stage.open({ ...options, keepOpen: true });
  run.watch(stage.workbench);
  return stage.workbench;
}

/** Collects evidence of this window, opened by an earlier suite, if a test of the current suite fails. */
export const watch = (workbench: Workbench): void => run.watch(workbench);

type StageOptions = Pick<ServerOptions, 'env' | 'extensions' | 'workspaceTrust'>;

/** A VS Code server and a browser profile, in which windows are opened one after the other. */
class Stage {
  readonly server: VscodeServer;
  /** Undefined if no window is open. */
  workbench: Workbench | undefined;
  readonly #driver: Driver;
  readonly #context: BrowserContext;
  readonly #page: Page;
  #windows = 0;

  private constructor(server: VscodeServer, driver: Driver, context: BrowserContext, page: Page) {
    this.server = server;
    this.#driver = driver;
    this.#context = context;
    this.#page = page;
  }

  static async start(browser: Browser, options: StageOptions): Promise<Stage> {
    const driver = await Driver.start();
    const server = await startVscodeServer({
      ...options,
      installed: true,
      extensions: [...(options.extensions ?? []), join(root, 'test/vscode/testDriver')],
      env: { ...options.env, ...driver.env },
    });
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(waitLimit);
    return new Stage(server, driver, context, await context.newPage());
  }

  async open({
    folder,
    file,
    theme = themes.dark,
    size = defaultSize,
    settings,
    keepOpen,
  }: WorkbenchOptions): Promise<Workbench> {
    const page = this.#page;
    await this.leave(this.workbench);
    const { dirs } = this.server;
    const machine = { ...calmSettings, ...plainEditors, 'workbench.colorTheme': theme, ...settings };
    writeFileSync(join(dirs.userData, 'Machine/settings.json'), JSON.stringify(machine));
    const opened = folder === undefined ? this.#copySampleWorkspace() : folder;
    const workbench = new Workbench(page, this.server, this.#driver, opened);
    this.workbench = workbench;
    if (keepOpen) run.watch(workbench);
    else run.opened(workbench, () => this.leave(workbench));
    try {
      await page.setViewportSize(size);
      const connected = this.#driver.expectWindow();
      const openFile = file && { file: opened ? resolve(opened, file) : file };
      await page.goto(this.server.openUrl({ ...(opened && { folder: opened }), ...openFile }));
      await whenWorkbenchReady(page);
      await connected();
      // Settings are loaded from the server, so the first frames have another theme.
      await workbench.whenThemed(theme);
    } catch (error) {
      await keepEvidence('The workbench did not open', workbench);
      throw error;
    }
    return workbench;
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.server.close();
    await this.#driver.close();
  }

  /** Closes a window if it is open, and deletes its browser storage. The cached files of VS Code are kept. */
  async leave(workbench: Workbench | undefined): Promise<void> {
    if (!workbench?.isOpen) return;
    await run.keepEvidenceOf(workbench);
    workbench.isOpen = false;
    this.workbench = undefined;
    this.#page.removeAllListeners();
    await this.#page.goto('about:blank');
    const protocol = await this.#context.newCDPSession(this.#page);
    const { origin } = new URL(this.server.url);
    await protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb,local_storage' });
    await protocol.detach();
    await this.#page.evaluate(() => undefined);
  }

  #copySampleWorkspace(): string {
    this.#windows += 1;
    const folder = join(this.server.dirs.base, String(this.#windows), 'sample-workspace');
    cpSync(join(root, 'test/sample-workspace'), folder, { recursive: true });
    return folder;
  }
}

/** Shared by all tests of a mocha run: the browser, the servers, and the running test. */
class Run {
  #browser: Promise<Browser> | undefined;
  #test: Mocha.Test | undefined;
  readonly #stages = new Map<string, Promise<Stage>>();
  /** Workbenches of which evidence is collected after a failure, until the hooks of their suite have run. */
  readonly #watchedWorkbenches = new Set<Workbench>();
  /** Tasks after the running test. */
  #afterTest: (() => Promise<void> | void)[] = [];

  browser(): Promise<Browser> {
    return (this.#browser ??= launchChromium());
  }

  stage({ env, extensions, workspaceTrust }: StageOptions): Promise<Stage> {
    const options = {
      ...(env && { env }),
      ...(extensions && { extensions }),
      ...(workspaceTrust && { workspaceTrust }),
    };
    const key = JSON.stringify(options);
    let stage = this.#stages.get(key);
    if (!stage) {
      stage = this.browser().then((browser) => Stage.start(browser, options));
      this.#stages.set(key, stage);
    }
    return stage;
  }

  /** Calls `leave` after the running test or suite. */
  opened(workbench: Workbench, leave: () => Promise<void>): void {
    this.watch(workbench);
    if (this.#test) this.#afterTest.push(leave);
    else findSuiteOfHook()?.afterAll(leave);
  }

  /** Collects evidence of this window if the running test or suite fails. */
  watch(workbench: Workbench): void {
    this.#watchedWorkbenches.add(workbench);
    if (this.#test) this.#afterTest.push(() => void this.#watchedWorkbenches.delete(workbench));
    else findSuiteOfHook()?.afterAll(() => this.keepEvidenceOf(workbench));
  }

  /**
   * Keeps evidence of a window that is watched, and ends watching it. Called before it is closed, since a failing test
   * may open another one, and after a suite, whose hooks may have failed.
   */
  async keepEvidenceOf(workbench: Workbench): Promise<void> {
    if (!this.#watchedWorkbenches.delete(workbench)) return;
    const failed = this.#test ? hasFailed(this.#test) && this.#test : findFailedHook();
    if (failed) await keepEvidence(failed.fullTitle(), workbench);
  }

  testStarts(test: Mocha.Test | undefined): void {
    this.#test = test;
  }

  async testEnded(): Promise<void> {
    if (hasFailed(this.#test)) {
      for (const stage of this.#stages.values()) {
        const { workbench } = await stage;
        if (workbench && this.#watchedWorkbenches.has(workbench)) await keepEvidence(this.#test.fullTitle(), workbench);
      }
    }
    const tasks = this.#afterTest;
    this.#afterTest = [];
    for (const leave of tasks) await leave();
    this.#test = undefined;
  }

  async end(): Promise<void> {
    for (const stage of this.#stages.values()) await (await stage).close();
    await (await this.#browser)?.close();
  }
}

/** Also true if a hook before the test failed. Then the test has no state. */
function hasFailed(test: Mocha.Test | undefined): test is Mocha.Test {
  return test !== undefined && !test.isPassed() && !test.isPending();
}

async function keepEvidence(title: string, workbench: Workbench): Promise<void> {
  const name = title.replace(/[^\w-]+/g, '-').slice(0, 100);
  mkdirSync(join(output, 'failures'), { recursive: true });
  const path = join(output, 'failures', name);
  writeFileSync(`${path}.log`, workbench.logs());
  await workbench.page.screenshot({ path: `${path}.png` }).catch(() => undefined);
  console.log(`      evidence: ${path}.png, ${path}.log`);
}

const run = new Run();

/** The browser of all windows of this run. */
export const sharedBrowser = (): Promise<Browser> => run.browser();

beforeEach(function () {
  run.testStarts(this.currentTest);
});
afterEach(() => run.testEnded());
after(() => run.end());
