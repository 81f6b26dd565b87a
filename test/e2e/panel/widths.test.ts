import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { sharedBrowser } from '../harness.ts';
import { bundlePanel, openPanel, type PanelFiles, type PanelPage } from './panelPage.ts';
import { samples } from './samples.ts';

describe('the panel in little room', () => {
  let browser: Browser;
  let files: PanelFiles;
  let panel: PanelPage;

  before(async () => {
    [browser, files] = await Promise.all([sharedBrowser(), bundlePanel()]);
  });
  afterEach(() => deepStrictEqual(panel.complaints, []));

  // 371 to 571 CSS pixels are its widths in VS Code's usual layout.
  for (const width of [240, 280, 371, 461, 571]) {
    it(`has its buttons side by side and amounts in one line: ${width} CSS pixels`, async () => {
      panel = await openPanel(browser, files, { width });
      await panel.show(samples['usual']!);
      const { page } = panel;
      const [accept, decline] = await Promise.all(
        ['Accept', 'Decline…'].map((name) => page.getByRole('button', { name }).boundingBox()),
      );
      ok(accept && decline);
      strictEqual(accept.y, decline.y);
      ok(accept.x + accept.width < decline.x);
      const lines = await page.locator('[data-path="/details/dealValue"]').evaluate((leaf) => {
        const range = document.createRange();
        range.selectNodeContents(leaf);
        return range.getClientRects().length;
      });
      strictEqual(lines, 1);
      strictEqual(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    });
  }

  it('crosses out no hyphen, and no dash that stands for no value', async () => {
    panel = await openPanel(browser, files);
    await panel.show(samples['changed']!);
    const was = await panel.page.locator('main .was').allTextContents();
    deepStrictEqual(was.slice(0, 5), ['was Active', 'was €50,000', 'was Oct 1, 2026', 'was –', 'was CRM-1']);
    const crossedOut = await panel.page.locator('main .was s').allTextContents();
    deepStrictEqual(crossedOut.slice(0, 3), ['Active', '€50,000', 'Oct 1, 2026']);
    ok(!crossedOut.some((text) => /[-–]/.test(text)));
  });
});
