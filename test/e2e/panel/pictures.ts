/**
 * Takes pictures of the panel: `node test/e2e/panel/pictures.ts [folder] [sample …]`. For viewing, not for comparing.
 * Also reports errors of a page, pages wider than the window, and missing leaves.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';
import { launchChromium } from '../../vscode/chromium.ts';
import { bundlePanel, openPanel } from './panelPage.ts';
import { samples } from './samples.ts';
import { themes, type ThemeName } from './themes.ts';

const [folder = join(tmpdir(), 'panel-pictures'), ...only] = process.argv.slice(2);
const widths = [280, 480, 900, 1400];
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
const files = await bundlePanel();
console.log(`${Buffer.byteLength(files.script)} + ${Buffer.byteLength(files.style)} bytes`);

for (const [name, state] of Object.entries(samples)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const theme of Object.keys(themes) as ThemeName[]) {
    // All widths in one theme and one width in the others, since colors and layout don't depend on each other.
    for (const width of theme === 'dark' ? widths : [900]) {
      const panel = await openPanel(browser, files, { theme, width });
      await panel.show(state);
      // The progress bar of a loading page is delayed.
      await panel.page.evaluate(() => document.getAnimations().forEach((animation) => (animation.currentTime = 700)));
      const problems = [...panel.complaints];
      const wide = await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) problems.push(`${wide}px too wide`);
      await panel.page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: true });
      if (state.kind === 'referral') {
        await panel.page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
        for (const leaf of leavesOf(parseJsonTree(state.text))) {
          const at = panel.page.locator(`main [data-path=${JSON.stringify(leaf.pointer)}]`);
          const value = (await at.count()) === 1 ? await at.getAttribute('data-value') : undefined;
          if (value !== leaf.raw) problems.push(`${leaf.pointer}: ${value ?? 'not once'}`);
          else if (!(await at.isVisible())) problems.push(`${leaf.pointer} can't be seen`);
        }
        const opened = await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (opened > 0) problems.push(`${opened}px too wide when opened`);
        if (width === 900) {
          await panel.page.screenshot({ path: join(folder, `${name}-${theme}-opened.png`), fullPage: true });
        }
      }
      for (const problem of problems) console.log(`${name} ${theme} ${width}: ${problem.slice(0, 200)}`);
      await panel.page.close();
    }
  }
}
await browser.close();
