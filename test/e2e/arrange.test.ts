import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import { openWorkbench, themes, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const openView = (workbench: Workbench): Promise<void> =>
  workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();
const message = (workbench: Workbench) =>
  workbench.page.locator('.part.sidebar .tree-explorer-viewlet-tree-view .message');
/** The headings on screen. */
const headings = (workbench: Workbench) => workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="1"]');
const labels = async (workbench: Workbench): Promise<string[]> =>
  (await headings(workbench).locator('.label-name').allInnerTexts()).map((text) => text.trim());

describe('The side panel’s arrangement', () => {
  let sandbox: TestSandbox;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start({ count: 130 });
    workbench = await openWorkbench({ settings: sandbox.settings, size: { width: 1280, height: 900 } });
    await openView(workbench);
    await workbench.treeItem(/./).first().waitFor();
  });

  const group = async (by: string): Promise<void> => {
    await workbench.runCommand('Partner: Group By…');
    await workbench.quickInput.rows.first().waitFor();
    await workbench.quickInput.pick(by);
  };
  const said = (text: string | RegExp): Promise<void> => message(workbench).filter({ hasText: text }).waitFor();

  it('is by status at first, with counts, and says how much is loaded and since when', async () => {
    await said(/Sandbox data, not live\. 100 loaded, as of \d/);
    assert.deepEqual((await labels(workbench)).slice(0, 1), ['New']);
    const first = headings(workbench).first();
    assert.match((await first.getAttribute('aria-label')) ?? '', /^New, \d+ referrals/);
    assert.equal(await first.getAttribute('aria-expanded'), 'true');
  });

  it('is by whatever is chosen', async () => {
    for (const [by, wanted] of [
      ['Engagement', /./],
      ['Customer', /^Adventure Works/],
      ['Category', /^Marketplace lead/],
      ['Country', /./],
      ['Close month', /^\w+ 20\d\d/],
    ] as const) {
      await group(by);
      await headings(workbench).first().filter({ hasText: wanted }).waitFor();
      await workbench.screenshot(`arranged-${by.toLowerCase().replace(' ', '-')}`);
    }
    await group('No grouping');
    await workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="1"] .codicon-mail').first().waitFor();
    await workbench.screenshot('arranged-none');
    await group('Status');
    await headings(workbench).first().filter({ hasText: 'New' }).waitFor();
  });

  it('keeps what was collapsed when it is refreshed', async () => {
    await headings(workbench).filter({ hasText: /^New/ }).click();
    await workbench.page
      .locator('.part.sidebar .monaco-list-row[aria-expanded="false"]')
      .filter({ hasText: /^New/ })
      .waitFor();
    await workbench.runCommand('Partner: Refresh Referrals');
    await said(/as of/);
    await workbench.page
      .locator('.part.sidebar .monaco-list-row[aria-expanded="false"]')
      .filter({ hasText: /^New/ })
      .waitFor();
    await headings(workbench).filter({ hasText: /^New/ }).click();
  });

  it('filters as one types, and by what is ticked, with the keyboard alone', async () => {
    const { page, quickInput } = workbench;
    await workbench.runCommand('Partner: Filter Referrals…');
    await quickInput.rows.first().waitFor();
    await quickInput.input.focus();
    await page.keyboard.type('contoso');
    await said(/Filter: “contoso”\. \d+ shown, filtered here, among 100 loaded, as of/);
    await workbench.screenshot('filter-typing');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await said(/Filter: “contoso”, New\. \d+ shown, filtered by the server and then here/);
    await workbench.screenshot('filter-ticked');
    await page.keyboard.press('Enter');
    await quickInput.root.waitFor({ state: 'hidden' });
    assert.deepEqual(
      (await labels(workbench)).filter((label) => ['New', 'Active', 'Closed'].includes(label)),
      ['New'],
    );
    await workbench.screenshot('filtered');
    assert.ok((await sandbox.calls()).some((call) => decodeURIComponent(call).includes("$filter=status eq 'New'")));
  });

  it('offers to clear a filter that hides everything', async () => {
    await workbench.runCommand('Partner: Filter Referrals…');
    await workbench.quickInput.fill('nobody at all');
    await said('Nothing matches among 100 loaded');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeItem('Clear filter').waitFor();
    await workbench.screenshot('filter-hides-all');
    await workbench.treeItem('Clear filter').click();
    await headings(workbench).filter({ hasText: /^New/ }).first().waitFor();
    await said(/^Sandbox data, not live\. \d+ loaded/);
  });

  it('puts back what was there when the filter is left with Escape', async () => {
    await workbench.runCommand('Partner: Filter Referrals…');
    await workbench.quickInput.fill('nobody at all');
    await said('Nothing matches among 100 loaded');
    await workbench.page.keyboard.press('Escape');
    await said(/^Sandbox data, not live\. \d+ loaded/);
  });

  it('shows what needs attention, what expires first', async () => {
    await workbench.runCommand('Partner: Show What Needs Attention');
    await said(/Filter: needs attention\./);
    // What is overdue or expires next stands in front.
    await workbench.page
      .locator('.part.sidebar .monaco-list-row[aria-level="2"]')
      .first()
      .filter({ hasText: /overdue|expires (today|tomorrow|in \d+ (minute|hour)s?)/ })
      .waitFor();
    await workbench.screenshot('needs-attention');
    await workbench.runCommand('Partner: Show What Needs Attention');
    await said(/^Sandbox data, not live\. \d+ loaded/);
  });

  it('asks who I am before it shows what is mine, once', async () => {
    await workbench.runCommand('Partner: Show Only Mine');
    await workbench.quickInput.rows.first().waitFor();
    await workbench.screenshot('mine-asks');
    await workbench.page.keyboard.press('Enter');
    await said(/Filter: mine\. \d+ shown, filtered by the server;/);
    await workbench.screenshot('mine');
    await workbench.runCommand('Partner: Clear Filter');
    await said(/^Sandbox data, not live\. \d+ loaded/);
    await workbench.runCommand('Partner: Show Only Mine');
    await said(/Filter: mine\./);
    await workbench.runCommand('Partner: Show Only Mine');
  });

  it('is remembered', async () => {
    await group('Country');
    await workbench.reload();
    await said(/loaded/);
    await workbench.page
      .locator('.part.sidebar .monaco-list-row[aria-level="1"]')
      .filter({ hasText: /Australia|Austria|Belgium|Canada/ })
      .first()
      .waitFor();
  });

  it('says so when the server can’t be reached, and keeps the rows', async () => {
    await sandbox.fault({ disconnect: true, times: 99 });
    await workbench.runCommand('Partner: Refresh Referrals');
    await said(/Offline: these are the referrals as of \d/);
    assert.ok((await workbench.treeItem(/./).count()) > 5);
    await workbench.screenshot('offline');
  });
});

