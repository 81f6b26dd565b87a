import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { themes, type Workbench } from './harness.ts';
import type { TestSandbox } from './sandbox.ts';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const reference = 'CRM-50977';
const name = 'Woodgrove branch security refresh';

describe('Changing a referral by keys alone', () => {
  const given = useSandboxWindow({
    settings: { 'partnerReferrals.open.layout': 'panel', 'files.autoSave': 'off' },
    size: { width: 1500, height: 950 },
  });
  let workbench: Workbench;
  let sandbox: TestSandbox;
  beforeEach(() => ({ workbench, sandbox } = given));

  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => workbench.page.keyboard.press(key)), Promise.resolve());
  const stored = async (): Promise<{ readonly status: string; readonly externalReferenceId: string }> => {
    const headers = { authorization: 'Bearer sandbox-admin' };
    const response = await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, { headers });
    return (await response.json()) as { status: string; externalReferenceId: string };
  };
  /** Runs a command as a person does who has no mouse. */
  const palette = async (title: string): Promise<void> => {
    await press('F1');
    await workbench.quickInput.input.waitFor();
    await workbench.page.keyboard.type(title);
    await workbench.quickInput.rows
      .first()
      .filter({ hasText: title.replace(/^[^:]*: /, '') })
      .waitFor();
    await press('Enter');
  };
  /** Moves the focus on until it is on a button with this label. */
  const tabTo = async (label: string): Promise<void> => {
    const focused = workbench.page.locator(':focus');
    for (let count = 0; count < 40; count++) {
      const isThere = (await focused.count()) > 0 && (await focused.first().innerText()).trim() === label;
      if (isThere) return;
      await press('Tab');
    }
    assert.fail(`"${label}" can't be reached with Tab.`);
  };
  const dirty = () => workbench.page.locator('.tab.dirty').filter({ hasText: '.referral.json' });
  const line = (text: string) => workbench.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first();
  const replace = async (before: string, after: string): Promise<void> => {
    await press('Control+f');
    await workbench.page.locator('.find-widget.visible').waitFor();
    await workbench.page.locator('.find-widget .find-part textarea:focus').waitFor();
    await press('Control+a');
    await workbench.page.keyboard.insertText(before);
    await press('Enter');
    await workbench.page
      .locator('.find-widget .matchesCount')
      .filter({ hasText: /^1 of 1$/ })
      .waitFor();
    await press('Escape');
    await workbench.page.locator('.find-widget.visible').waitFor({ state: 'detached' });
    await workbench.page.keyboard.type(after);
    await dirty().waitFor();
  };

  it('accepts it in the panel, saves its document, decides a conflict and discards a draft', async () => {
    await workbench.run(commands.openReferral, id);
    const page = workbench.webview();
    await page.getByRole('button', { name: 'Accept', exact: true }).waitFor();
    const accept = page.locator('.stage button:focus', { hasText: 'Accept' });
    for (let count = 0; count < 60 && (await accept.count()) === 0; count++) await press('Tab');
    await press('Enter');
    await page.getByRole('button', { name: 'Close…' }).waitFor();
    assert.equal((await stored()).status, 'Active');

    await palette('Partner: Open Referral as JSON');
    await workbench.quickInput.input.waitFor();
    await workbench.page.keyboard.type(id);
    await press('Enter');
    await line(reference).waitFor();
    await replace(reference, 'CRM-1');
    await press('Control+s');
    await dirty().waitFor({ state: 'detached' });
    assert.equal((await stored()).externalReferenceId, 'CRM-1');

    await line('CRM-1').waitFor();
    await sandbox.change(id, '/externalReferenceId', 'CRM-2');
    await replace('CRM-1', 'CRM-3');
    await press('Control+s');
    const message = workbench.notifications().filter({ hasText: 'Others changed this referral meanwhile' });
    await message.waitFor();
    await palette('Notifications: Show Notifications');
    await tabTo('Use Mine');
    await press('Enter');
    await dirty().waitFor({ state: 'detached' });
    assert.equal((await stored()).externalReferenceId, 'CRM-3');

    await line('CRM-3').waitFor();
    await replace('CRM-3', 'CRM-4');
    await palette('Partner Referrals: Focus on Referrals View');
    const row = workbench.treeItem(name).first();
    await row.waitFor();
    await workbench.page.locator('.part.sidebar .monaco-list:focus-within').first().waitFor();
    await press('Home', 'ArrowDown');
    await workbench.page.locator('.part.sidebar .monaco-list-row.focused').filter({ hasText: name }).waitFor();
    await press('Shift+F10');
    const entry = workbench.page.locator('.context-view .action-item.focused, .context-view .monaco-menu .focused');
    for (let count = 0; count < 30; count++) {
      if ((await entry.filter({ hasText: 'Discard Unsaved Changes…' }).count()) > 0) break;
      await press('ArrowDown');
    }
    await press('Enter');
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await tabTo('Discard');
    await press('Enter');
    await dirty().waitFor({ state: 'detached' });
    await workbench.treeItem('Unsaved Changes').waitFor({ state: 'detached' });
    assert.equal((await stored()).externalReferenceId, 'CRM-3');
  });

  it('looks right in each theme, wide and narrow', async () => {
    const look = async (what: string): Promise<void> => {
      for (const size of [
        { width: 1500, height: 950 },
        { width: 800, height: 700 },
      ]) {
        await workbench.page.setViewportSize(size);
        for (const theme of Object.values(themes)) {
          await workbench.useTheme(theme);
          await workbench.screenshot(
            `editing-${what}-${theme.replaceAll(' ', '-').toLowerCase()}-${String(size.width)}`,
          );
        }
      }
      await workbench.page.setViewportSize({ width: 1500, height: 950 });
    };
    await workbench.openView();
    await workbench.run(commands.openReferral, id);
    await workbench.webview().getByRole('button', { name: 'Accept', exact: true }).waitFor();
    await look('buttons');

    await workbench.run(commands.openReferralJson, id);
    await line(reference).waitFor();
    await workbench.select(reference);
    await workbench.page.keyboard.type('CRM-3');
    await workbench.treeItem('Unsaved Changes').waitFor();
    await sandbox.change(id, '/externalReferenceId', 'CRM-2');
    await workbench.run('workbench.action.files.save').catch(() => undefined);
    await workbench.notifications().filter({ hasText: 'Others changed this referral meanwhile' }).waitFor();
    await workbench.showNotifications();
    await look('conflict');
    await workbench.clear();

    await workbench.openView();
    const { ended } = await workbench.ask(commands.newReferral);
    await workbench.quickInput.rows.filter({ hasText: 'Private deal' }).waitFor();
    await press('Enter');
    await ended;
    await line('Example deal').waitFor();
    // Leaves the snippet.
    await press('Escape');
    await workbench.select('SalesQualified');
    await workbench.page.keyboard.type('SalesQualifed');
    await workbench.page.locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning').first().waitFor();
    await workbench.run('workbench.actions.view.problems');
    await look('template');
    await workbench.run('workbench.action.closePanel');
    await workbench.useTheme(themes.dark);
  });

  it('shows a created referral in the side panel at once', async () => {
    await workbench.openView();
    await workbench.run(commands.refresh);
    const { ended } = await workbench.ask(commands.newReferral);
    await workbench.quickInput.rows.filter({ hasText: 'Private deal' }).waitFor();
    await press('Enter');
    await ended;
    await line('Example deal').waitFor();
    const listsBefore = (await sandbox.calls()).filter((call) => /^GET \S*referrals\?/.test(call)).length;
    await workbench.run(commands.sendReferral);
    await workbench.treeItem('Example deal').first().waitFor();
    const listsAfter = (await sandbox.calls()).filter((call) => /^GET \S*referrals\?/.test(call)).length;
    assert.equal(listsAfter, listsBefore);
  });
});
