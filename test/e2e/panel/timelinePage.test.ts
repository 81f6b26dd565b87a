import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { TimelineDrawing } from '../../../src/protocol/timeline.ts';
import { sharedBrowser } from '../harness.ts';
import { hostileStrings } from './hostileStrings.ts';
import { bundlePanel, openTimeline, type PanelFiles, type PanelOptions, type TimelinePage } from './panelPage.ts';
import { axe, seriousOf } from './seriousOf.ts';
import { themes, type ThemeName } from './themes.ts';
import { timelines } from './timelineSamples.ts';

describe('the page of a timeline', () => {
  let browser: Browser;
  let files: PanelFiles;
  let timeline: TimelinePage;
  const open = async (options?: PanelOptions): Promise<TimelinePage> =>
    (timeline = await openTimeline(browser, files, options));
  const { story } = timelines;

  before(async () => {
    [browser, files] = await Promise.all([sharedBrowser(), bundlePanel('timeline')]);
  });
  afterEach(() => deepStrictEqual(timeline.complaints, []));

  const focusedName = (): Promise<string | null> =>
    timeline.page.evaluate(() => document.activeElement!.getAttribute('aria-label'));
  const mark = (name: RegExp) => timeline.page.getByRole('gridcell', { name });
  const details = () => timeline.page.getByRole('region', { name: 'Selected event' });

  it('has a row for each lane and a cell for each mark, with what happened and when', async () => {
    const { page } = await open({ width: 1100 });
    await timeline.show(story);
    const rows = page.getByRole('row');
    deepStrictEqual(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label'))), [
      'Litware',
      'Microsoft’s side',
      'Calls of admin · crm-sync/2.1',
      'Calls of this extension',
      'Calls of user noor.dewit@litware.example · crm-sync/2.1',
      'Webhooks',
      'Clock of the sandbox',
    ]);
    const marks = story.drawing!.lanes.reduce((sum, lane) => sum + lane.marks.length, 0);
    strictEqual(await page.getByRole('gridcell').count(), marks);
    ok(await mark(/^PATCH answered with 412, Jun 15, 2026, 10:12:05\.520\sAM, 1 finding$/).isVisible());
  });

  it('is one tab stop, in which arrow keys move in time and between lanes', async () => {
    const { page } = await open({ width: 1100 });
    await timeline.show(story);
    strictEqual(await page.locator('.mark[tabindex="0"]').count(), 1);
    await mark(/^admin changed the status/).focus();
    await page.keyboard.press('ArrowDown');
    ok((await focusedName())?.startsWith('admin created the referral'));
    await page.keyboard.press('ArrowDown');
    ok((await focusedName())?.startsWith('POST answered with 200'));
    await page.keyboard.press('ArrowLeft');
    ok((await focusedName())?.startsWith('PATCH answered with 204'));
    await page.keyboard.press('Home');
    ok((await focusedName())?.startsWith('GET answered with 200'));
    await page.keyboard.press('ArrowLeft');
    ok((await focusedName())?.startsWith('GET answered with 200'));
    await page.keyboard.press('Control+End');
    ok((await focusedName())?.startsWith('Expected close, Sep 30, 2026'));
    await page.keyboard.press('Control+Home');
    ok((await focusedName())?.startsWith('The referral was created'));
    strictEqual(await page.locator('.mark[tabindex="0"]').count(), 1);
  });

  it('tells of the selected call in words, to which Enter leads and from which Escape leads back', async () => {
    const { page } = await open({ width: 1100 });
    await timeline.show(story);
    await mark(/^PATCH answered with 412/).focus();
    const text = await details().innerText();
    for (const part of ['PATCH answered with 412', 'Calls of admin', 'client-r3', 'without If-Match', '12 ms']) {
      ok(text.includes(part), part);
    }
    await page.keyboard.press('Enter');
    ok(await details().evaluate((section) => section === document.activeElement));
    await page.keyboard.press('Escape');
    ok((await focusedName())?.startsWith('PATCH answered with 412'));
  });

  it('opens the referral of an event by Enter, and by a button in the details', async () => {
    const { page } = await open({ width: 1100 });
    await timeline.show(story);
    await mark(/^Microsoft changed the status from “New/).focus();
    await page.keyboard.press('Enter');
    const theirs = 'f3a8c2d4-1b5e-4c77-8e90-6a2d9b1c4e55';
    deepStrictEqual(await timeline.settleIntent(0), { name: 'openReferral', id: theirs });
    await mark(/^PATCH answered with 412/).click();
    await page.getByRole('button', { name: 'Open Referral' }).click();
    deepStrictEqual(await timeline.settleIntent(1), { name: 'openReferral', id: story.id });
  });

  it('keeps the selected event, the focus and the opened table over an update', async () => {
    const { page } = await open({ width: 1100 });
    await timeline.show(story);
    await page.locator('summary').click();
    // The rows are made by the event that the table was opened, which comes after the click.
    await page.getByRole('table').waitFor();
    const events = story.drawing!.lanes.flatMap(({ marks }) => marks.flatMap(({ entries }) => entries));
    strictEqual(await page.getByRole('table').getByRole('row').count(), 1 + events.length);
    await mark(/^PATCH answered with 412/).focus();
    // The newest events are left out, so most columns have other places.
    const lanes = story.drawing!.lanes.map((lane) => ({ ...lane, marks: lane.marks.slice(0, 4) }));
    await timeline.show({ ...story, drawing: { ...story.drawing!, lanes } });
    ok((await focusedName())?.startsWith('PATCH answered with 412'));
    ok((await details().innerText()).includes('PATCH answered with 412'));
    ok(await page.getByRole('table').isVisible());
  });

  it('lists the events of a mark that stands for several, and counts them in its name', async () => {
    const { page } = await open({ width: 1100 });
    await timeline.show(timelines.many);
    const several = mark(/^13 events from Jul 14, 2026/).first();
    await several.focus();
    strictEqual(await details().getByRole('article').count(), 13);
    strictEqual(await page.locator('.mark[aria-selected="true"]').count(), 1);
  });

  it('shows the end first, scrolls to what has the focus, and keeps statuses in sight', async () => {
    const { page } = await open({ width: 500 });
    await timeline.show(timelines.many);
    const scrolled = (): Promise<number> => page.locator('.scroller').evaluate((scroller) => scroller.scrollLeft);
    const end = await scrolled();
    ok(end > 500);
    ok(await page.locator('.band-words').first().isVisible());
    await mark(/^Expected close/).focus();
    await page.keyboard.press('Control+Home');
    ok((await scrolled()) < end);
    strictEqual(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  });

  it('keeps the words of a status within its band, in any script', async () => {
    const { page } = await open({ width: 1400 });
    for (const label of [undefined, '契約が締結されて有効になりました']) {
      const lanes = story.drawing!.lanes.map((lane) => ({
        ...lane,
        bands: lane.bands.map((band) => ({ ...band, label: label ?? band.label })),
      }));
      await timeline.show({ ...story, drawing: { ...story.drawing!, lanes } });
      // What is beyond the end of the inner SVG is not drawn. Its bounding box would be that of its content.
      const beyond = await page.locator('.band').evaluateAll((bands) =>
        bands.map((band) => {
          const view = band.querySelector('svg')!;
          const bar = band.querySelector<SVGPathElement>('.bar')!.getBBox();
          const isCut = getComputedStyle(view).overflow === 'hidden';
          return isCut ? view.x.baseVal.value + view.width.baseVal.value - (bar.x + bar.width) : Infinity;
        }),
      );
      ok(beyond.length > 1);
      deepStrictEqual(
        beyond.filter((width) => width > 1),
        [],
      );
    }
  });

  it('asks for a refresh, and for what a failure offers', async () => {
    const { page } = await open();
    await timeline.show(timelines.failed);
    await page.getByRole('button', { name: 'Refresh' }).click();
    deepStrictEqual(await timeline.settleIntent(0), { name: 'refresh' });
    await page.getByRole('button', { name: 'Show Log' }).click();
    deepStrictEqual(await timeline.settleIntent(1), { name: 'failureAction', action: 'showLog' });
  });

  it('announces a failure, and copies its request ID', async () => {
    const { page } = await open();
    const announced = (): Promise<string | null> => page.getByRole('status').textContent();
    await timeline.show(story);
    strictEqual(await announced(), '');
    await timeline.show(timelines.failed);
    strictEqual(await announced(), 'The sandbox did not respond.');
    const copy = page.getByRole('button', { name: 'Copy request ID' });
    await copy.click();
    deepStrictEqual(await timeline.settleIntent(0), { name: 'copyValue', value: 'abc' });
    await page.locator('.copied').waitFor();
    strictEqual(await announced(), 'Copied');
    // The timeline of a sandbox is updated by itself, and what fails again is no news.
    await timeline.show({ ...timelines.failed, title: 'Renamed' });
    strictEqual(await announced(), 'Copied');
  });

  it('shows whatever a server or caller sent as text', async () => {
    const { page } = await open({ width: 1100 });
    for (const words of hostileStrings) await timeline.show({ ...story, title: words, drawing: withWords(words) });
    const foreign = 'img, script:not([nonce]), a, iframe, object, [style], [onclick], [onerror]';
    strictEqual(await page.locator(foreign).count(), 0);
    strictEqual(await page.getByRole('heading', { level: 1 }).textContent(), hostileStrings.at(-1));
  });

  /** The story with these words in the place of all that comes from servers and callers. */
  const withWords = (words: string): TimelineDrawing => ({
    ...story.drawing!,
    lanes: story.drawing!.lanes.map((lane) => ({
      ...lane,
      name: words,
      bands: lane.bands.map((band) => ({ ...band, label: words })),
      marks: lane.marks.map((each) => ({
        ...each,
        entries: each.entries.map((entry) => ({
          ...entry,
          title: words,
          facts: [{ label: 'x', value: words }],
          findings: [words],
        })),
      })),
    })),
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`has nothing serious or critical for axe in any state, and nothing too wide: ${theme}`, async () => {
      const { page, show } = await open({ theme, context: { bypassCSP: true } });
      await page.addScriptTag({ path: axe });
      const only = theme === 'dark' ? undefined : ['color-contrast'];
      const found: string[] = [];
      for (const [name, state] of Object.entries(timelines)) {
        for (const width of [900, 280]) {
          await page.setViewportSize({ width, height: 900 });
          await show(state);
          await page.evaluate(() => {
            for (const part of document.querySelectorAll('details')) part.open = true;
            document.querySelector<HTMLElement>('.mark')?.focus();
            for (const animation of document.getAnimations()) animation.cancel();
          });
          found.push(...(await seriousOf(page, only)).map((problem) => `${name} ${width}: ${problem}`));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (wide > 0) found.push(`${name} ${width}: ${wide} px too wide`);
        }
      }
      deepStrictEqual(found, []);
    });
  }

  it('draws its marks also where colors are forced, with a visible focus', async () => {
    const { page } = await open({ width: 1100, context: { forcedColors: 'active' } });
    await timeline.show(story);
    await mark(/^PATCH answered with 412/).focus();
    const strokes = await page.evaluate(() =>
      ['.shape', '.ring'].map((part) => getComputedStyle(document.querySelector(`.mark:focus ${part}`)!).stroke),
    );
    ok(
      strokes.every((stroke) => stroke !== 'none'),
      String(strokes),
    );
  });
});
