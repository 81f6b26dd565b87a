import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { commands } from '../../src/ui/names.ts';
import { themes, type Workbench } from './harness.ts';
import type { TestSandbox } from './sandbox.ts';
import { useSandboxWindow } from './sandboxWindow.ts';
import { legible, ReferralRows } from './referralRows.ts';
import { SidePanel } from './sidePanel.ts';

const name = 'Woodgrove branch security refresh';
const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const otherName = 'Alpine data warehouse move';
const otherId = '1e206b24-dfe2-4e63-af99-4593591098db';
const lookingForOthers = 'Searching for other referrals';
const settings = { 'partnerReferrals.open.layout': 'panel' };

const asked = (calls: readonly string[], what: string): number => calls.filter((call) => call.includes(what)).length;

describe('The rows of the side panel', () => {
  const given = useSandboxWindow({ settings });
  const panel = new ReferralRows(given, name);
  let workbench: Workbench;
  let sandbox: TestSandbox;
  beforeEach(async () => {
    ({ workbench, sandbox } = given);
    await panel.openReset();
  });

  it('say at the view’s icon how many expire within three days', async () => {
    const badge = workbench.page.locator('.activitybar .action-item').filter({ hasText: /^\d+$/ });
    const told = workbench.page.getByRole('tab', { name: /Partner Referrals.*\d+ referrals expire within 3 days/ });
    const [, count] = /(\d+) referrals expire/.exec((await told.getAttribute('aria-label')) ?? '') ?? [];
    assert.match(count ?? '', /^[1-9]\d*$/);
    assert.equal(await badge.innerText(), count);
  });

  it('say when a referral expires by the sandbox’s clock, also after that was advanced', async () => {
    const arrived = 'Tailspin archive move';
    const sidePanel = new SidePanel(given);
    const expirationDateTime = new Date(Date.now() + 10.5 * 86_400_000).toISOString();
    await sandbox.arrive({ name: arrived, expirationDateTime });
    await workbench.run(commands.refresh);
    await panel.row(arrived).and(workbench.page.locator(':not(:has-text("expires"))')).waitFor();
    await sandbox.advance(8);
    await workbench.run(commands.refresh);
    await panel.row(/Tailspin archive move.*expires in [23] days/).waitFor();
    await sidePanel.said(/^Sandbox data, not live\. Its clock is 8 days ahead\. \d+ loaded/);
    await workbench.screenshot('rows-clock-advanced');
    await sandbox.reset();
    await workbench.run(commands.refresh);
    await panel.row(arrived).waitFor({ state: 'detached' });
    await sidePanel.said(/^Sandbox data, not live\. \d+ loaded/);
  });

  it('expand to Microsoft’s side and the customer’s contacts, asking the server once', async () => {
    const answer = sandbox.hold('engagementId');
    await panel.setExpanded(panel.ours, true);
    await panel.row(lookingForOthers).waitFor();
    await panel.row('Lucía Ferrer').waitFor();
    answer.release();
    await workbench.treeItem(lookingForOthers).waitFor({ state: 'detached' });
    await workbench.treeItem(/^Microsoft’s side/).waitFor();
    await workbench.screenshot('rows-expanded');
    const spoken = await panel.row('Lucía Ferrer').getAttribute('aria-label');
    assert.match(spoken ?? '', /^Customer contact: Lucía Ferrer, lucia\.ferrer@/);
    await panel.menu(panel.row('Lucía Ferrer'), 'Copy E-Mail Address');
    await workbench.clipboard(/^lucia\.ferrer@/);
    await panel.setExpanded(panel.ours, false);
    await panel.row('Lucía Ferrer').waitFor({ state: 'detached' });
    await panel.setExpanded(panel.ours, true);
    await panel.row('Lucía Ferrer').waitFor();
    // The request of this command reaches the server after those of the rows.
    await workbench.run(commands.refresh);
    assert.equal(asked(await sandbox.calls(), 'engagementId'), 1);
  });

  it('say that asking for the engagement failed, and ask again on a click', async () => {
    await sandbox.fault({ path: '$filter', status: 403 });
    await panel.setExpanded(panel.row(otherName), true);
    const again = panel.row('Search again');
    await again.waitFor();
    await workbench.screenshot('rows-expanded-failed');
    const answer = sandbox.hold('engagementId');
    await again.click();
    await panel.row(lookingForOthers).waitFor();
    await again.waitFor({ state: 'detached' });
    answer.release();
    await workbench.treeItem(lookingForOthers).waitFor({ state: 'detached' });
    assert.equal(await again.count(), 0);
    assert.equal(asked(await sandbox.calls(), 'engagementId'), 2);
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
      'Show Timeline',
      'Accept Referral',
      'Decline Referral…',
      'Change Referral…',
      'Open Referral in CRM',
      'Compare Referral with…',
      'Filter Like This…',
      'Pin Referral',
      'Copy Referral ID',
      'Copy Referral Link',
      'Copy Referral Name',
      'Copy Referral Summary',
      'Copy as Code…',
      'Save as Test Fixture…',
    ]);
    await workbench.screenshot('rows-menu');
    await workbench.page.keyboard.press('Escape');
    await entries.first().waitFor({ state: 'detached' });
  });

  it('are pinned to the top and stay there after a reload, whatever the list holds', async () => {
    await panel.menu(panel.ours, 'Pin Referral');
    await panel.row(/^Pinned/).waitFor();
    await workbench.screenshot('rows-pinned');
    const shown = workbench.treeItem(name).filter({ hasNotText: 'Microsoft’s side' });
    await shown.nth(1).waitFor();
    assert.equal(await shown.count(), 2);
    const list = sandbox.hold('/referrals');
    await workbench.reload();
    await (await panel.below(panel.row(/^Pinned/), 1)).filter({ hasText: id }).waitFor();
    assert.equal(await shown.count(), 0);
    list.release();
    await shown.nth(1).waitFor();
    await panel.menu(shown.first(), 'Unpin Referral');
    await panel.row(/^Pinned/).waitFor({ state: 'detached' });
  });

  it('are compared with another one, those of the engagement first', async () => {
    await panel.menu(panel.ours, 'Compare Referral with…');
    await workbench.quickInput.rows.first().filter({ hasText: 'same engagement' }).waitFor();
    await workbench.screenshot('rows-compare-with');
    await workbench.page.keyboard.press('Enter');
    await workbench.editorTab(`${name} ↔ ${name} (Microsoft’s side)`).waitFor();
    await workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
  });

  it('make the filter: all that are like this one', async () => {
    await panel.menu(panel.row('Wingtip plant telemetry pilot'), 'Filter Like This…');
    const customer = workbench.quickInput.rows.filter({ hasText: 'Customer' });
    await customer.waitFor();
    await workbench.screenshot('rows-filter-like');
    await customer.click();
    await panel.row('Alpine data').waitFor({ state: 'detached' });
    await panel.row('Wingtip').waitFor();
    await workbench.screenshot('rows-filtered-like');
    await workbench.run(commands.clearFilter);
    await panel.row('Alpine data').waitFor();
  });

  it('that are selected are copied together, and two of them compared', async () => {
    const rows = workbench.treeItem(name);
    try {
      // With the modifier key also for the first one, so that it isn't opened.
      for (const row of [rows.nth(0), rows.nth(1)]) await row.click({ modifiers: ['ControlOrMeta'] });
      await workbench.page.locator('.part.sidebar .monaco-list-row.selected').nth(1).waitFor();
      await rows.nth(0).click({ button: 'right' });
      const compare = workbench.page.getByRole('menuitem', { name: 'Compare Selected Referrals' });
      await compare.waitFor();
      await workbench.screenshot('rows-selected');
      await workbench.page.keyboard.press('Escape');
      await compare.waitFor({ state: 'detached' });
      await panel.menu(rows.nth(0), 'Copy Referral ID');
      const ids = (await workbench.clipboard(/^[0-9a-f-]{36}\n[0-9a-f-]{36}$/)).split('\n');
      assert.equal(new Set(ids).size, 2);
      assert.ok(ids.includes(id), String(ids));
      await panel.menu(rows.nth(0), 'Compare Selected Referrals');
      await workbench.editorTab(new RegExp(`${name}.* ↔ ${name}`)).waitFor();
      await workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
      await workbench.screenshot('rows-compared');
    } finally {
      // VS Code keeps offering commands for several rows after the selected rows have been removed.
      await workbench.run('partnerReferrals.referrals.focus');
      await workbench.run('list.clear');
    }
  });

  it('of what was opened stand under Recent, each once, the last one first', async () => {
    for (const opened of [id, otherId, id]) await workbench.run(commands.openReferral, opened);
    const recent = panel.row(/^Recent/);
    await recent.waitFor();
    await panel.setExpanded(recent, true);
    await (await panel.below(recent, 1)).filter({ hasText: name }).waitFor();
    await (await panel.below(recent, 2)).filter({ hasText: otherName }).waitFor();
    await workbench.screenshot('rows-recent');
    await workbench.run(commands.openReferral, otherId);
    await (await panel.below(recent, 1)).filter({ hasText: otherName }).waitFor();
    await (await panel.below(recent, 2)).filter({ hasText: name }).waitFor();
    await panel.setExpanded(recent, false);
  });

  it('are opened by a deep link', async () => {
    await workbench.ask('workbench.action.url.openUrl');
    await workbench.quickInput.answer(`code-oss://partner-tools.partner-referrals/referral/${id}`);
    await workbench.page.getByRole('dialog').getByRole('button', { name: /^Open/ }).click();
    await workbench.panel(id).waitFor();
  });
});

