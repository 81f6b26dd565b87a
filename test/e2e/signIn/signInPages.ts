import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { commands } from '../../../src/ui/names.ts';
import type { Workbench } from '../harness.ts';
import type { LiveStage, Since } from './liveStage.ts';
import type { Account } from './standInAccounts.ts';

const hovered = 'src/syncReferrals.ts';

/** What a person sees and does around signing in, in a window of a live stage. */
export class SignInPages {
  readonly #workbench: Workbench;
  readonly #stage: LiveStage;

  constructor(workbench: Workbench, stage: LiveStage) {
    this.#workbench = workbench;
    this.#stage = stage;
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

  /** The status bar's entry in the colour of live data. */
  get liveStatus(): Locator {
    return this.#workbench.page.locator('.part.statusbar .statusbar-item.warning-kind');
  }

  /** Makes the window as if nobody had signed in before: the view is open, and all else is shut. */
  async reset(): Promise<void> {
    // A test that failed may have left one.
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

  /** Settles when view and status bar say that nobody is signed in. */
  async whenSignedOut(): Promise<void> {
    await this.signInButton.waitFor();
    await this.#workbench.statusBarItem('Partner Center: signed out').waitFor();
  }

  /** Signs in by the command, after {@link reset}, and settles when the view has what the account sees. */
  async signIn(account: Account = this.#stage.admin): Promise<void> {
    this.#stage.accounts.person = account;
    const { ended } = await this.#workbench.start(commands.signIn);
    await this.allow();
    await ended;
    await this.whenSignedIn(account);
  }

  /** Settles when the status bar names the account and the view has what it sees: no more and no less. */
  async whenSignedIn(account: Account): Promise<void> {
    await this.#workbench.statusBarItem(account.label).waitFor();
    const { length } = await this.#stage.idsOf(account);
    // The tree draws only rows that fit, so many can't be counted.
    const rows = this.#workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="2"]');
    await rows.nth(Math.min(length, countable) - 1).waitFor();
    if (length < countable) await rows.nth(length).waitFor({ state: 'detached' });
  }

  /** Changes the account by the list of connections; VS Code has the new one and was not asked for consent to it yet. */
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

  /** Opens a referral, and settles when panel and document are there. */
  async open(id: string): Promise<void> {
    await this.#workbench.run(commands.openReferral, id);
    await this.opened(id);
  }

  /** Settles when panel and document are there. */
  async opened(id: string): Promise<void> {
    await this.#workbench.panel(id).waitFor();
    const uri = `partner-referral://partner-center/${id}.referral.json`;
    await this.#workbench.page.locator(`.monaco-editor[data-uri="${uri}"]`).waitFor();
  }

  /** Opens a referral, and returns the message that tells why it can't. */
  async openInVain(id: string, text: string | RegExp): Promise<Locator> {
    await this.#workbench.run(commands.openReferral, id);
    return this.message(text);
  }

  /** Settles when there is this message, and returns it. */
  async message(text: string | RegExp): Promise<Locator> {
    await this.#workbench.showNotifications();
    const message = this.messages.filter({ hasText: text });
    await message.waitFor();
    return message;
  }

  /** What the extension has asked VS Code for so far is no message. */
  async assertNoMessage(): Promise<void> {
    await this.#workbench.showNotifications();
    assert.deepEqual(await this.messages.allInnerTexts(), []);
    await this.#workbench.run('notifications.hideList');
  }

  /** What the extension has asked VS Code for so far was shown to nobody. */
  async assertOnlySilently({ prompts }: Since): Promise<void> {
    // Goes to the window and back, behind what the extension asked for.
    await this.#workbench.run('notifications.hideList');
    assert.deepEqual(prompts, []);
    assert.equal(await this.dialog.count(), 0);
    assert.equal(await this.accountsMenu.count(), 1);
    assert.equal(await this.accountsMenu.locator('.badge').filter({ visible: true }).count(), 0);
  }

  /** A referral's id that stands in a source file is hovered, and the hover knows nothing of it. */
  async assertUnknown(id: string): Promise<void> {
    await this.#workbench.openFile(hovered);
    assert.match(await this.#workbench.hoverText(id), /Look up this referral/);
  }

  /** Gives the consent that VS Code asks for. */
  async allow(): Promise<void> {
    const button = this.dialog.getByRole('button', { name: 'Allow' });
    await button.click();
    // Another dialog may follow at once.
    await button.waitFor({ state: 'detached' });
  }

  /** The doctor's report, whole: lines are long, so that the editor shows a part only. */
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
