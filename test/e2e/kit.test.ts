import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Workbench } from './harness.ts';
import { useSandboxWindow } from './sandboxWindow.ts';
import { ReferralRows } from './referralRows.ts';

const name = 'Woodgrove branch security refresh';
const settings = { 'partnerReferrals.open.layout': 'panel' };

interface Referral {
  readonly id: string;
  readonly engagementId: string;
  readonly status: string;
}

describe('The kit for tests of integrations', () => {
  const given = useSandboxWindow({ settings });
  const panel = new ReferralRows(given, name);
  let workbench: Workbench;
  let file: string;

  beforeEach(async () => {
    ({ workbench } = given);
    file = join(workbench.folder ?? '', 'saved.referral.json');
    await panel.openReset();
  });
  afterEach(() => rmSync(file, { force: true }));

  it('saves selected rows as a test fixture, with a report of what was replaced', async () => {
    const rows = workbench.treeItem(name);
    try {
      // With the key for the first one too, which so is not opened.
      for (const row of [rows.nth(0), rows.nth(1)]) await row.click({ modifiers: ['ControlOrMeta'] });
      await workbench.page.locator('.part.sidebar .monaco-list-row.selected').nth(1).waitFor();
      await rows.nth(0).click({ button: 'right' });
      const entry = workbench.page.getByRole('menuitem', { name: 'Save as Test Fixture…' });
      await entry.waitFor();
      await workbench.screenshot('fixture-menu');
      await workbench.page.keyboard.press('Escape');
      await entry.waitFor({ state: 'detached' });
      await panel.menu(rows.nth(0), 'Save as Test Fixture…');
      // While the folder is still being read, the dialog ignores Enter.
      await workbench.quickInput.rows.first().waitFor();
      await workbench.quickInput.answer(file);
      await workbench.quickInput.root.waitFor({ state: 'hidden' });
      await workbench.showNotifications();
      const message = workbench.notifications().filter({ hasText: /Saved 2 referrals in saved\.referral\.json/ });
      await message.waitFor();
      await workbench.screenshot('fixture-saved');
      const referrals = JSON.parse(readFileSync(file, 'utf8')) as Referral[];
      assert.equal(referrals.length, 2);
      assert.equal(referrals[0]?.engagementId, referrals[1]?.engagementId);
      assert.doesNotMatch(readFileSync(file, 'utf8'), /Woodgrove|Lucía|8d5b1f0a/i);
      await message.getByRole('button', { name: 'Open Report' }).click();
      await workbench.page
        .locator('.monaco-editor .view-line')
        // A pattern would not find it: the editor draws spaces as no-break spaces, which only a text is compared without.
        .filter({ hasText: 'What was replaced in the test fixture' })
        .waitFor();
      await workbench.screenshot('fixture-report');
    } finally {
      await workbench.run('partnerReferrals.referrals.focus');
      await workbench.run('list.clear');
    }
  });

  it('saves nothing when the dialog is dismissed', async () => {
    await panel.menu(panel.ours, 'Save as Test Fixture…');
    await workbench.quickInput.root.waitFor();
    await workbench.quickInput.dismiss();
    assert.ok(!existsSync(file));
  });
});
