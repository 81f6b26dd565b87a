import type { Locator } from 'playwright-core';
import { browseCommands } from '../../src/ui/names.ts';
import type { TestSandbox } from './sandbox.ts';
import type { Workbench } from './workbench.ts';

/** The side panel of the extension in a window that it shares with other suites. */
export class SidePanel {
  /** The words above the rows. */
  readonly message: Locator;
  /** The headings on screen of the list's groups; those of pinned and recent referrals are not among them. */
  readonly headings: Locator;
  /** The list as a whole, which takes the keys. */
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

  /** Shows it, and settles when the list is loaded. */
  async open(): Promise<void> {
    await this.#workbench.openView();
    await this.said('loaded');
    await this.headings.first().waitFor();
  }

  /**
   * Hides it, and makes the extension forget its list, as if nobody had looked yet. VS Code draws a view up to 200 ms after
   * it was told to, so that what is left of an earlier test could be taken for what a later one waits for; hence the view
   * shows a failure that no test has before it is hidden.
   */
  async forget(): Promise<void> {
    await this.#workbench.run(browseCommands.clearFilter);
    await this.#sandbox.fault({ status: 400, times: 9 });
    await this.#workbench.openView();
    // The same server, but not the same setting.
    await this.#workbench.configure({ 'partnerReferrals.sandbox.url': `${this.#sandbox.url}/` });
    await this.said('(400');
    await this.#workbench.run('workbench.view.explorer');
    await this.#workbench.configure(this.#sandbox.settings);
    await this.#sandbox.reset();
  }

  /** Settles when the words above the rows are like this. */
  said(text: string | RegExp): Promise<void> {
    return this.message.filter({ hasText: text }).waitFor();
  }

  heading(label: string | RegExp): Locator {
    return this.headings.filter({ hasText: label });
  }

  /** The row that stands right below a heading. */
  firstBelow(heading: Locator): Locator {
    return heading.locator('xpath=following-sibling::*[1]');
  }

  async group(by: string): Promise<void> {
    const { ended } = await this.#workbench.ask(browseCommands.groupBy);
    await this.#workbench.quickInput.pick(by);
    await ended;
  }
}
