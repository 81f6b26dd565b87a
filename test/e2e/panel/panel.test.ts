import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ReferralState } from '../../../src/protocol/panel.ts';
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';
import { sharedBrowser } from '../harness.ts';
import { bundlePanel, openPanel, type PanelFiles, type PanelOptions, type PanelPage } from './panelPage.ts';
import { samples } from './samples.ts';
import { themes, type ThemeName } from './themes.ts';

describe('the panel in a browser', () => {
  let browser: Browser;
  let files: PanelFiles;
  let panel: PanelPage;
  const open = async (options?: PanelOptions): Promise<PanelPage> => (panel = await openPanel(browser, files, options));
  const full = samples['full'] as ReferralState;

  before(async () => {
    [browser, files] = await Promise.all([sharedBrowser(), bundlePanel()]);
  });
  afterEach(() => deepStrictEqual(panel.complaints, []));

  for (const name of ['full', 'hostile', 'minimal']) {
    it(`shows every leaf once and makes each visible: ${name}`, async () => {
      const state = samples[name] as ReferralState;
      const { page } = await open();
      await panel.show(state);
      await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
      for (const { pointer, raw, value } of leavesOf(parseJsonTree(state.text))) {
        const leaf = page.locator(`main[data-referral-id="${state.id}"] [data-path=${JSON.stringify(pointer)}]`);
        strictEqual(await leaf.getAttribute('data-value'), raw, pointer);
        if (value === null) strictEqual(await leaf.textContent(), '–');
        ok(await leaf.isVisible(), pointer);
      }
      strictEqual(await page.locator('img, script:not([nonce]), a, [style]:not(.copy-cursor)').count(), 0);
    });
  }

  it('says that a state is painted also when it is hidden', async () => {
    await open({ frames: false });
    await panel.show(full);
  });

  it('names a referral only while it shows one, and keeps nothing but which one and the place in its page', async () => {
    const { page } = await open();
    for (const name of ['loading', 'failed']) {
      await panel.show(samples[name] as never);
      strictEqual(await page.locator('main').count(), 1);
      strictEqual(await page.locator('[data-referral-id]').count(), 0);
    }
    await panel.show(full);
    strictEqual(await page.locator('main').getAttribute('data-referral-id'), full.id);
    strictEqual(await page.locator('h1').count(), 1);
    // The scroll position may be stored by then. Nothing of the referral is.
    const place = { scroll: 0, turned: [] };
    const kept = { id: full.id, connection: 'sandbox' };
    deepStrictEqual({ ...place, ...((await panel.kept()).at(-1) as object) }, { ...place, ...kept });
  });

  it('keeps what is open, the scroll position and the focus over a refresh', async () => {
    const { page } = await open({ height: 500 });
    await panel.show(full);
    await page.locator('summary', { hasText: 'Not set' }).click();
    const refresh = page.getByRole('button', { name: 'Refresh' });
    await refresh.focus();
    await page.evaluate(() => window.scrollTo(0, 700));
    await panel.show({ ...full, refreshing: true });
    await panel.show({ ...full, refreshing: false, text: full.text.replace('212000.5', '99.50') });
    strictEqual(await page.locator('[data-path="/details/dealValue"]').getAttribute('data-value'), '99.50');
    strictEqual(await page.locator('[data-path="/details/dealValue"]').textContent(), '€99.50');
    strictEqual(await page.evaluate(() => window.scrollY), 700);
    ok(await page.locator('details', { hasText: 'Not set' }).evaluate((part) => (part as HTMLDetailsElement).open));
    ok(await refresh.evaluate((button) => button === document.activeElement));
    strictEqual(await page.getByRole('status').textContent(), 'Referral updated');
  });

  it('renews what it says of time at its moment, and touches nothing before', async () => {
    // A separate page, since its clock remains faked.
    const context = { timezoneId: 'UTC' };
    const start = Date.parse('2026-11-24T12:00:00Z');
    const now = start + 3_600_000;
    await (await open({ context })).page.clock.install({ time: start });
    const { page } = await open({ context });
    const expirationDateTime = new Date(now + 100_000).toISOString();
    const text = JSON.stringify({ id: full.id, status: 'New', substatus: 'Pending', expirationDateTime });
    await panel.show({ ...full, text, receivedAt: now, related: [], hidden: [], changes: undefined });
    await page.clock.pauseAt(now);
    await page.evaluate(() => {
      const seen = ((globalThis as unknown as { changed: string[] }).changed = []) as string[];
      const note = (records: MutationRecord[]): void =>
        void seen.push(...records.map(({ target }) => target.textContent ?? ''));
      new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    const changed = (): Promise<string[]> =>
      page.evaluate(() => (globalThis as unknown as { changed: string[] }).changed.splice(0));
    const changedIn = async (ms: number): Promise<string[]> => {
      await page.clock.runFor(ms);
      return changed();
    };
    strictEqual(await page.locator('.fresh').textContent(), 'as of now');
    strictEqual(await page.locator('.expiry').textContent(), 'expires in 2 minutes');
    deepStrictEqual(await changedIn(10_000), []);
    deepStrictEqual(new Set(await changedIn(1)), new Set(['expires in 1 minute', 'in 1 minute']));
    strictEqual(await page.locator('.expiry').textContent(), 'expires in 1 minute');
    deepStrictEqual(await changedIn(29_999), []);
    deepStrictEqual(new Set(await changedIn(1)), new Set(['expires now', 'now']));
    deepStrictEqual(await changedIn(19_998), []);
    deepStrictEqual(await changedIn(1), ['1 minute ago']);
    strictEqual(await page.locator('.fresh').textContent(), 'as of 1 minute ago');
  });

  it('takes times of the referral by the server’s clock, and its own age by this machine’s', async () => {
    const dayMs = 86_400_000;
    const { page } = await open();
    const expirationDateTime = new Date(Date.now() + 10.5 * dayMs).toISOString();
    const text = JSON.stringify({ id: full.id, status: 'New', substatus: 'Pending', expirationDateTime });
    const state = { ...full, text, receivedAt: Date.now(), related: [], hidden: [], changes: undefined };
    await panel.show(state);
    match((await page.locator('.expiry').textContent()) ?? '', /^expires in 1[01] days$/);
    await panel.show({ ...state, clockAhead: 8 * dayMs });
    match((await page.locator('.expiry').textContent()) ?? '', /^expires in [23] days$/);
    match((await page.locator('.fresh').textContent()) ?? '', /^as of (now|\d+ minutes? ago)$/);
  });

  it('shows a failed refresh over the old content', async () => {
    const { page } = await open();
    await panel.show(full);
    await panel.show(samples['soon'] as never);
    ok(await page.getByRole('region', { name: 'Refresh failed' }).isVisible());
    ok(await page.locator('[data-path="/name"]').isVisible());
    await page.getByRole('button', { name: 'Try Again' }).click();
    deepStrictEqual(await panel.settleIntent(0), { name: 'failureAction', action: 'retry' });
  });

  it('copies the raw value under the pointer', async () => {
    const { page } = await open();
    await panel.show(full);
    await page.locator('[data-path="/details/dealValue"]').hover();
    await page.getByRole('button', { name: 'Copy details › dealValue' }).click();
    deepStrictEqual(await panel.settleIntent(0), { name: 'copyValue', value: '212000.5' });
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  });

  it('copies with the keyboard, by one tab stop for all values', async () => {
    const { page } = await open();
    await panel.show(full);
    await page.locator('.copy-cursor button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    deepStrictEqual(await panel.settleIntent(0), { name: 'copyValue', value: 'Woodgrove branch security refresh' });
  });

  it('asks the host for what its buttons promise', async () => {
    const { page } = await open();
    await panel.show({ ...full, refreshing: false });
    const asked = [];
    for (const name of [
      'Refresh',
      'Open as JSON',
      'Copy referral ID',
      'Copy summary',
      'Open links in new panels',
      'Hide personal data',
      'Open in CRM',
      'Microsoft’s side',
      'Copy Engagement',
    ]) {
      await page.getByRole('button', { name }).first().click();
      asked.push(await panel.settleIntent(asked.length));
    }
    deepStrictEqual(asked, [
      { name: 'refresh' },
      { name: 'openJson' },
      { name: 'copyId' },
      { name: 'copySummary' },
      { name: 'togglePin' },
      { name: 'toggleMask' },
      { name: 'openCrm' },
      { name: 'openReferral', id: full.related[0]?.id },
      { name: 'copyValue', value: 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4' },
    ]);
  });

  it('tells by a toggle’s state and icon whether personal data is hidden', async () => {
    const { page } = await open();
    const toggle = page.getByRole('button', { name: 'Hide personal data' });
    const icons = [];
    for (const masked of [false, true, false]) {
      await panel.show({ ...full, masked });
      strictEqual(await toggle.getAttribute('aria-pressed'), String(masked));
      icons.push(await toggle.locator('path').getAttribute('d'));
    }
    const [before, hidden, after] = icons;
    notStrictEqual(hidden, before);
    strictEqual(after, before);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`dashes the way ahead in high contrast only: ${theme}`, async () => {
      for (const width of [300, 900]) {
        const { page } = await open({ theme, width });
        await panel.show(samples['active']!);
        const lines = await page
          .locator('.stage')
          .evaluateAll((stages) => stages.map((stage) => getComputedStyle(stage, '::before').backgroundImage));
        const dashed = lines.map((line) => line.includes('repeating-linear-gradient'));
        // The second stage is half done.
        deepStrictEqual(dashed, theme.startsWith('highContrast') ? [false, true, true] : [false, false, false]);
      }
    });
  }

  it('shows a sentence when the answer is no object', async () => {
    const { page } = await open();
    await panel.show({ ...full, text: '[1' });
    ok(await page.getByRole('heading', { level: 1 }).isVisible());
    strictEqual(await page.locator('[data-referral-id]').count(), 0);
  });
});
