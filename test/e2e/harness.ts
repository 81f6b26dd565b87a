/**
 * The workbench as a person has it: VS Code in Chromium, driven by Playwright. Everything here waits for what it needs;
 * tests never sleep.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, afterEach, beforeEach } from 'mocha';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { findSuiteOfHook } from '../mocha.ts';
import { launchChromium } from '../vscode/chromium.ts';
import { root } from '../vscode/paths.ts';
import { startVscodeServer, type ServerOptions, type VscodeServer } from '../vscode/server.ts';
import { relayConsole, whenWorkbenchReady } from '../vscode/workbench.ts';

export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

const themeClasses: Record<(typeof themes)[keyof typeof themes], string> = {
  [themes.dark]: 'themes-dark_modern-json',
  [themes.light]: 'themes-light_modern-json',
  [themes.highContrast]: 'themes-hc_black-json',
  [themes.highContrastLight]: 'themes-hc_light-json',
};

export interface WorkbenchOptions extends Omit<ServerOptions, 'smokeTestDriver'> {
  /**
   * true (default): as from the VSIX, with notification toasts. false: under development from the checkout, without
   * toasts.
   */
  readonly installed?: boolean;
  /** A folder to open in place, or `null` for none. Default: a copy of the sample workspace, in `dirs.base`. */
  readonly folder?: string | null;
  /** A file to open at once: absolute, or relative to the folder. */
  readonly file?: string;
  /** Default: dark. */
  readonly theme?: (typeof themes)[keyof typeof themes];
  readonly size?: { readonly width: number; readonly height: number };
}

const output = join(root, 'out');
const defaultSize = { width: 1280, height: 800 };
/** A hover comes after `editor.hover.delay`; sample lookups add their own time. */
const hoverTimeout = 10_000;

