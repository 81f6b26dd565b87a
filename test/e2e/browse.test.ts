import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { openWorkbench, themes, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const openView = (workbench: Workbench): Promise<void> =>
  workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();

describe('The side panel', () => {
  let sandbox: TestSandbox;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start({ count: 130 });
    workbench = await openWorkbench({ settings: sandbox.settings });
  });

  it('asks for nothing before it is seen', async () => {
    await workbench.statusBarItem('Partner Sandbox').waitFor();
    assert.deepEqual(await sandbox.calls(), []);
  });

  it('loads 100 referrals when it is first seen, and the rest with "Load more"', async () => {
    await openView(workbench);
    await workbench.treeItem(/./).first().waitFor();
    await workbench.screenshot('tree');
    assert.equal((await sandbox.calls()).length, 1);
    await workbench.treeItem(/./).first().click();
    await workbench.page.keyboard.press('End');
    const more = workbench.treeItem('Load more');
    await more.waitFor();
    assert.match(await more.innerText(), /100 loaded/);
    await more.click();
    await more.waitFor({ state: 'detached' });
    assert.equal((await sandbox.calls()).filter((call) => /skiptoken/i.test(call)).length, 1);
  });

  it('opens a referral with a click, and copies its id from the row', async () => {
    await workbench.page.keyboard.press('Home');
    // Below a heading.
    const row = workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="2"]').first();
    await row.click();
    await workbench.webview().locator('main[data-referral-id]').waitFor();
    await row.hover();
    await row.getByRole('button', { name: 'Copy Referral ID' }).click();
    const id = await workbench.webview().locator('main').getAttribute('data-referral-id');
    await workbench.page.waitForFunction(async (wanted) => (await navigator.clipboard.readText()) === wanted, id);
    await workbench.screenshot('tree-and-panel');
  });

  it('keeps its rows when a refresh fails, and says why in the view', async () => {
    await sandbox.fault({ status: 403, path: '/v1.0/engagements/referrals?', times: 9 });
    await sandbox.fault({ status: 403, times: 99 });
    await workbench.runCommand('Partner: Refresh Referrals');
    await workbench.page
      .locator('.part.sidebar .tree-explorer-viewlet-tree-view .message')
      .filter({ hasText: '403' })
      .waitFor();
    await workbench.screenshot('tree-refresh-failed');
    assert.ok((await workbench.treeItem(/./).count()) > 5);
  });
});

describe('The side panel without an account', () => {
  it('offers to sign in or to use the sandbox, and the latter fills it', async () => {
    const workbench = await openWorkbench({ theme: themes.light });
    await openView(workbench);
    await workbench.page.getByRole('button', { name: 'Use the sandbox' }).waitFor();
    await workbench.screenshot('tree-signed-out');
    await workbench.page.getByRole('button', { name: 'Use the sandbox' }).click();
    await workbench.treeItem(/./).first().waitFor();
    await workbench.statusBarItem('Partner Sandbox').waitFor();
    await workbench.screenshot('tree-light');
  });

  it('offers to sign in when one leaves a connection that is still loading', async () => {
    const sandbox = await TestSandbox.start();
    await sandbox.fault({ delayMs: 25_000 });
    const workbench = await openWorkbench({ settings: sandbox.settings });
    await openView(workbench);
    await workbench.runCommand('Partner: Switch Connection');
    await workbench.quickInput.rows.filter({ hasText: 'Partner Center' }).first().click();
    await workbench.page.getByRole('button', { name: 'Use the sandbox' }).waitFor();
  });

  it('says that a filter hides everything, also when it is asked of the server first', async () => {
    const sandbox = await TestSandbox.start();
    const settings = { ...sandbox.settings, 'partnerReferrals.browse.myEmail': 'nobody@litware.example' };
    const workbench = await openWorkbench({ settings });
    await workbench.runCommand('Partner: Show Only Mine');
    await openView(workbench);
    await workbench.treeItem('Clear filter').waitFor();
    await workbench.page.getByText('Filter: mine.').waitFor();
    await workbench.treeItem('Clear filter').click();
    await workbench.treeItem(/./).nth(5).waitFor();
  });

  it('says when there is nothing to show', async () => {
    const sandbox = await TestSandbox.start({ seed: '[]' });
    const workbench = await openWorkbench({ settings: sandbox.settings });
    await openView(workbench);
    await workbench.page.getByText('There are no referrals in the sandbox').waitFor();
    await workbench.screenshot('tree-empty');
  });

  it('says that loading failed, and tries again on a click', async () => {
    const sandbox = await TestSandbox.start();
    await sandbox.fault({ status: 403 });
    const workbench = await openWorkbench({ settings: sandbox.settings });
    await openView(workbench);
    await workbench.page.getByText('You may not see this (403 accessDenied)').waitFor();
    await workbench.treeItem('Switch connection').waitFor();
    await workbench.screenshot('tree-failed');
    await workbench.treeItem('Try again').click();
    await workbench.page.getByText('Sandbox data, not live.').waitFor();
    await workbench.treeItem(/./).nth(5).waitFor();
  });
});
