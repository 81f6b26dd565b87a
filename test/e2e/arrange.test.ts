import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { before, beforeEach, describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { waitLimit } from '../limits.ts';
import { themes } from './harness.ts';
import { useSandboxWindow } from './sandboxWindow.ts';
import { SidePanel } from './sidePanel.ts';

const unfiltered = /^Sandbox data, not live\. 100 loaded/;

describe('The side panel’s arrangement', () => {
  const given = useSandboxWindow({ sandbox: { count: 130 }, size: { width: 1280, height: 900 } });
  let panel: SidePanel;
  before(() => (panel = new SidePanel(given)));
  beforeEach(async () => {
    await panel.forget();
    await panel.open();
  });

  it('is by status, with counts, and says how much is loaded and since when', async () => {
    await panel.said(/Sandbox data, not live\. 100 loaded, as of \d/);
    const first = panel.headings.first();
    await first.filter({ hasText: /^New/ }).waitFor();
    assert.match((await first.getAttribute('aria-label')) ?? '', /^New, \d+ referrals/);
    assert.equal(await first.getAttribute('aria-expanded'), 'true');
  });

  it('is by whatever is chosen', async () => {
    const { workbench } = given;
    const first = panel.headings.first();
    try {
      for (const [by, wanted] of [
        ['Customer', { hasText: /^Adventure Works/ }],
        ['Category', { hasText: /^Marketplace lead/ }],
        ['Country', { hasText: /^Australia/ }],
        ['Close month', { hasText: /^\w+ 20\d\d/ }],
        ['Engagement', { hasNotText: /^\w+ 20\d\d/ }],
      ] as const) {
        await panel.group(by);
        await first.filter(wanted).waitFor();
        await workbench.screenshot(`arranged-${by.toLowerCase().replace(' ', '-')}`);
      }
      assert.match((await first.getAttribute('aria-label')) ?? '', /, \d+ referrals/);
      await panel.group('No grouping');
      await panel.headings.locator('.codicon-mail').first().waitFor();
      await workbench.screenshot('arranged-none');
    } finally {
      await panel.group('Status');
    }
    await first.filter({ hasText: /^New/ }).waitFor();
  });

  it('keeps what was collapsed when it is refreshed', async () => {
    const { workbench, sandbox } = given;
    const heading = panel.heading(/^New/);
    const count = async (): Promise<number> =>
      Number(/\d+/.exec((await heading.getAttribute('aria-label')) ?? '')?.[0]);
    const before = await count();
    await heading.click();
    try {
      await heading.and(workbench.page.locator('[aria-expanded="false"]')).waitFor();
      const { id } = (await sandbox.list()).find(({ status }) => status === 'New')!;
      await sandbox.changeTogether(id, { '/status': 'Active', '/substatus': 'Accepted' });
      await workbench.run(commands.refresh);
      await panel.list.locator(`.monaco-list-row[aria-label^="New, ${before - 1} referrals"]`).waitFor();
      assert.equal(await heading.getAttribute('aria-expanded'), 'false');
    } finally {
      await heading.click();
    }
    await heading.and(workbench.page.locator('[aria-expanded="true"]')).waitFor();
  });

  it('filters as one types, and by what is ticked, with the keyboard alone', async () => {
    const { workbench, sandbox } = given;
    const { page, quickInput } = workbench;
    const { ended } = await workbench.ask(commands.filter);
    await quickInput.rows.first().waitFor();
    await page.keyboard.type('contoso');
    await panel.said(/Filter: “contoso”\. \d+ shown, filtered here, among 100 loaded, as of/);
    for (const status of [/^New/, /^Active/, /^Closed/]) await panel.heading(status).waitFor();
    await workbench.screenshot('filter-typing');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await panel.said(/Filter: “contoso”, New\. \d+ shown, filtered by the server and then here/);
    await workbench.screenshot('filter-ticked');
    await page.keyboard.press('Enter');
    await ended;
    await quickInput.root.waitFor({ state: 'hidden' });
    for (const status of [/^Active/, /^Closed/]) await panel.heading(status).waitFor({ state: 'detached' });
    assert.equal(await panel.headings.count(), 1);
    await panel.heading(/^New/).waitFor();
    await workbench.screenshot('filtered');
    assert.ok((await sandbox.calls()).some((call) => decodeURIComponent(call).includes("$filter=status eq 'New'")));
  });

  it('offers to clear a filter that hides everything', async () => {
    const { workbench } = given;
    const { ended } = await workbench.ask(commands.filter);
    await workbench.quickInput.fill('nobody at all');
    await panel.said('Nothing matches among 100 loaded');
    await workbench.page.keyboard.press('Enter');
    await ended;
    await workbench.treeItem('Clear filter').waitFor();
    await workbench.screenshot('filter-hides-all');
    await workbench.treeItem('Clear filter').click();
    await panel.heading(/^New/).waitFor();
    await panel.said(unfiltered);
  });

  it('puts back what was there when the filter is left with Escape', async () => {
    const { workbench } = given;
    const { ended } = await workbench.ask(commands.filter);
    await workbench.quickInput.fill('nobody at all');
    await panel.said('Nothing matches among 100 loaded');
    await workbench.page.keyboard.press('Escape');
    await ended;
    await panel.said(unfiltered);
    await panel.heading(/^New/).waitFor();
  });

  it('shows what needs attention, what expires first', async () => {
    const { workbench } = given;
    await workbench.run(commands.showAttention);
    await panel.said(/Filter: needs attention\./);
    // Overdue referrals and those that expire next come first.
    await panel
      .firstBelow(panel.headings.first())
      .filter({ hasText: /overdue|expires (today|tomorrow|in \d+ (minute|hour)s?)/ })
      .waitFor();
    await workbench.screenshot('needs-attention');
    await workbench.run(commands.showAttention);
    await panel.said(unfiltered);
  });

  // The answer is stored, so no other test may give one.
  it('asks who I am before it shows what is mine, once', async () => {
    const { workbench } = given;
    // The filter has loaded further referrals.
    const noLongerMine = /^Sandbox data, not live\. \d+ loaded/;
    const { ended } = await workbench.ask(commands.showMine);
    await workbench.quickInput.rows.first().waitFor();
    await workbench.screenshot('mine-asks');
    await workbench.page.keyboard.press('Enter');
    await ended;
    await panel.said(/Filter: mine\. \d+ shown, filtered by the server;/);
    await workbench.screenshot('mine');
    await workbench.run(commands.clearFilter);
    await panel.said(noLongerMine);
    await workbench.run(commands.showMine);
    await panel.said(/Filter: mine\./);
    await workbench.run(commands.showMine);
    await panel.said(noLongerMine);
  });

  it('says so when the server can’t be reached, and keeps the rows', async () => {
    const { workbench, sandbox } = given;
    await sandbox.fault({ disconnect: true, times: 99 });
    await workbench.run(commands.refresh);
    await panel.said(/Offline: these are the referrals as of \d/);
    assert.ok((await workbench.treeItem(/./).count()) > 5);
    await workbench.screenshot('offline');
  });
});

describe('The side panel with 5,000 referrals', () => {
  const given = useSandboxWindow({ sandbox: { count: 5000 }, theme: themes.light });
  let panel: SidePanel;
  before(() => (panel = new SidePanel(given)));
  beforeEach(() => panel.forget());

  it('loads all, scrolls, and filters them', async () => {
    const { workbench } = given;
    await panel.open();
    await workbench.run(commands.loadAll);
    await panel.said('5,000 loaded');
    await workbench.screenshot('loaded-5000');
    // The message is updated before the rows. While VS Code replaces them, "Load more" can still be the last one, and a
    // key that leads there has no effect when it is removed.
    const groups = ['New', 'Active', 'Closed', 'None', 'Paused'].length;
    const above = Number(await panel.heading('New').getAttribute('data-index'));
    await workbench.page.waitForFunction(
      (count) =>
        document.querySelector<HTMLElement>('.part.sidebar .monaco-list-rows')?.style.height === `${count * 22}px`,
      above + groups + 5000,
    );
    const focused = panel.list.locator('.monaco-list-row.focused');
    const place = async (): Promise<number> => Number(await focused.getAttribute('data-index'));
    await panel.list.press('End');
    await focused.and(workbench.page.locator('[data-last-element="true"]')).waitFor();
    const last = await place();
    assert.ok(last >= 5000, `row ${last}`);
    await workbench.screenshot('scrolled-5000');
    for (let n = 0; n < 20; n++) await panel.list.press('PageUp');
    await focused.filter({ hasText: /\w/ }).waitFor();
    assert.ok((await place()) < last - 100, `row ${await place()}`);
    await workbench.screenshot('scrolled-5000-up');
    const { ended } = await workbench.ask(commands.filter);
    await workbench.quickInput.fill('crm-5');
    await panel.said(/“crm-5”.* among 5,000 loaded/);
    await workbench.screenshot('filtered-5000');
    await workbench.quickInput.dismiss();
    await ended;
  });
});

describe('The side panel’s freshness', () => {
  // Separate ids: a refresh fetches documents of other tests that VS Code still holds, which marks them as seen.
  const referrals = ['Fabrikam', 'Graphic', 'Tailspin'].map((name, n) => ({
    id: `f2e5${n}000-0000-4000-8000-000000000000`,
    name: `${name} zero trust identity`,
    status: 'New',
    substatus: 'Pending',
    direction: 'Outgoing',
    updatedDateTime: `2026-01-0${3 - n}T00:00:00Z`,
  }));
  const given = useSandboxWindow({ sandbox: { seed: JSON.stringify(referrals) }, theme: themes.light });
  let panel: SidePanel;
  before(() => (panel = new SidePanel(given)));
  beforeEach(() => panel.forget());

  it('marks what a refresh changed until it is clicked', async () => {
    const { workbench, sandbox } = given;
    await panel.open();
    await sandbox.change(referrals[1]!.id, '/externalReferenceId', 'CRM-new');
    await workbench.run(commands.refresh);
    const marked = panel.list.locator('.monaco-list-row[aria-label*=", changed,"]');
    await marked.filter({ hasText: referrals[1]!.name }).waitFor();
    await marked.locator('[class*="monaco-decoration-badge"], .monaco-icon-label[class*="badge"]').first().waitFor();
    await workbench.screenshot('changed-row');
    assert.equal(await marked.count(), 1);
    await marked.click();
    await marked.waitFor({ state: 'detached' });
  });
});

describe('The side panel of a window that is loaded again', () => {
  const given = useSandboxWindow({
    sandbox: { count: 60 },
    settings: { 'partnerReferrals.cache.onDisk': true },
  });
  let panel: SidePanel;
  before(() => (panel = new SidePanel(given)));
  beforeEach(() => panel.forget());

  const kept = (): string[] =>
    readdirSync(given.workbench.server.dirs.userData, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /partner-referrals.list-sandbox-\w+\.json$/.test(path),
    );

  it('asks for nothing before it is seen, and is then at once what was kept on disk, as it was arranged', async () => {
    const { workbench, sandbox } = given;
    await panel.open();
    await panel.group('Country');
    try {
      await panel.heading(/^Australia/).waitFor();
      // There is no event for the end of the write. No other test stores lists on disk.
      const tooLate = AbortSignal.timeout(waitLimit);
      while (kept().length === 0) await setTimeout(50, undefined, { signal: tooLate });
      await workbench.run('workbench.view.explorer');
      const { id } = (await sandbox.list())[0]!;
      await sandbox.reset();
      await workbench.reload();
      await workbench.run(commands.openReferral, id);
      // If the extension had requested a list at its start, that would have come before this one.
      await workbench.run(commands.openReferral, id);
      assert.deepEqual(new Set(await sandbox.calls()), new Set([`GET /v1.0/engagements/referrals/${id}`]));

      await sandbox.fault({ disconnect: true, times: 99 });
      await workbench.openView();
      await panel.said(/Offline: these are the referrals as of .* 60 loaded/);
      await panel.heading(/^Australia/).waitFor();
      assert.ok((await workbench.treeItem(/./).count()) > 5);
      await workbench.screenshot('kept-offline');
    } finally {
      await panel.group('Status');
    }
  });
});
