import type { Locator, Page } from 'playwright-core';

/** The quick input at the top of the window: command palette, pickers, input boxes. */
export class QuickInput {
  readonly root: Locator;
  readonly input: Locator;
  readonly rows: Locator;
  /** The message below the input: a prompt, or why the value is invalid. */
  readonly message: Locator;

  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.locator('.quick-input-widget').filter({ visible: true });
    this.input = this.root.locator('.quick-input-box input');
    this.rows = this.root.locator('.quick-input-list .monaco-list-row');
    this.message = this.root.locator('.quick-input-message');
  }

  fill(text: string): Promise<void> {
    return this.input.fill(text);
  }

  /** Chooses the row with exactly this label. */
  async pick(label: string): Promise<void> {
    const quoted = label.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    await this.root
      .locator(`.monaco-list-row[aria-label="${quoted}"], .monaco-list-row[aria-label^="${quoted},"]`)
      .first()
      .click();
    // Otherwise, the pointer is over an element below the row, whose tooltip appears.
    await this.#page.mouse.move(1, 1);
  }

  /** Fills in a text and presses Enter. */
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
