import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { themes } from './harness.ts';
import { useSandboxWindow } from './sandboxWindow.ts';
import { SidePanel } from './sidePanel.ts';

const isOfList = (call: string): boolean => /^GET \/v1\.0\/engagements\/referrals(\?|$)/.test(call);

describe('The side panel', () => {
  const given = useSandboxWindow({ sandbox: { count: 130 } });
  let panel: SidePanel;
  before(() => (panel = new SidePanel(given)));
  beforeEach(() => panel.forget());

  it('loads 100 referrals at first, and the rest with "Load more"', async () => {
    const { workbench, sandbox } = given;
    await panel.open();
    await panel.said('100 loaded');
    await workbench.screenshot('tree');
    assert.equal((await sandbox.calls()).filter(isOfList).length, 1);
    await panel.list.press('End');
    const more = workbench.treeItem('Load more');
    assert.match(await more.innerText(), /100 loaded/);
    await more.click();
    await panel.said(/130 loaded/);
    await more.waitFor({ state: 'detached' });
    assert.equal((await sandbox.calls()).filter((call) => /skiptoken/i.test(call)).length, 1);
  });

  it('copies a referral’s id from its row, and opens it with a click', async () => {
    const { workbench, sandbox } = given;
    const { id } = (await sandbox.list('?$orderby=updatedDateTime desc')).find(({ status }) => status === 'New')!;
    await panel.open();
    // The message above the rows moves them when it appears.
    await workbench.page.locator('.part.sidebar .message').filter({ hasText: 'as of' }).waitFor();
    const row = panel.firstBelow(panel.heading(/^New/));
    await row.hover();
    await row.getByRole('button', { name: 'Copy Referral ID' }).click();
    await workbench.clipboard(id);
    await row.click();
    await workbench.panel(id).waitFor();
    await workbench.screenshot('tree-and-panel');
  });

  it('keeps its rows when a refresh fails, and says why', async () => {
    const { workbench, sandbox } = given;
    await panel.open();
    await sandbox.fault({ status: 403, times: 99 });
    await workbench.run(commands.refresh);
    await panel.said(/100 loaded.*403/);
    await workbench.screenshot('tree-refresh-failed');
    assert.ok((await workbench.treeItem(/./).count()) > 5);
  });

  it('offers to sign in when one leaves a connection that is still loading', async () => {
    const { workbench, sandbox } = given;
    const { reached } = sandbox.hold('/v1.0/engagements/referrals');
    await workbench.openView();
    await reached;
    const { ended } = await workbench.ask(commands.switchConnection);
    await workbench.quickInput.rows.filter({ hasText: 'Partner Center' }).first().click();
    await ended;
    await workbench.page.getByRole('button', { name: 'Use the Sandbox' }).waitFor();
  });

  it('says that loading failed, and tries again on a click', async () => {
    const { workbench, sandbox } = given;
    await sandbox.fault({ status: 403 });
    await workbench.openView();
    await panel.said('You don’t have access to this (403 accessDenied)');
    await workbench.treeItem('Switch connection').waitFor();
    await workbench.screenshot('tree-failed');
    await workbench.treeItem('Try again').click();
    await panel.said(/^Sandbox data, not live\. 100 loaded/);
    await workbench.treeItem(/./).nth(5).waitFor();
  });
});

describe('The side panel of somebody who is on no team', () => {
  const given = useSandboxWindow({ settings: { 'partnerReferrals.browse.myEmail': 'nobody@litware.example' } });
  let panel: SidePanel;
  before(() => (panel = new SidePanel(given)));
  beforeEach(() => panel.forget());

  it('says that a filter hides everything, also when it is asked of the server first', async () => {
    const { workbench, sandbox } = given;
    await workbench.run(commands.showMine);
    await workbench.openView();
    await panel.said('Filter: mine. Nothing matches');
    assert.match(
      decodeURIComponent((await sandbox.calls()).find(isOfList) ?? ''),
      /\$filter=.*nobody@litware\.example/,
    );
    await workbench.treeItem('Clear filter').click();
    await panel.said(/^Sandbox data, not live\. \d+ loaded/);
    await workbench.treeItem(/./).nth(5).waitFor();
  });
});

describe('The side panel of an empty sandbox', () => {
  const given = useSandboxWindow({ sandbox: { seed: '[]' } });
  let panel: SidePanel;
  before(() => (panel = new SidePanel(given)));
  beforeEach(() => panel.forget());

  it('says that there is nothing to show', async () => {
    await given.workbench.openView();
    await given.workbench.page.getByText('There are no referrals in the sandbox').waitFor();
    await given.workbench.screenshot('tree-empty');
  });
});

describe('The side panel without an account', () => {
  const given = useSandboxWindow({ settings: { 'partnerReferrals.connection': 'partnerCenter' }, theme: themes.light });

  it('still offers both after a refresh that got no token', async () => {
    const { workbench } = given;
    await workbench.openView();
    const offer = workbench.page.getByRole('button', { name: 'Sign In', exact: true });
    await offer.waitFor();
    for (let nth = 0; nth < 2; nth++) await workbench.run(commands.refresh);
    // VS Code gets this command after what the refresh changed in the view.
    await workbench.run('workbench.action.focusSideBar');
    await workbench.page.getByRole('button', { name: 'Use the Sandbox' }).waitFor();
    await offer.waitFor();
    assert.equal((await new SidePanel(given).message.allInnerTexts()).join('').trim(), '');
  });

  it('offers to sign in or to use the sandbox, and the latter fills it', async () => {
    const { workbench } = given;
    await workbench.openView();
    const use = workbench.page.getByRole('button', { name: 'Use the Sandbox' });
    await use.waitFor();
    await workbench.page.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    await workbench.screenshot('tree-signed-out');
    await use.click();
    await workbench.treeItem(/./).first().waitFor();
    await workbench.statusBarItem('Partner Sandbox').waitFor();
    await workbench.screenshot('tree-light');
  });
});
