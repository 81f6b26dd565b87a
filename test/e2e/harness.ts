/**
 * Opens the workbench as a person has it: VS Code in Chromium, driven by Playwright. Everything here waits for what it
 * needs; tests never sleep. Servers and their browser windows are shared, since loading a workbench for the first time costs
 * as much as all that a test does in it.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, afterEach, beforeEach } from 'mocha';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { waitLimit } from '../limits.ts';
import { findSuiteOfHook } from '../mocha.ts';
import { launchChromium } from '../vscode/chromium.ts';
import { root } from '../vscode/paths.ts';
import { calmSettings, startVscodeServer, type ServerOptions, type VscodeServer } from '../vscode/server.ts';
import { whenWorkbenchReady } from '../vscode/workbench.ts';
import { Driver } from './driver.ts';
import { themes, Workbench, type Theme } from './workbench.ts';

export { themes, type Workbench } from './workbench.ts';

export interface WorkbenchOptions extends Pick<ServerOptions, 'env' | 'extensions' | 'workspaceTrust'> {
  /** The machine's settings, on top of {@link calmSettings}; see {@link Workbench.configure} for later changes. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A folder to open in place, or `null` for none. Default: a copy of the sample workspace, in `dirs.base`. */
  readonly folder?: string | null;
  /** A file to open at once: absolute, or relative to the folder. */
  readonly file?: string;
  /** Default: dark. */
  readonly theme?: Theme;
  readonly size?: { readonly width: number; readonly height: number };
  /** The window stays for later suites. Else it is gone after the test or the suite that opened it: idle ones cost, too. */
  readonly stays?: boolean;
}

const output = join(root, 'out');
const defaultSize = { width: 1280, height: 800 };

/** Without what VS Code draws around and into editors: software renders each frame here. */
const plainEditors: Readonly<Record<string, unknown>> = {
  'breadcrumbs.enabled': false,
  'editor.bracketPairColorization.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.folding': false,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.stickyScroll.enabled': false,
  'workbench.reduceMotion': 'on',
};

/**
 * Opens a fresh window: nothing is left in it of earlier ones, not in its folder, its settings or the browser's storage. A
 * window that was opened before on the same kind of server is gone then.
 */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  return (await run.stage(options)).open(options);
}

/**
 * The window that is open on this kind of server, whoever opened it and whatever was done in it; where there is none, a
 * fresh one. What else the options say holds for that one only.
 */
export async function shareWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const stage = await run.stage(options);
  if (!stage.workbench) return stage.open({ ...options, stays: true });
  run.watch(stage.workbench);
  return stage.workbench;
}

/** Has the failures of the suite whose hook is running tell of a window that an earlier suite opened. */
export const watch = (workbench: Workbench): void => run.watch(workbench);

type StageOptions = Pick<ServerOptions, 'env' | 'extensions' | 'workspaceTrust'>;

/** A VS Code server with a browser profile of its own, in which one window after the other is opened. */
class Stage {
  readonly server: VscodeServer;
  /** Undefined before the first window and after the last. */
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
    stays,
  }: WorkbenchOptions): Promise<Workbench> {
    const page = this.#page;
    await this.leave(this.workbench);
    const { dirs } = this.server;
    const machine = { ...calmSettings, ...plainEditors, 'workbench.colorTheme': theme, ...settings };
    writeFileSync(join(dirs.userData, 'Machine/settings.json'), JSON.stringify(machine));
    const opened = folder === undefined ? this.#copySampleWorkspace() : folder;
    const workbench = new Workbench(page, this.server, this.#driver, opened);
    this.workbench = workbench;
    if (stays) run.watch(workbench);
    else run.opened(workbench, () => this.leave(workbench));
    try {
      await page.setViewportSize(size);
      const connected = this.#driver.expectWindow();
      const openFile = file && { file: opened ? resolve(opened, file) : file };
      await page.goto(this.server.openUrl({ ...(opened && { folder: opened }), ...openFile }));
      await whenWorkbenchReady(page);
      await connected();
      // Settings come from the server, so the first frames have another theme.
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

  /** Leaves a window, if it is still there, and forgets what the browser keeps for it. What it has cached of VS Code stays. */
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

/** What one mocha run shares: the browser, the servers, and the test that is running. */
class Run {
  #browser: Promise<Browser> | undefined;
  #test: Mocha.Test | undefined;
  readonly #stages = new Map<string, Promise<Stage>>();
  /** Workbenches of which a failure tells, until the hooks of their suite are through. */
  readonly #watched = new Set<Workbench>();
  /** What is to be done after the running test. */
  #leaving: (() => Promise<void> | void)[] = [];

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

  /** `leave` is called after the test or the suite that is running. */
  opened(workbench: Workbench, leave: () => Promise<void>): void {
    this.watch(workbench);
    if (this.#test) this.#leaving.push(leave);
    else findSuiteOfHook()?.afterAll(leave);
  }

  /** Has the failures of the test or suite that is running tell of this window. */
  watch(workbench: Workbench): void {
    this.#watched.add(workbench);
    const stop = () => void this.#watched.delete(workbench);
    if (this.#test) this.#leaving.push(stop);
    else findSuiteOfHook()?.afterAll(stop);
  }

  /** A test may open another window while it fails: called before the window is gone. */
  async keepEvidenceOf(workbench: Workbench): Promise<void> {
    if (this.#watched.delete(workbench) && hasFailed(this.#test)) await keepEvidence(this.#test.fullTitle(), workbench);
  }

  testStarts(test: Mocha.Test | undefined): void {
    this.#test = test;
  }

  async testEnded(): Promise<void> {
    if (hasFailed(this.#test)) {
      for (const stage of this.#stages.values()) {
        const { workbench } = await stage;
        if (workbench && this.#watched.has(workbench)) await keepEvidence(this.#test.fullTitle(), workbench);
      }
    }
    const leaving = this.#leaving;
    this.#leaving = [];
    for (const leave of leaving) await leave();
    this.#test = undefined;
  }

  async end(): Promise<void> {
    for (const stage of this.#stages.values()) await (await stage).close();
    await (await this.#browser)?.close();
  }
}

/** Also when it was a hook before it that failed: then it has no state of its own. */
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

/** The browser that all windows of this run share. */
export const sharedBrowser = (): Promise<Browser> => run.browser();

beforeEach(function () {
  run.testStarts(this.currentTest);
});
afterEach(() => run.testEnded());
after(() => run.end());
