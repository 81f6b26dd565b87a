/**
 * Draws the page of the timeline with its samples in all themes, without a workbench, for looking at:
 * `node test/e2e/panel/timelinePictures.ts [folder] [sample…]`.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../../vscode/chromium.ts';
import { bundlePanel, openTimeline } from './panelPage.ts';
import { themes, type ThemeName } from './themes.ts';
import { timelines } from './timelineSamples.ts';

const [folder = join(tmpdir(), 'timeline-pictures'), ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
const files = await bundlePanel('timeline');
console.log(`${Buffer.byteLength(files.script)} + ${Buffer.byteLength(files.style)} bytes`);

for (const [name, state] of Object.entries(timelines)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const width of theme === 'dark' ? [320, 640, 1100, 1500] : [1100]) {
      const { page, show, complaints } = await openTimeline(browser, files, { theme, width, height: 800 });
      await show(state);
      const mark = page.locator('.mark.is-moved');
      if ((await mark.count()) > 0) await mark.first().focus();
      for (const problem of complaints) console.log(`${name} ${theme} ${width}: ${problem.slice(0, 300)}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) console.log(`${name} ${theme} ${width}: ${wide}px too wide`);
      await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: true });
      await page.close();
    }
  }
}
await browser.close();
