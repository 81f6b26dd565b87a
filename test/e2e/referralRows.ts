import type { Locator } from 'playwright-core';
import { commands } from '../../src/ui/names.ts';
import type { SandboxWindow } from './sandboxWindow.ts';
import type { Workbench } from './workbench.ts';

/** Pins remain after a test, and VS Code has no other way to remove them. */
export async function unpinAll({ workbench, sandbox }: SandboxWindow): Promise<void> {
  const rows = (await sandbox.list()).map(({ id }) => ({ kind: 'referral', id, connection: 'sandbox' }));
  await workbench.run(commands.unpin, rows[0], rows);
}

/** The rows of the side panel as users see them. */
export class ReferralRows {
  readonly #window: SandboxWindow;
  readonly #name: string;

  /** `name` is the name of a deal of which the sandbox has both sides. */
  constructor(window: SandboxWindow, name: string) {
    this.#window = window;
    this.#name = name;
  }

  get #workbench(): Workbench {
    return this.#window.workbench;
  }

  /** Shows the side panel with rows that are not pinned, hidden, expanded or selected. */
  async openReset(): Promise<void> {
    await unpinAll(this.#window);
    await this.#workbench.run(commands.clearFilter);
    // The response is delayed, since the rows look the same before and after.
    const answer = this.#window.sandbox.hold('/referrals');
    await this.#workbench.openView();
    await this.row(this.#name).waitFor({ state: 'detached' });
    answer.release();
    await this.row(this.#name).waitFor();
    const recent = this.row(/^Recent/);
    if ((await recent.count()) > 0) await this.setExpanded(recent, false);
  }

  /** The first row with this text. */
  row(text: string | RegExp): Locator {
    return this.#workbench.treeItem(text).first();
  }

  /** The row of the own referral. Microsoft's has the same name. */
  get ours(): Locator {
    return this.#workbench.treeItem(this.#name).filter({ hasNotText: 'Microsoft’s side' }).first();
  }

  /** The row at this distance below another one. */
  async below(row: Locator, distance: number): Promise<Locator> {
    const index = Number(await row.getAttribute('data-index')) + distance;
    return this.#workbench.page.locator(`.part.sidebar .monaco-list-row[data-index="${index}"]`);
  }

  async setExpanded(row: Locator, expanded: boolean): Promise<void> {
    if ((await row.getAttribute('aria-expanded')) === String(expanded)) return;
    await row.locator('.monaco-tl-twistie').click();
    await row.and(this.#workbench.page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
  }

  /** Moves the focus to a row with keys: a click would miss it if a row appeared above it at that moment. */
  async focus(row: Locator): Promise<void> {
    const { page } = this.#workbench;
    await this.#workbench.run('partnerReferrals.referrals.focus');
    await page.keyboard.press('Home');
    const focused = row.and(page.locator('.monaco-list-row.focused'));
    while ((await focused.count()) === 0) await page.keyboard.press('ArrowDown');
  }

  async menu(row: Locator, entry: string): Promise<void> {
    const { page } = this.#workbench;
    await row.click({ button: 'right' });
    const item = page.getByRole('menuitem', { name: entry, exact: true });
    await item.hover();
    // With the keyboard, since a menu ignores mouse buttons for a moment after it opens.
    await page.locator('.context-view .action-item.focused').filter({ has: item }).waitFor();
    await page.keyboard.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  async width(): Promise<number> {
    return (await this.#box()).width;
  }

  /** Drags the edge of the side panel. */
  async setWidth(width: number): Promise<void> {
    const { mouse } = this.#workbench.page;
    const box = await this.#box();
    await mouse.move(box.x + box.width, 400);
    await mouse.down();
    await mouse.move(box.x + width, 400, { steps: 5 });
    await mouse.up();
    await mouse.move(box.x + width + 300, 400);
  }

  async #box(): Promise<{ x: number; width: number }> {
    const box = await this.#workbench.page.locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('The side panel is not on screen.');
    return box;
  }
}

/** Returns the visible beginning of a row's label. */
export function legible(row: Locator): Promise<string> {
  return row.locator('.label-name').evaluate((label) => {
    const text = label.ownerDocument.createTreeWalker(label, NodeFilter.SHOW_TEXT).nextNode()!;
    const edge = label.closest('.monaco-icon-label-container')!.getBoundingClientRect().right;
    const range = label.ownerDocument.createRange();
    const full = text.textContent ?? '';
    let fitting = '';
    for (let length = 1; length <= full.length; length++) {
      range.setStart(text, 0);
      range.setEnd(text, length);
      if (range.getBoundingClientRect().right > edge) break;
      fitting = full.slice(0, length);
    }
    return fitting;
  });
}
