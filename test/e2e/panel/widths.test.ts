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

  /** The number of lines of the text that matches, in the first element that the selector finds. */
  const linesOf = (selector: string, text = /[^]+/): Promise<number> =>
    panel.page
      .locator(selector)
      .first()
      .evaluate(
        (element, { source, flags }) => {
          const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            const found = new RegExp(source, flags).exec(node.textContent ?? '');
            if (!found) continue;
            const range = document.createRange();
            range.setStart(node, found.index);
            range.setEnd(node, found.index + found[0].length);
            return new Set([...range.getClientRects()].map(({ top }) => top)).size;
          }
          return 0;
        },
        { source: text.source, flags: text.flags },
      );

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
      strictEqual(await linesOf('[data-path="/details/dealValue"]'), 1);
      strictEqual(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    });
  }

  it('breaks times, e-mail addresses and labels only between their parts', async () => {
    for (const width of [260, 280, 371, 461, 571, 660, 700, 740]) {
      panel = await openPanel(browser, files, { width });
      await panel.show(samples['usual']!);
      strictEqual(await linesOf('.stage.now .stage-notes', /\d+:\d\d\s[AP]M/), 1, `time, ${width}`);
      const email = '[data-path="/customerProfile/team/0/email"]';
      strictEqual(await linesOf(email, /woodgrove\.example/), 1, `e-mail address, ${width}`);
      strictEqual(await panel.page.locator(email).innerText(), 'lucia.ferrer@woodgrove.example');
      await panel.show(samples['soon']!);
      strictEqual(await linesOf('.request-id', /Request ID/), 1, `label, ${width}`);
      strictEqual(await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    }
  });

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