describe('The keyboard in the side panel', () => {
  const given = useSandboxWindow({ settings, theme: themes.light });
  const panel = new ReferralRows(given, name);
  let workbench: Workbench;
  let heading: Locator;
  const whenExpanded = (expanded: boolean): Promise<void> =>
    heading.and(workbench.page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
  const shownReferral = (): Locator => workbench.webview().locator('main[data-referral-id]');
  /** Focuses the group, which is expanded. */
  beforeEach(async () => {
    ({ workbench } = given);
    await panel.openReset();
    heading = panel.row(/^New/);
    await panel.focus(heading);
    await workbench.page.keyboard.press('ArrowLeft');
    await whenExpanded(false);
    await workbench.page.keyboard.press('ArrowRight');
    await whenExpanded(true);
    await panel.row(name).waitFor();
  });

  it('folds a heading with Space, as other trees do', async () => {
    for (const expanded of [false, true]) {
      await workbench.page.keyboard.press('Space');
      await whenExpanded(expanded);
    }
    assert.equal(await workbench.editorTab(/./).count(), 0);
  });

  it('previews with Space, row by row, in one panel, and the focus stays in the tree', async () => {
    const { keyboard } = workbench.page;
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await shownReferral().waitFor();
    const first = (await shownReferral().getAttribute('data-referral-id'))!;
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await workbench.webview().locator(`main[data-referral-id]:not([data-referral-id="${first}"])`).waitFor();
    assert.equal(await workbench.editorTab(/./).count(), 1);
    await workbench.screenshot('rows-preview');
    const second = (await shownReferral().getAttribute('data-referral-id'))!;
    await keyboard.press('ControlOrMeta+C');
    await workbench.clipboard(second);
  });

  it('finds a row as its name is typed, and opens it with Enter', async () => {
    const { keyboard } = workbench.page;
    // All at once, since VS Code takes letters with a pause for the beginnings of different names.
    await Promise.all(Array.from('woodgrove').map((letter) => keyboard.press(letter)));
    await workbench.page.locator('.part.sidebar .monaco-list-row.focused').filter({ hasText: name }).waitFor();
    await workbench.screenshot('rows-type-ahead');
    await keyboard.press('Enter');
    await workbench.editorTab(name).waitFor();
    await shownReferral().filter({ hasText: 'Woodgrove' }).waitFor();
  });

  it('finds in the view with Ctrl+F, where keys of ours are letters like others', async () => {
    const { keyboard } = workbench.page;
    // At the end of a refresh VS Code gives the focus to the rows. It asks the extension for one level of rows after the
    // other, so a refresh that runs now has ended after as many round trips to the extension host.
    for (let level = 0; level < 4; level++) await workbench.run('notifications.clearAll');
    await keyboard.press('ControlOrMeta+F');
    const find = workbench.page.locator('.part.sidebar .monaco-tree-type-filter:not(.disabled) input');
    await find.waitFor();
    for (const letter of 'claims chatbot') await find.press(letter);
    assert.equal(await find.inputValue(), 'claims chatbot');
    await workbench.page
      .locator('.part.sidebar .monaco-list-row.focused')
      .filter({ hasText: 'claims chatbot' })
      .waitFor();
    await workbench.screenshot('rows-find');
    await keyboard.press('Escape');
    await find.waitFor({ state: 'detached' });
    assert.equal(await workbench.editorTab(/./).count(), 0);
  });
});

describe('A narrow side panel', () => {
  const given = useSandboxWindow({ settings, theme: themes.light });
  const panel = new ReferralRows(given, name);

  it('still tells the rows apart', async () => {
    await panel.openReset();
    const { workbench } = given;
    const usual = await panel.width();
    try {
      await panel.setWidth(172);
      assert.ok((await panel.width()) < 180);
      await panel.menu(panel.ours, 'Pin Referral');
      await panel.row(/^Pinned/).waitFor();
      await panel.setExpanded(panel.ours, true);
      await workbench.treeItem(lookingForOthers).waitFor({ state: 'detached' });
      await workbench.screenshot('rows-narrow');
      for (const [row, wanted] of [
        [panel.row(/^Pinned/), 'Pinned'],
        [panel.ours, 'Wood'],
        [panel.row(/^Microsoft’s side/), 'Micro'],
      ] as const) {
        await row.waitFor();
        assert.equal((await legible(row)).slice(0, wanted.length), wanted);
      }
    } finally {
      await panel.setWidth(usual);
    }
  });

  it('has room for the buttons of its title, also while it is filtered', async () => {
    await panel.openReset();
    const { workbench } = given;
    const { page, quickInput } = workbench;
    const usual = await panel.width();
    const title = page.locator('.part.sidebar .pane-header').filter({ hasText: 'Referrals' }).first();
    const button = (called: string): Locator => title.getByRole('button', { name: called });
    /** By how much the last button is cut off at the edge of the view. */
    const cutOff = async (): Promise<number> => {
      const [last, view] = await Promise.all([button('More Actions').boundingBox(), title.boundingBox()]);
      assert.ok(last && view);
      return Math.max(0, last.x + last.width - (view.x + view.width));
    };
    try {
      await panel.setWidth(190);
      // The buttons are visible while the mouse is over the view.
      await title.hover({ position: { x: 8, y: 8 } });
      await button('Filter Referrals…').waitFor();
      assert.equal(await cutOff(), 0);
      const { ended } = await workbench.ask(commands.filter);
      await quickInput.answer('woodgrove');
      await ended;
      await button('Clear Filter').waitFor();
      assert.equal(await cutOff(), 0);
      await workbench.treeItem('Wingtip').first().waitFor({ state: 'detached' });
      await workbench.screenshot('rows-narrow-filtered');
      await button('More Actions').click();
      await page.getByRole('menuitem', { name: 'Filter Referrals…' }).waitFor();
      await page.keyboard.press('Escape');
      await button('Clear Filter').click();
      await button('Filter Referrals…').waitFor();
    } finally {
      await panel.setWidth(usual);
    }
  });
});
