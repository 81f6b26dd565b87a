import type { Locator } from 'playwright-core';
import type { Workbench } from './harness.ts';

/** What a person sees and does around signing in. */
export class SignInPages {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** VS Code's modal dialogs: consent, and what it says about accounts. */
  get dialog(): Locator {
    return this.#workbench.page.locator('.monaco-dialog-box');
  }

  /** In the view while nobody is signed in. */
  get signInButton(): Locator {
    return this.#workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Sign in', exact: true });
  }

  /** The panel in front, while nobody is signed in. */
  get signedOutPanel(): Locator {
    return this.#workbench.webview().locator('main', { hasText: 'You are not signed in to Partner Center.' });
  }

  /** Messages, without the progress that a slow machine shows. */
  get messages(): Locator {
    return this.#workbench.notifications().filter({ hasNotText: 'Opening referral' });
  }

  /** Asking for a session neither silently nor with a prompt leaves a number here. */
  get accountsMenu(): Locator {
    const named = '[aria-label^="Accounts"]';
    return this.#workbench.page.locator(`.activitybar .action-item:is(${named}, :has(${named}))`);
  }

  /** The panel in front, once it shows this referral. */
  panel(id: string): Locator {
    return this.#workbench.webview().locator(`main[data-referral-id="${id}"]`);
  }

  async openView(): Promise<void> {
    await this.#workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();
  }

  /** Asks for a referral. Does not wait for it. */
  async open(id: string): Promise<void> {
    const { quickInput } = this.#workbench;
    await this.#workbench.persist(async () => {
      await this.#workbench.runCommand('Partner: Open Referral');
      await quickInput.fill(id, 5_000);
    });
    await quickInput.input.press('Enter');
  }

  /** Settles when panel and document are there. */
  async opened(id: string): Promise<void> {
    await this.panel(id).waitFor();
    const uri = `partner-referral://partner-center/${id}.referral.json`;
    await this.#workbench.page.locator(`.monaco-editor[data-uri="${uri}"]`).waitFor();
  }

  /** Gives the consent that VS Code asks for. */
  async allow(): Promise<void> {
    const button = this.dialog.getByRole('button', { name: 'Allow' });
    await button.click();
    // Another dialog may follow at once.
    await button.waitFor({ state: 'detached' });
  }

  async clearMessages(): Promise<void> {
    await this.#workbench.runCommand('Notifications: Clear All Notifications');
    await this.messages.first().waitFor({ state: 'detached' });
  }
}
