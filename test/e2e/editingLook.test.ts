import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import type { Running } from './driver.ts';
import { themes, type Workbench } from './harness.ts';
import type { TestSandbox } from './sandbox.ts';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const reference = 'CRM-50977';

describe('What a person sees while changing referrals', () => {
  const given = useSandboxWindow({
    settings: { 'partnerReferrals.open.layout': 'panel', 'files.autoSave': 'off' },
    size: { width: 1500, height: 950 },
  });
  let workbench: Workbench;
  let sandbox: TestSandbox;
  beforeEach(() => ({ workbench, sandbox } = given));

  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => workbench.page.keyboard.press(key)), Promise.resolve());
  const line = (text: string) => workbench.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first();
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
    const { ended } = await askForNew(workbench);
    await workbench.quickInput.rows.filter({ hasText: 'Private deal' }).waitFor();
    await press('Enter');
    await ended;
    await line('Example deal').waitFor();
    await workbench.select('USD');
    await workbench.page.keyboard.type('XXX1');
    await workbench.page.locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning').first().waitFor();
    await workbench.run('workbench.actions.view.problems');
    await look('template');
    await workbench.run('workbench.action.closePanel');
    await workbench.useTheme(themes.dark);
  });

  it('shows a created referral in the side panel at once', async () => {
    await workbench.openView();
    await workbench.run(commands.refresh);
    const { ended } = await askForNew(workbench);
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

async function askForNew(workbench: Workbench): Promise<Running> {
  // VS Code moves the focus back to a tree that had it during a refresh, which would close the picker.
  await workbench.run('workbench.action.focusActiveEditorGroup');
  return workbench.ask(commands.newReferral);
}