/** Opens a workbench. One that a test opens is closed after it; one that a `before` hook opens, after its suite. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const {
    folder,
    file,
    theme = themes.dark,
    size = defaultSize,
    installed = true,
    settings,
    ...serverOptions
  } = options;
  const server = await startVscodeServer({
    ...serverOptions,
    installed,
    smokeTestDriver: !installed,
    settings: { 'workbench.colorTheme': theme, ...settings },
  });
  let workbench: Workbench | undefined;
  try {
    const opened = folder === undefined ? copySampleWorkspace(server.dirs.base) : folder;
    const context = await (
      await run.browser()
    ).newContext({
      viewport: size,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    workbench = new Workbench(await context.newPage(), server, opened);
    run.opened(workbench);
    await workbench.page.goto(
      server.openUrl({
        ...(opened && { folder: opened }),
        ...(file && { file: opened ? resolve(opened, file) : file }),
        ...(!installed && { extensionDevelopmentPath: root }),
      }),
    );
    await whenWorkbenchReady(workbench.page);
    // Settings come from the server, so the first frames have another theme.
    await workbench.page.locator(`.monaco-workbench[class*="${themeClasses[theme]}"]`).waitFor();
    return workbench;
  } catch (error) {
    if (workbench) {
      await keepEvidence('The workbench did not open', workbench);
      await workbench.close();
    }
    await server.close();
    throw error;
  }
}

function copySampleWorkspace(base: string): string {
  const folder = join(base, 'sample-workspace');
  cpSync(join(root, 'test/sample-workspace'), folder, { recursive: true });
  return folder;
}

export class Workbench {
  readonly page: Page;
  readonly server: VscodeServer;
  /** The opened folder, if any. */
  readonly folder: string | null;
  readonly quickInput: QuickInput;
  readonly #console: string[] = [];

  constructor(page: Page, server: VscodeServer, folder: string | null) {
    this.page = page;
    this.server = server;
    this.folder = folder;
    this.quickInput = new QuickInput(page);
    relayConsole(page, (line) => this.#console.push(line));
  }

  /** Runs a command by the title that the palette shows, e.g. "Partner: Open Referral". Does not wait for its end. */
  async runCommand(title: string): Promise<void> {
    await this.persist(async () => {
      await this.#press('F1', this.quickInput.root);
      await this.quickInput.fill(`>${title}`, 5_000);
      await this.quickInput.pick(title);
    });
  }

  /**
   * Does it again, as a person would, when the box at the top closes under one's hands: what is still opening, or a window
   * that is still settling, takes the focus.
   */
  async persist(task: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await task();
      } catch (error) {
        if (attempt === 3 || (await this.quickInput.root.isVisible())) throw error;
      }
    }
  }

  /** Opens a file of the folder, by its path in it or a part of that. */
  async openFile(path: string): Promise<void> {
    await this.#press('ControlOrMeta+P', this.quickInput.root);
    await this.quickInput.fill(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    await this.quickInput.rows.filter({ hasText: name }).first().click();
    await this.page.mouse.move(1, 1);
    await this.editorTab(name).waitFor();
  }

  /** The tab of an editor or panel, by its label. */
  editorTab(label: string | RegExp): Locator {
    return this.page.locator('.editor-group-container .tab').filter({ hasText: label });
  }

  /** The content of the visible webview, or of the one in the editor group with this number (from 0). */
  webview(nth = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .filter({ visible: true })
      .nth(nth)
      .contentFrame()
      .locator('#active-frame')
      .contentFrame();
  }

  /** The toasts on screen; `filter({ hasText })` finds one, `getByRole('button', { name })` its buttons. */
  notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** The entries of the status bar. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** A row of the tree in the side bar, by its text. */
  treeItem(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text });
  }

  /** Rests the pointer on `text` in an editor until its hover shows, and returns the hover. */
  async hover(text: string): Promise<Locator> {
    const hover = this.page.locator('.monaco-editor .monaco-hover').filter({ visible: true });
    // A fresh editor may not have its providers yet: point elsewhere and again until something shows.
    const deadline = Date.now() + hoverTimeout;
    for (;;) {
      const { x, y } = await this.#positionOf(text);
      await this.page.mouse.move(x, y - 1);
      await this.page.mouse.move(x, y);
      if (await appears(hover, 1_500)) return hover;
      if (Date.now() > deadline) throw new Error(`No hover showed on "${text}" within ${hoverTimeout / 1000} s.`);
      await this.page.mouse.move(1, 1);
    }
  }

  /** What the hover on `text` says, once it is done loading. */
  async hoverText(text: string): Promise<string> {
    const hover = await this.hover(text);
    await hover.getByText('Loading...', { exact: true }).waitFor({ state: 'hidden', timeout: hoverTimeout });
    return (await hover.innerText()).trim();
  }

  /** The text of the lines on screen: of the editor whose tab has this label, else of the active or only text editor. */
  async editorText(label?: string | RegExp): Promise<string> {
    const groups = this.page.locator('.editor-group-container').filter({
      has: this.page.locator('.monaco-editor .view-line'),
      ...(label !== undefined && { has: this.page.locator('.tab.active').filter({ hasText: label }) }),
    });
    await groups.first().waitFor();
    const active = groups.and(this.page.locator('.active'));
    const lines = ((await active.count()) > 0 ? active : groups).first().locator('.monaco-editor .view-line');
    await lines.first().waitFor();
    const texts = await lines.evaluateAll((all) =>
      all
        .map((line) => ({ top: parseFloat((line as HTMLElement).style.top), text: line.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return texts.join('\n').replaceAll('\u00a0', ' ');
  }

  /**
   * Reloads the window as a person would from within: a reload from outside gives VS Code no time to save which editors
   * are open.
   */
  async reload(): Promise<void> {
    const before = await this.page.evaluate(() => performance.timeOrigin);
    await this.runCommand('Developer: Reload Window');
    await this.page.waitForFunction((origin) => performance.timeOrigin !== origin, before);
    await whenWorkbenchReady(this.page);
  }

  /** Saves the window as out/screenshots/<name>.png and returns the path. */
  async screenshot(name: string): Promise<string> {
    const path = join(output, 'screenshots', `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  /** Console of the page, output of the server and logs of the extension hosts. */
  logs(): string {
    return [`--- page\n${this.#console.join('\n')}`, `--- server\n${this.server.logs()}`].join('\n\n');
  }

  async close(): Promise<void> {
    if (!run.closes(this)) return;
    await run.keepEvidenceOf(this);
    await this.page.context().close();
    await this.server.close();
  }

  /** Presses a key until it has its effect: a workbench that has just been drawn may not listen yet. */
  async #press(key: string, effect: Locator): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.keyboard.press(key);
      if (await appears(effect, 2_000)) return;
    }
    throw new Error(`${key} had no effect.`);
  }

  /** The middle of the first occurrence of `text` in an editor, in pixels. */
  async #positionOf(text: string): Promise<{ x: number; y: number }> {
    const place = await this.page.waitForFunction((wanted) => {
      for (const line of document.querySelectorAll('.monaco-editor .view-line')) {
        const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted);
        if (start < 0) continue;
        const pointAt = (index: number): [Node, number] => {
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          let left = index;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const length = node.textContent?.length ?? 0;
            if (left <= length) return [node, left];
            left -= length;
          }
          return [line, 0];
        };
        const range = document.createRange();
        range.setStart(...pointAt(start));
        range.setEnd(...pointAt(start + wanted.length));
        const box = range.getBoundingClientRect();
        if (box.width > 0) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }
      return undefined;
    }, text);
    const point = await place.jsonValue();
    if (!point) throw new Error(`No editor shows "${text}".`);
    return point;
  }
}

