import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { commands } from '../../../src/ui/names.ts';
import type { Workbench } from '../harness.ts';
import type { LiveStage, Since } from './liveStage.ts';
import type { Account } from './standInAccounts.ts';

const hovered = 'src/syncReferrals.ts';

/** What users see and do when they sign in, in a window of a live stage. */
export class SignInPages {
  readonly #workbench: Workbench;
  readonly #stage: LiveStage;

  constructor(workbench: Workbench, stage: LiveStage) {
    this.#workbench = workbench;
    this.#stage = stage;
  }

  /** VS Code's modal dialogs: consent, and messages about accounts. */
  get dialog(): Locator {
    return this.#workbench.page.locator('.monaco-dialog-box');
  }

  /** The button in the view while nobody is signed in. */
  get signInButton(): Locator {
    return this.#workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Sign In', exact: true });
  }

  /** The active panel while nobody is signed in. */
  get signedOutPanel(): Locator {
    return this.#workbench.webview().locator('main', { hasText: 'You are not signed in to Partner Center.' });
  }

  /** Messages without progress notifications, which appear on slow machines. */
  get messages(): Locator {
    return this.#workbench.notifications().filter({ hasNotText: 'Opening referral' });
  }

  /** VS Code shows a number here if a session was requested neither silently nor with a prompt. */
  get accountsMenu(): Locator {
    const named = '[aria-label^="Accounts"]';
    return this.#workbench.page.locator(`.activitybar .action-item:is(${named}, :has(${named}))`);
  }

  /** The status bar item with the background of live data. */
  get liveStatus(): Locator {
    return this.#workbench.page.locator('.part.statusbar .statusbar-item.warning-kind');
  }

  /** Resets the window to the state before the first sign-in: the view is open, and everything else is closed. */
  async reset(): Promise<void> {
    // A failed test may have left a dialog.
    while (await this.dialog.isVisible()) {
      await this.#workbench.page.keyboard.press('Escape');
      await this.#workbench.run('notifications.hideList');
    }
    await this.#workbench.run(commands.signOut);
    await this.#workbench.showNotifications();
    await this.#workbench.clear();
    await this.assertNoMessage();
    await this.#stage.reset();
    await this.#workbench.openView();
    await this.whenSignedOut();
  }

  /** Resolves when the view and the status bar show that nobody is signed in. */
  async whenSignedOut(): Promise<void> {
    await this.signInButton.waitFor();
    await this.#workbench.statusBarItem('Partner Center: signed out').waitFor();
  }

  /** Signs in with the command, after {@link reset}. Resolves when the view has the account's referrals. */
  async signIn(account: Account = this.#stage.admin): Promise<void> {
    this.#stage.accounts.person = account;
    const { ended } = await this.#workbench.start(commands.signIn);
    await this.allow();
    await ended;
    await this.whenSignedIn(account);
  }

  /** Resolves when the status bar shows the account and the view has exactly its referrals. */
  async whenSignedIn(account: Account): Promise<void> {
    await this.#workbench.statusBarItem(account.label).waitFor();
    const { length } = await this.#stage.idsOf(account);
    // The tree renders only visible rows, so they can't be counted.
    const rows = this.#workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="2"]');
    await rows.nth(Math.min(length, countable) - 1).waitFor();
    if (length < countable) await rows.nth(length).waitFor({ state: 'detached' });
  }

  /** Switches the account with "Switch Connection". VS Code has the new account and hasn't asked for consent yet. */
  async switchTo(account: Account): Promise<void> {
    const label = `Partner Center as ${account.label}`;
    const { ended } = await this.#workbench.ask(commands.switchConnection);
    await this.#workbench.quickInput.rows.filter({ hasText: label }).waitFor();
    await this.#workbench.screenshot('live-switch-account');
    await this.#workbench.quickInput.rows.filter({ hasText: label }).click();
    await this.allow();
    await ended;
    await this.whenSignedIn(account);
  }

  /** Opens a referral, and resolves when the panel and the document are visible. */
  async open(id: string): Promise<void> {
    await this.#workbench.run(commands.openReferral, id);
    await this.opened(id);
  }

  /** Resolves when the panel and the document are visible. */
  async opened(id: string): Promise<void> {
    await this.#workbench.panel(id).waitFor();
    const uri = `partner-referral://partner-center/${id}.referral.json`;
    await this.#workbench.page.locator(`.monaco-editor[data-uri="${uri}"]`).waitFor();
  }

  /** Tries to open a referral and returns the failure's message. */
  async openFailing(id: string, text: string | RegExp): Promise<Locator> {
    await this.#workbench.run(commands.openReferral, id);
    return this.message(text);
  }

  /** Resolves with this message when it appears. */
  async message(text: string | RegExp): Promise<Locator> {
    await this.#workbench.showNotifications();
    const message = this.messages.filter({ hasText: text });
    await message.waitFor();
    return message;
  }

  /** Checks that no message was shown for the requests to VS Code so far. */
  async assertNoMessage(): Promise<void> {
    await this.#workbench.showNotifications();
    assert.deepEqual(await this.messages.allInnerTexts(), []);
    await this.#workbench.run('notifications.hideList');
  }

  /** Checks that no prompt was shown for the requests to VS Code so far. */
  async assertNoPrompt({ prompts }: Since): Promise<void> {
    // A round trip to the window, after the requests of the extension.
    await this.#workbench.run('notifications.hideList');
    assert.deepEqual(prompts, []);
    assert.equal(await this.dialog.count(), 0);
    assert.equal(await this.accountsMenu.count(), 1);
    assert.equal(await this.accountsMenu.locator('.badge').filter({ visible: true }).count(), 0);
  }

  /** Hovers an id in a source file and checks that the referral is unknown. */
  async assertHoverUnknown(id: string): Promise<void> {
    await this.#workbench.openFile(hovered);
    assert.match(await this.#workbench.hoverText(id), /Look up this referral/);
  }

  /** Gives the consent that VS Code requests. */
  async allow(): Promise<void> {
    const button = this.dialog.getByRole('button', { name: 'Allow' });
    await button.click();
    // Another dialog may follow immediately.
    await button.waitFor({ state: 'detached' });
  }

  /**
   * Returns the complete report of the diagnostics: a text, since these windows have no preview of Markdown. The editor
   * shows only a part of its long lines.
   */
  async diagnose(): Promise<string> {
    await this.#workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await this.#workbench.run(commands.diagnoseConnection);
    await this.#workbench.page.locator('.monaco-editor.focused').waitFor();
    await this.#workbench.run('editor.action.selectAll');
    await this.#workbench.run('editor.action.clipboardCopyAction');
    return this.#workbench.clipboard(/Partner Center connection/);
  }
}

const countable = 20;
