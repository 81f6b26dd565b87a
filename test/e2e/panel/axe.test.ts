import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { sharedBrowser } from '../harness.ts';
import { bundlePanel, openPanel, type PanelFiles } from './panelPage.ts';
import { samples } from './samples.ts';
import { axe, seriousOf } from './seriousOf.ts';
import { themes, type ThemeName } from './themes.ts';

describe('the panel before axe', () => {
  let browser: Browser;
  let files: PanelFiles;

  before(async () => {
    [browser, files] = await Promise.all([sharedBrowser(), bundlePanel()]);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`has nothing serious or critical in any state, and nothing too wide: ${theme}`, async () => {
      // The page's content security policy doesn't allow axe's script.
      const { page, show, complaints } = await openPanel(browser, files, { theme, context: { bypassCSP: true } });
      await page.addScriptTag({ path: axe });
      // A theme changes only colors, so the other rules are checked in one theme.
      const only = theme === 'dark' ? undefined : ['color-contrast'];
      const found: string[] = [];
      for (const [name, state] of Object.entries(samples)) {
        await show(state);
        await page.evaluate(() => {
          for (const part of document.querySelectorAll('details')) part.open = true;
          for (const animation of document.getAnimations()) animation.cancel();
        });
        found.push(...(await seriousOf(page, only)).map((problem) => `${name}: ${problem}`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${name}: ${wide} px too wide`);
        if (name !== 'full') continue;
        await page.setViewportSize({ width: 280, height: 900 });
        found.push(...(await seriousOf(page, only)).map((problem) => `${name}, narrow: ${problem}`));
        await page.setViewportSize({ width: 900, height: 900 });
      }
      deepStrictEqual([found, complaints], [[], []]);
    });
  }

  it('would hear of what is hard to read', async () => {
    const { page, show } = await openPanel(browser, files, { context: { bypassCSP: true } });
    await page.addScriptTag({ path: axe });
    await show(samples['usual']!);
    await page.evaluate(() => (document.querySelector('h1')!.style.color = '#333333'));
    ok((await seriousOf(page)).some((problem) => problem.startsWith('color-contrast')));
  });
});