/** The box at the top of the window: command palette, pickers, input boxes. */
export class QuickInput {
  readonly root: Locator;
  readonly input: Locator;
  readonly rows: Locator;
  /** The line below the box: a prompt, or why the value is not accepted. */
  readonly message: Locator;

  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.locator('.quick-input-widget').filter({ visible: true });
    this.input = this.root.locator('.quick-input-box input');
    this.rows = this.root.locator('.quick-input-list .monaco-list-row');
    this.message = this.root.locator('.quick-input-message');
  }

  async fill(text: string, timeout?: number): Promise<void> {
    await this.input.fill(text, timeout === undefined ? {} : { timeout });
  }

  /** Chooses the row with exactly this label. */
  async pick(label: string): Promise<void> {
    const quoted = label.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    await this.root
      .locator(`.monaco-list-row[aria-label="${quoted}"], .monaco-list-row[aria-label^="${quoted},"]`)
      .first()
      .click();
    // Else the pointer rests on what was below the row, and that shows its tooltip.
    await this.#page.mouse.move(1, 1);
  }

  /** Fills the box and accepts with Enter. */
  async answer(text: string): Promise<void> {
    await this.fill(text);
    await this.input.press('Enter');
  }

  async dismiss(): Promise<void> {
    await this.input.press('Escape');
    await this.root.waitFor({ state: 'hidden' });
  }

  async labels(): Promise<string[]> {
    await this.rows.first().waitFor();
    return this.rows.locator('.quick-input-list-label-meta, .label-name').allInnerTexts();
  }
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  try {
    await locator.first().waitFor({ timeout });
    return true;
  } catch {
    return false;
  }
}

/** What one mocha run shares: the browser, the open workbenches, and the test that is running. */
class Run {
  #browser: Promise<Browser> | undefined;
  #test: Mocha.Test | undefined;
  readonly #open = new Map<Workbench, Mocha.Test | undefined>();

  browser(): Promise<Browser> {
    return (this.#browser ??= launchChromium());
  }

  opened(workbench: Workbench): void {
    this.#open.set(workbench, this.#test);
    if (!this.#test) findSuiteOfHook()?.afterAll(() => workbench.close());
  }

  /** False when it was closed before. */
  closes(workbench: Workbench): boolean {
    return this.#open.delete(workbench);
  }

  /** Hooks of inner suites close workbenches before the outermost hook sees the failure. */
  async keepEvidenceOf(workbench: Workbench): Promise<void> {
    if (this.#test?.isFailed()) await keepEvidence(this.#test.fullTitle(), workbench);
  }

  testStarts(test: Mocha.Test | undefined): void {
    this.#test = test;
  }

  async testEnded(): Promise<void> {
    const test = this.#test;
    for (const [workbench, openedBy] of [...this.#open]) {
      if (openedBy && openedBy === test) await workbench.close();
      else await this.keepEvidenceOf(workbench);
    }
    this.#test = undefined;
  }

  async end(): Promise<void> {
    for (const workbench of [...this.#open.keys()]) await workbench.close();
    await (await this.#browser)?.close();
  }
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

beforeEach(function () {
  run.testStarts(this.currentTest);
});
afterEach(() => run.testEnded());
after(() => run.end());
