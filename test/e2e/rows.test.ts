import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { openWorkbench, themes, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const name = 'Woodgrove branch security refresh';
const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const asked = (calls: readonly string[], what: string): number => calls.filter((call) => call.includes(what)).length;

/** The side panel as a person uses it. */
class Panel {
  readonly workbench: Workbench;

  private constructor(workbench: Workbench) {
    this.workbench = workbench;
  }

  static async open(workbench: Workbench): Promise<Panel> {
    await workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();
    const panel = new Panel(workbench);
    await panel.row(name).waitFor();
    return panel;
  }

  /** The topmost row that shows this. */
  row(text: string | RegExp): Locator {
    return this.workbench.treeItem(text).first();
  }

  /** Our own side's row of the showcase; Microsoft's has the same name. */
  get ours(): Locator {
    return this.workbench.treeItem(name).filter({ hasNotText: 'Microsoft’s side' }).first();
  }

  async expand(row: Locator): Promise<void> {
    await row.locator('.monaco-tl-twistie').click();
  }

  async menu(row: Locator, entry: string): Promise<void> {
    await row.click({ button: 'right' });
    const item = this.workbench.page.getByRole('menuitem', { name: entry, exact: true });
    await item.waitFor();
    // A menu that has just opened takes no click for a moment.
    await item.hover();
    await item.click();
    await item.waitFor({ state: 'detached' });
  }

  async copied(expected: RegExp): Promise<string> {
    // The condition may not be a promise, which always counts as true.
    const handle = await this.workbench.page.waitForFunction((source) => {
      const seen = globalThis as { clipboardText?: string };
      void navigator.clipboard.readText().then((text) => (seen.clipboardText = text));
      return new RegExp(source, 's').test(seen.clipboardText ?? '') ? seen.clipboardText : undefined;
    }, expected.source);
    return (await handle.jsonValue())!;
  }
}

describe('The rows of the side panel', () => {
  let sandbox: TestSandbox;
  let panel: Panel;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start();
    workbench = await openWorkbench({ settings: { ...sandbox.settings, 'partnerReferrals.open.layout': 'panel' } });
    panel = await Panel.open(workbench);
  });

  it('say at the view’s icon how many expire within three days', async () => {
    const badge = workbench.page.locator('.activitybar .action-item').filter({ hasText: /^\d+$/ });
    const told = workbench.page.getByRole('tab', { name: /Partner Referrals.*\d+ referrals expire within 3 days/ });
    await told.waitFor();
    assert.match(await badge.innerText(), /^[1-9]\d*$/);
  });

  it('expand to Microsoft’s side and the customer’s contacts, asking the server once', async () => {
    await panel.expand(panel.ours);
    await workbench.treeItem(/^Microsoft’s side/).waitFor();
    await panel.row('Lucía Ferrer').waitFor();
    await workbench.treeItem('Looking for the engagement').waitFor({ state: 'detached' });
    assert.equal(asked(await sandbox.calls(), 'engagementId'), 1);
    await workbench.screenshot('rows-expanded');
    const spoken = await panel.row('Lucía Ferrer').getAttribute('aria-label');
    assert.match(spoken ?? '', /^Customer contact: Lucía Ferrer, lucia\.ferrer@/);
    await panel.menu(panel.row('Lucía Ferrer'), 'Copy E-Mail Address');
    await panel.copied(/^lucia\.ferrer@/);
    await panel.expand(panel.ours);
    await panel.row('Lucía Ferrer').waitFor({ state: 'detached' });
  });

  it('say that asking for the engagement failed, and ask again on a click', async () => {
    const row = panel.row('Alpine data warehouse move');
    await sandbox.fault({ status: 403 });
    await panel.expand(row);
    const again = panel.row('Look again');
    await again.waitFor();
    await workbench.screenshot('rows-expanded-failed');
    await again.click();
    await again.waitFor({ state: 'detached' });
    await panel.expand(row);
  });

  it('offer all that can be done with a referral', async () => {
    await panel.ours.click({ button: 'right' });
    const entries = workbench.page.locator('.context-view .action-menu-item');
    await entries.filter({ hasText: 'Copy Referral Summary' }).waitFor();
    const titles = (await entries.allInnerTexts()).map((text) => text.trim().split('\n')[0]);
    assert.deepEqual(titles.filter(Boolean), [
      'Open Referral',
      'Open Referral as JSON',
      'Open Referral to the Side',
      'Open Referral in CRM',
      'Compare Referral with…',
      'Filter Like This…',
      'Pin Referral',
      'Copy Referral ID',
      'Copy Referral Link',
      'Copy Referral Name',
      'Copy Referral Summary',
    ]);
    await workbench.screenshot('rows-menu');
    await workbench.page.keyboard.press('Escape');
  });

  it('are pinned to the top and stay there after a reload, whatever the list holds', async () => {
    await panel.menu(panel.ours, 'Pin Referral');
    await panel.row(/^Pinned/).waitFor();
    await workbench.screenshot('rows-pinned');
    assert.equal(await workbench.treeItem(name).filter({ hasNotText: 'Microsoft’s side' }).count(), 2);
    await workbench.reload();
    await panel.row(/^Pinned/).waitFor();
    await panel.menu(panel.row(name), 'Unpin Referral');
    await panel.row(/^Pinned/).waitFor({ state: 'detached' });
  });

  it('are compared with another one, those of the engagement first', async () => {
    await panel.menu(panel.ours, 'Compare Referral with…');
    await workbench.quickInput.rows.filter({ hasText: 'same engagement' }).waitFor();
    await workbench.screenshot('rows-compare-with');
    await workbench.page.keyboard.press('Enter');
    await workbench.editorTab(`${name} ↔ ${name} (Microsoft’s side)`).waitFor();
    // It takes the focus when it is there, and an open list would close.
    await workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
  });

  it('make the filter: all that are like this one', async () => {
    await panel.menu(panel.row('Wingtip plant telemetry pilot'), 'Filter Like This…');
    await workbench.quickInput.rows.filter({ hasText: 'Customer' }).waitFor();
    await workbench.screenshot('rows-filter-like');
    await workbench.quickInput.rows.filter({ hasText: 'Customer' }).click();
    await panel.row('Alpine data').waitFor({ state: 'detached' });
    await panel.row('Wingtip').waitFor();
    await workbench.screenshot('rows-filtered-like');
    await workbench.runCommand('Partner: Clear Filter');
    await panel.row('Alpine data').waitFor();
  });

  it('that are selected are copied together, and two of them compared', async () => {
    await panel.row(name).waitFor();
    const rows = workbench.treeItem(/security refresh/);
    await rows.nth(0).click();
    await workbench.webview().locator('main[data-referral-id]').waitFor();
    await rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
    await rows.nth(0).click({ button: 'right' });
    await workbench.page.getByRole('menuitem', { name: 'Compare Selected Referrals' }).waitFor();
    await workbench.screenshot('rows-selected');
    await workbench.page.keyboard.press('Escape');
    await panel.menu(rows.nth(0), 'Copy Referral ID');
    const text = await panel.copied(/^[0-9a-f-]{36}\n[0-9a-f-]{36}$/);
    assert.equal(new Set(text.split('\n')).size, 2);
    await panel.menu(rows.nth(0), 'Compare Selected Referrals');
    await workbench.editorTab('↔').waitFor();
    await workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
    await workbench.screenshot('rows-compared');
  });

  it('of what was opened stand under Recent', async () => {
    await panel.expand(panel.row(/^Recent/));
    await workbench.screenshot('rows-recent');
    await panel.expand(panel.row(/^Recent/));
  });
});

