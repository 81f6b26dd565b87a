import type { Locator } from 'playwright-core';
import { browseCommands } from '../../src/ui/names.ts';
import type { TestSandbox } from './sandbox.ts';
import type { Workbench } from './workbench.ts';

/** The side panel of the extension in a shared window. */
export class SidePanel {
  /** The message above the rows. */
  readonly message: Locator;
  /** The visible groups of the list, without the sections for pinned and recent referrals. */
  readonly headings: Locator;
  /** The list, which receives keyboard input. */
  readonly list: Locator;
  readonly #workbench: Workbench;
  readonly #sandbox: TestSandbox;

  constructor({ workbench, sandbox }: { readonly workbench: Workbench; readonly sandbox: TestSandbox }) {
    this.#workbench = workbench;
    this.#sandbox = sandbox;
    this.message = workbench.page.locator('.part.sidebar .tree-explorer-viewlet-tree-view .message');
    this.list = workbench.page.locator('.part.sidebar .tree-explorer-viewlet-tree-view .monaco-list');
    this.headings = this.list.locator(
      '.monaco-list-row[aria-level="1"][aria-expanded]:not([aria-label^="Pinned"]):not([aria-label^="Recently"])',
    );
  }

  /** Shows the side panel and resolves when the list is loaded. */
  async open(): Promise<void> {
    await this.#workbench.openView();
    await this.said('loaded');
    await this.headings.first().waitFor();
  }

  /**
   * Hides the side panel and discards the list, as before the first use. VS Code updates a view with a delay of up to
   * 200 ms, so a test could mistake the rows of an earlier one for its own. Therefore the view shows a failure that no
   * test uses before it is hidden.
   */
  async forget(): Promise<void> {
    await this.#workbench.run(browseCommands.clearFilter);
    await this.#sandbox.fault({ status: 400, times: 9 });
    await this.#workbench.openView();
    // The same server with another value of the setting.
    await this.#workbench.configure({ 'partnerReferrals.sandbox.url': `${this.#sandbox.url}/` });
    await this.said('(400');
    await this.#workbench.run('workbench.view.explorer');
    await this.#workbench.configure(this.#sandbox.settings);
    await this.#sandbox.reset();
  }

  /** Resolves when the message above the rows matches. */
  said(text: string | RegExp): Promise<void> {
    return this.message.filter({ hasText: text }).waitFor();
  }

  heading(label: string | RegExp): Locator {
    return this.headings.filter({ hasText: label });
  }

  /** The row directly below a group. */
  firstBelow(heading: Locator): Locator {
    return heading.locator('xpath=following-sibling::*[1]');
  }

  async group(by: string): Promise<void> {
    const { ended } = await this.#workbench.ask(browseCommands.groupBy);
    await this.#workbench.quickInput.pick(by);
    await ended;
  }
}
