import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../vscode/paths.ts';
import { launchChromium } from '../../vscode/chromium.ts';
import { bundlePanel, openPanel } from './panelPage.ts';
import { samples } from './samples.ts';
import { themes, type ThemeName } from './themes.ts';

const pictured = ['usual', 'minimal', 'full', 'hostile', 'masked', 'changed', 'failed'];
const folder = join(root, 'out/screenshots');

describe('the panel’s pictures', function () {
  this.timeout(60_000);
  mkdirSync(folder, { recursive: true });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`show each state without a complaint and nothing too wide: ${theme}`, async () => {
      const [browser, files] = await Promise.all([launchChromium(), bundlePanel()]);
      const problems: string[] = [];
      for (const name of pictured) {
        const { page, show, complaints } = await openPanel(browser, files, { theme });
        await show(samples[name]!);
        await page.screenshot({ path: join(folder, `panel-${name}-${theme}.png`), fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        problems.push(...complaints, ...(wide > 0 ? [`${name} is ${wide}px too wide`] : []));
        await page.close();
      }
      await browser.close();
      deepStrictEqual(problems, []);
    });
  }
});