describe('The keyboard in the side panel', () => {
  let sandbox: TestSandbox;
  let panel: Panel;
  let workbench: Workbench;
  const tabsOfReferrals = (): Locator => workbench.page.locator('.editor-group-container .tab');
  before(async () => {
    sandbox = await TestSandbox.start();
    workbench = await openWorkbench({
      settings: { ...sandbox.settings, 'partnerReferrals.open.layout': 'panel' },
      theme: themes.light,
    });
    panel = await Panel.open(workbench);
    await workbench.page.keyboard.press('F6');
    await workbench.runCommand('Partner Referrals: Focus on Referrals View');
    await workbench.page.keyboard.press('Home');
  });

  it('folds a heading with Space, as other trees do', async () => {
    const { keyboard } = workbench.page;
    const heading = panel.row(/^New/);
    for (const expanded of ['false', 'true']) {
      await keyboard.press('Space');
      await heading.and(workbench.page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
    }
  });

  it('previews with Space, row by row, in one panel, and the focus stays in the tree', async () => {
    const { keyboard } = workbench.page;
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    const main = workbench.webview().locator('main[data-referral-id]');
    await main.waitFor();
    const first = (await main.getAttribute('data-referral-id'))!;
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await workbench.webview().locator(`main[data-referral-id]:not([data-referral-id="${first}"])`).waitFor();
    assert.equal(await tabsOfReferrals().count(), 1);
    await workbench.screenshot('rows-preview');
    const second = (await main.getAttribute('data-referral-id'))!;
    await keyboard.press('ControlOrMeta+C');
    await panel.copied(new RegExp(`^${second}$`));
  });

  it('finds a row as its name is typed, and opens it with Enter', async () => {
    const { keyboard } = workbench.page;
    await keyboard.type('woodgrove');
    await workbench.page.locator('.part.sidebar .monaco-list-row.focused').filter({ hasText: 'Woodgrove' }).waitFor();
    await workbench.screenshot('rows-type-ahead');
    await keyboard.press('Enter');
    await workbench.editorTab('Woodgrove branch security refresh').waitFor();
    // An opened panel takes the focus when it is there.
    await workbench.webview().locator('main[data-referral-id]').filter({ hasText: 'Woodgrove' }).waitFor();
  });

  it('finds in the view with Ctrl+F', async () => {
    await workbench.runCommand('Partner Referrals: Focus on Referrals View');
    await workbench.page.keyboard.press('ControlOrMeta+F');
    const find = workbench.page.locator('.part.sidebar .monaco-tree-type-filter:not(.disabled) input');
    await find.waitFor();
    await find.fill('claims chatbot');
    // Blanks and letters go into the box, though they are keys of ours in the tree.
    assert.equal(await find.inputValue(), 'claims chatbot');
    await workbench.screenshot('rows-find');
    await workbench.page.keyboard.press('Escape');
  });
});

describe('A deep link', () => {
  it('opens its referral', async () => {
    const sandbox = await TestSandbox.start();
    const workbench = await openWorkbench({ settings: sandbox.settings });
    await workbench.statusBarItem('Partner Sandbox').waitFor();
    await workbench.runCommand('Developer: Open URL');
    await workbench.quickInput.answer(`code-oss://partner-tools.partner-referrals/referral/${id}`);
    const open = workbench.page.getByRole('dialog').getByRole('button', { name: /^Open/ });
    await open.click();
    await workbench.webview().locator(`main[data-referral-id="${id}"]`).waitFor();
  });
});

describe('A narrow side panel', () => {
  it('still tells the rows apart', async () => {
    const sandbox = await TestSandbox.start();
    const workbench = await openWorkbench({ settings: sandbox.settings, theme: themes.light });
    const panel = await Panel.open(workbench);
    const side = (await workbench.page.locator('.part.sidebar').boundingBox())!;
    await workbench.page.mouse.move(side.x + side.width, 400);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(side.x + 172, 400, { steps: 5 });
    await workbench.page.mouse.up();
    await panel.menu(panel.ours, 'Pin Referral');
    await panel.row(/^Pinned/).waitFor();
    await panel.expand(panel.ours);
    await workbench
      .treeItem(/^Microsoft’s side/)
      .first()
      .waitFor();
    await workbench.treeItem('Looking for the engagement').waitFor({ state: 'detached' });
    await workbench.screenshot('rows-narrow');
  });
});
