import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../vscode/paths.ts';
import type { VscodeServer } from '../vscode/server.ts';
import { relayConsole, whenWorkbenchReady } from '../vscode/workbench.ts';
import type { Driver, Running } from './driver.ts';
import { QuickInput } from './quickInput.ts';

export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;
export type Theme = (typeof themes)[keyof typeof themes];

const themeClasses: Record<Theme, string> = {
  [themes.dark]: 'themes-dark_modern-json',
  [themes.light]: 'themes-light_modern-json',
  [themes.highContrast]: 'themes-hc_black-json',
  [themes.highContrastLight]: 'themes-hc_light-json',
};

/** A window of VS Code in a browser. */
export class Workbench {
  readonly page: Page;
  readonly server: VscodeServer;
  /** The opened folder, if any. */
  readonly folder: string | null;
  readonly quickInput: QuickInput;
  /** False after another window has replaced it. */
  isOpen = true;
  readonly #driver: Driver;
  readonly #console: string[] = [];

  constructor(page: Page, server: VscodeServer, driver: Driver, folder: string | null) {
    this.page = page;
    this.server = server;
    this.folder = folder;
    this.quickInput = new QuickInput(page);
    this.#driver = driver;
    relayConsole(page, (line) => this.#console.push(line));
  }

  /**
   * Runs a command by its id, without the Command Palette, and resolves when it has ended. For commands with a prompt
   * use {@link start}.
   */
  async run(command: string, ...args: readonly unknown[]): Promise<void> {
    const { ended } = await this.#driver.start(command, ...args);
    await ended;
  }

  /**
   * Resolves when a tree view has shown what its extension knows: after the pause between two redraws, and VS Code's
   * own of 200 ms, both in ms. VS Code then asks for the rows of each level in turn, for the redraw before and for this
   * one, and each command comes after one of these requests.
   */
  async whenTreeIsDrawn(pause: number, levels: number): Promise<void> {
    await this.#driver.afterTimers(pause + 1, 201);
    for (let request = 0; request <= 2 * (levels + 1); request++) await this.run('setContext', 'test.request', request);
  }

  /** Runs a command by its id, without the Command Palette, and resolves when it is running. */
  start(command: string, ...args: readonly unknown[]): Promise<Running> {
    return this.#driver.start(command, ...args);
  }

  /** Starts a command with a prompt, and resolves when the quick input is open. */
  async ask(command: string, ...args: readonly unknown[]): Promise<Running> {
    await this.#whenFocusIsSettled();
    const running = await this.start(command, ...args);
    await this.quickInput.input.waitFor();
    return running;
  }

  /**
   * VS Code focuses a webview by a timer of 50 ms after it was revealed. A quick input that opens meanwhile would lose
   * the focus and close. A timer that is set later, for longer, and in the same page ends after that one.
   */
  async #whenFocusIsSettled(): Promise<void> {
    if ((await this.page.locator('iframe.webview').count()) === 0) return;
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 60)));
  }

  /** Runs a command by its title in the Command Palette. Doesn't wait for its end. */
  async runFromPalette(title: string): Promise<void> {
    await this.ask('workbench.action.showCommands');
    await this.quickInput.fill(`>${title}`);
    await this.quickInput.pick(title);
  }

  /** Closes everything that is open in the window: editors, side bar, messages, quick inputs. */
  async clear(): Promise<void> {
    // Each command is a round trip to the extension host.
    const open = await this.page.evaluate(() => ({
      quickInput: document.querySelector('.quick-input-widget')?.checkVisibility() === true,
      sideBar: document.querySelector('.monaco-workbench.nosidebar') === null,
      editors: document.querySelector('.editor-group-container .tab') !== null,
    }));
    if (open.quickInput) await this.run('workbench.action.closeQuickOpen');
    if (open.sideBar) await this.run('workbench.action.closeSidebar');
    // VS Code would ask whether to save it.
    const unsaved = this.page.locator('.editor-group-container .tab.dirty');
    while ((await unsaved.count()) > 0) {
      await unsaved.first().click();
      await this.run('workbench.action.revertAndCloseActiveEditor');
    }
    if (open.editors) await this.run('workbench.action.closeAllEditors');
    await this.run('notifications.clearAll');
    await this.quickInput.root.waitFor({ state: 'hidden' });
    await this.editorTab(/./).first().waitFor({ state: 'detached' });
    await this.notifications().first().waitFor({ state: 'detached' });
  }

  /** Writes user settings and resolves when they are in effect. `null` removes a setting. */
  async configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#driver.configure(settings);
  }

  async useTheme(theme: Theme): Promise<void> {
    await this.configure({ 'workbench.colorTheme': theme });
    await this.whenThemed(theme);
  }

  whenThemed(theme: Theme): Promise<void> {
    return this.page.locator(`.monaco-workbench[class*="${themeClasses[theme]}"]`).waitFor();
  }

  /** Opens a file of the folder, by its path in the folder. */
  async openFile(path: string): Promise<void> {
    await this.ask('workbench.action.quickOpen', path);
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

  /** The content of the active referral panel, once it shows this referral. */
  panel(id: string): Locator {
    return this.webview().locator(`main[data-referral-id="${id}"]`);
  }

  /**
   * The messages on screen; `filter({ hasText })` finds one, `getByRole('button', { name })` its buttons. The
   * notification center also lists, while it lasts, that VS Code activates extensions; that is left out.
   */
  notifications(): Locator {
    return this.page
      .locator('.notifications-toasts .notification-list-item, .notifications-center.visible .notification-list-item')
      .filter({ hasNotText: 'Activating Extensions' });
  }

  /**
   * Opens the notification center. VS Code shows no toast within 800 ms after three others, and tests can be that fast.
   */
  async showNotifications(): Promise<void> {
    await this.run('notifications.showList');
  }

  /** The entries of the status bar. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Shows the side panel of the extension. */
  async openView(): Promise<void> {
    await this.run('workbench.view.extension.partnerReferrals');
    // The tree is hidden while the view shows something else.
    await this.page.locator('.part.sidebar .tree-explorer-viewlet-tree-view').waitFor({ state: 'attached' });
  }

  /** A row of the tree in the side bar, by its text. */
  treeItem(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text });
  }

  /** Runs a task of the workspace. */
  runTask(name: string): Promise<void> {
    return this.#driver.runTask(name);
  }

  /** Moves the pointer to `text` in an editor until its hover appears, and returns the hover. */
  async hover(text: string): Promise<Locator> {
    await this.#driver.whenActive('partner-tools.partner-referrals');
    // A round trip to the window, after the extension's registrations.
    await this.run('workbench.action.focusActiveEditorGroup');
    await this.page.mouse.move(1, 1);
    const { x, y } = await this.#positionOf(text);
    await this.page.mouse.move(x, y - 1);
    await this.page.mouse.move(x, y);
    return this.#shownHover();
  }

  /** Returns the text of the hover on `text` when it has finished loading. It is shown by the keyboard's command. */
  async hoverText(text: string): Promise<string> {
    await this.#driver.whenActive('partner-tools.partner-referrals');
    await this.select(text);
    await this.run('editor.action.showHover');
    const hover = await this.#shownHover();
    await hover.getByText('Loading...', { exact: true }).waitFor({ state: 'hidden' });
    return (await hover.innerText()).trim();
  }

  async #shownHover(): Promise<Locator> {
    const hover = this.page.locator('.monaco-editor .monaco-hover').filter({ visible: true });
    await hover.first().waitFor();
    return hover;
  }

  /**
   * Reloads the window with VS Code's command: a reload of the page gives VS Code no time to save which editors are
   * open.
   */
  async reload(): Promise<void> {
    const before = await this.page.evaluate(() => performance.timeOrigin);
    const connected = this.#driver.expectWindow();
    await this.start('workbench.action.reloadWindow');
    await this.page.waitForFunction((origin) => performance.timeOrigin !== origin, before);
    await whenWorkbenchReady(this.page);
    await connected();
  }

  /** Kills the extension host like a crash, and resolves when VS Code has started another one. */
  async crashExtensionHost(): Promise<void> {
    const connected = this.#driver.expectWindow();
    process.kill(this.#driver.extensionHost, 'SIGKILL');
    await connected();
  }

  /** Has the extension host do nothing any more, as if it crashed now, except that VS Code doesn't notice yet. */
  freezeExtensionHost(): void {
    process.kill(this.#driver.extensionHost, 'SIGSTOP');
  }

  /** Selects the first occurrence of a text in the active editor, which then has the focus. */
  async select(text: string): Promise<void> {
    await this.run('workbench.action.focusActiveEditorGroup');
    await this.#driver.select(text);
  }

  /** Puts a text on the clipboard. */
  async copy(text: string): Promise<void> {
    await this.page.evaluate((copied) => {
      // A page can't write the clipboard while a frame in it has the focus, such as a webview.
      window.focus();
      return navigator.clipboard.writeText(copied);
    }, text);
  }

  /** Resolves with the text on the clipboard when it matches. */
  async clipboard(wanted: string | RegExp): Promise<string> {
    const { source, flags } = typeof wanted === 'string' ? { source: `^${escapeRegExp(wanted)}$`, flags: '' } : wanted;
    // A page can't read the clipboard while a frame in it has the focus, such as a webview. The condition must not be a
    // promise, which would count as true.
    const handle = await this.page.waitForFunction(
      (pattern) => {
        const seen = globalThis as { clipboardText?: string };
        void navigator.clipboard.readText().then(
          (text) => (seen.clipboardText = text),
          () => window.focus(),
        );
        const text = seen.clipboardText?.replaceAll('\r\n', '\n');
        return text !== undefined && new RegExp(pattern.source, pattern.flags).test(text) && { text };
      },
      { source, flags },
    );
    const found = await handle.jsonValue();
    await this.page.evaluate(() => delete (globalThis as { clipboardText?: string }).clipboardText);
    return found ? found.text : '';
  }

  /**
   * Saves the window as out/screenshots/<name>.png and returns the path. Without {@link takesPictures}, nothing is
   * saved.
   */
  async screenshot(name: string): Promise<string> {
    const path = join(root, 'out/screenshots', `${name}.png`);
    if (takesPictures) await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  /** Returns the console of the page, the output of the server and the logs of the extension hosts. */
  logs(): string {
    return [`--- page\n${this.#console.join('\n')}`, `--- server\n${this.server.logs()}`].join('\n\n');
  }

  /** Returns the center of the first occurrence of `text` in an editor, in pixels. */
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

/** Set by `npm run pictures` or by developers, since taking pictures takes time. */
export const takesPictures = process.env['PARTNER_REFERRALS_SCREENSHOTS'] !== undefined;

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
