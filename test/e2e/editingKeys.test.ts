import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const name = 'Woodgrove branch security refresh';

describe('The keyboard alone', () => {
  const given = useSandboxWindow({ settings: { 'partnerReferrals.open.layout': 'panel', 'files.autoSave': 'off' } });

  it('accepts a referral, changes it, decides a conflict and discards a draft', async () => {
    const { workbench, sandbox } = given;
    const { page } = workbench;
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const isFocused = (element: Locator): Promise<boolean> =>
      element.evaluate((node) => node === node.ownerDocument.activeElement);
    const goTo = async (element: Locator): Promise<void> => {
      await element.waitFor();
      while (!(await isFocused(element))) await press('Tab');
    };
    const anyRow = workbench.treeItem(name).first();
    const focusRow = async (row: Locator): Promise<void> => {
      await row.waitFor();
      await press('ControlOrMeta+0');
      const list = page.locator('.part.sidebar .monaco-list:focus');
      await list.waitFor();
      await press('Home');
      const focused = list.locator('.monaco-list-row.focused');
      await focused.waitFor();
      while ((await focused.and(row).count()) === 0) await press('ArrowDown');
    };
    const choose = async (entry: string, row: Locator): Promise<void> => {
      await focusRow(row);
      await press('Shift+F10');
      const item = page.getByRole('menuitem', { name: entry, exact: true });
      await item.waitFor();
      const chosen = page.locator('.context-view .action-item.focused').filter({ has: item });
      while ((await chosen.count()) === 0) await press('ArrowDown');
      await press('Enter');
      await item.waitFor({ state: 'detached' });
    };
    const dirty = page.locator('.tab.dirty').filter({ hasText: '.referral.json' });
    const type = async (before: string, after: string): Promise<void> => {
      // The document stands beside the panel.
      await press('ControlOrMeta+2');
      await page.locator('.monaco-editor.focused').waitFor();
      await press('ControlOrMeta+f');
      const find = page.locator('.find-widget.visible');
      await find.locator('.find-part .monaco-findInput .synthetic-focus').waitFor();
      await page.keyboard.type(before);
      await find.locator('.matchesCount').filter({ hasText: '1 of 1' }).waitFor();
      // Escape would hide a message first.
      await press('ControlOrMeta+2');
      await find.locator('.find-part .monaco-findInput .synthetic-focus').waitFor({ state: 'detached' });
      await workbench.statusBarItem(`(${before.length} selected)`).waitFor();
      await page.keyboard.type(after);
      await dirty.waitFor();
    };
    const reference = async (): Promise<string | null | undefined> =>
      (await sandbox.list()).find((each) => each.id === id)?.externalReferenceId;

    await workbench.openView();
    await focusRow(anyRow);
    await press('Enter');
    const accept = workbench.panel(id).getByRole('button', { name: 'Accept', exact: true });
    await accept.waitFor();
    await press('ControlOrMeta+1');
    await goTo(accept);
    await press('Enter');
    await accept.waitFor({ state: 'detached' });

    await choose('Open Referral as JSON', anyRow);
    await page.locator('.monaco-editor .view-line').filter({ hasText: 'CRM-50977' }).first().waitFor();
    await type('CRM-50977', 'CRM-4711');
    await press('ControlOrMeta+s');
    await dirty.waitFor({ state: 'detached' });
    assert.equal(await reference(), 'CRM-4711');

    await type('CRM-4711', 'CRM-4712');
    await sandbox.change(id, '/externalReferenceId', 'CRM-1234');
    await press('ControlOrMeta+s');
    await workbench.notifications().filter({ hasText: 'Others changed this referral meanwhile' }).waitFor();
    await press('ControlOrMeta+k', 'ControlOrMeta+Shift+n');
    await goTo(page.locator('.notifications-center.visible').getByRole('button', { name: 'Use Mine', exact: true }));
    await press('Enter');
    await dirty.waitFor({ state: 'detached' });
    assert.equal(await reference(), 'CRM-4712');

    await type('CRM-4712', 'CRM-4713');
    // The referral has other rows, too: the one of the draft is the first below this heading.
    const heading = Number(await workbench.treeItem('Unsaved Changes').getAttribute('data-index'));
    const ofDraft = workbench.treeItem(name).and(page.locator(`[data-index="${heading + 1}"]`));
    await choose('Discard Unsaved Changes…', ofDraft);
    await page.locator('.monaco-dialog-box').filter({ hasText: 'Discard the unsaved changes' }).waitFor();
    await press('Enter');
    await dirty.waitFor({ state: 'detached' });
    assert.equal(await reference(), 'CRM-4712');
  });
});
