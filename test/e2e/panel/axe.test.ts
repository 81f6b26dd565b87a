import { deepStrictEqual, ok } from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../vscode/chromium.ts';
import { bundlePanel, openPanel, type PanelFiles } from './panelPage.ts';
import { samples } from './samples.ts';
import { themes, type ThemeName } from './themes.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the panel before axe', function () {
  this.timeout(120_000);
  let browser: Browser;
  let files: PanelFiles;

  before(async () => {
    [browser, files] = await Promise.all([launchChromium(), bundlePanel()]);
  });
  after(() => browser.close());

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`has nothing serious or critical in any state: ${theme}`, async () => {
      // axe asks for more than the page's policy grants a script.
      const { page, show } = await openPanel(browser, files, { theme, context: { bypassCSP: true } });
      await page.addScriptTag({ path: axe });
      const found: string[] = [];
      for (const [name, state] of Object.entries(samples)) {
        await show(state);
        await page.evaluate(() => {
          for (const part of document.querySelectorAll('details')) part.open = true;
          for (const animation of document.getAnimations()) animation.cancel();
        });
        found.push(...(await seriousOf(page)).map((problem) => `${name}: ${problem}`));
        if (name !== 'full') continue;
        await page.setViewportSize({ width: 280, height: 900 });
        found.push(...(await seriousOf(page)).map((problem) => `${name}, narrow: ${problem}`));
        await page.setViewportSize({ width: 900, height: 900 });
      }
      deepStrictEqual(found, []);
      await page.close();
    });
  }

  it('would hear of what is hard to read', async () => {
    const { page, show } = await openPanel(browser, files, { context: { bypassCSP: true } });
    await page.addScriptTag({ path: axe });
    await show(samples['usual']!);
    await page.evaluate(() => (document.querySelector('h1')!.style.color = '#333333'));
    ok((await seriousOf(page)).some((problem) => problem.startsWith('color-contrast')));
    await page.close();
  });
});

async function seriousOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 200) ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}