describe('The side panel with 5,000 referrals', () => {
  it('loads all, scrolls, and filters them', async () => {
    const sandbox = await TestSandbox.start({ count: 5000 });
    const workbench = await openWorkbench({ settings: sandbox.settings, theme: themes.light });
    await openView(workbench);
    await workbench.treeItem(/./).first().waitFor();
    await workbench.runCommand('Partner: Load All Referrals');
    await message(workbench).filter({ hasText: '5,000 loaded' }).waitFor();
    await workbench.screenshot('loaded-5000');
    await headings(workbench).first().click();
    await workbench.page.keyboard.press('End');
    await workbench.treeItem(/./).last().waitFor();
    await workbench.screenshot('scrolled-5000');
    for (let n = 0; n < 20; n++) await workbench.page.keyboard.press('PageUp');
    await workbench.screenshot('scrolled-5000-up');
    await workbench.runCommand('Partner: Filter Referrals…');
    await workbench.quickInput.rows.first().waitFor();
    await workbench.quickInput.fill('crm-5');
    await message(workbench)
      .filter({ hasText: /“crm-5”.* among 5,000 loaded/ })
      .waitFor();
    await workbench.screenshot('filtered-5000');
  });
});

describe('The side panel’s freshness', () => {
  it('marks what a refresh changed until it is clicked', async () => {
    const sandbox = await TestSandbox.start({ count: 60 });
    const workbench = await openWorkbench({ settings: sandbox.settings, theme: themes.light });
    await openView(workbench);
    await workbench.treeItem(/./).first().waitFor();
    const headers = { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' };
    const collection = `${sandbox.url}/v1.0/engagements/referrals`;
    const { value } = (await (await fetch(collection, { headers })).json()) as {
      value: { id: string; status: string; direction: string }[];
    };
    const { id } = value.find(({ status, direction }) => status === 'Active' && direction === 'Outgoing')!;
    const body = JSON.stringify([{ op: 'replace', path: '/externalReferenceId', value: 'CRM-new' }]);
    assert.ok((await fetch(`${collection}/${id}`, { method: 'PATCH', headers, body })).ok);
    await workbench.runCommand('Partner: Refresh Referrals');
    const marked = workbench.page.locator('.part.sidebar .monaco-list-row[aria-label*=", changed,"]');
    await marked.waitFor();
    await marked.locator('[class*="monaco-decoration-badge"], .monaco-icon-label[class*="badge"]').first().waitFor();
    await workbench.screenshot('changed-row');
    assert.equal(await marked.count(), 1);
    await marked.click();
    await marked.waitFor({ state: 'detached' });
  });

  it('shows a list that is kept on disk at once, also offline', async () => {
    const sandbox = await TestSandbox.start({ count: 60 });
    const settings = { ...sandbox.settings, 'partnerReferrals.cache.onDisk': true };
    const workbench = await openWorkbench({ settings });
    const kept = (): string[] =>
      readdirSync(workbench.server.dirs.userData, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /partner-referrals.list-sandbox-\w+\.json$/.test(path),
      );
    await openView(workbench);
    await message(workbench)
      .filter({ hasText: /60 loaded, as of/ })
      .waitFor();
    while (kept().length === 0) await workbench.page.evaluate(() => new Promise(requestAnimationFrame));
    await sandbox.fault({ disconnect: true, times: 99 });
    await workbench.reload();
    await message(workbench)
      .filter({ hasText: /Offline: these are the referrals as of .* 60 loaded/ })
      .waitFor();
    assert.ok((await workbench.treeItem(/./).count()) > 5);
    await workbench.screenshot('kept-offline');
  });
});
