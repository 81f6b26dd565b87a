import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { PanelState } from '../../../src/protocol/panel.ts';
import { outsideOfBrackets, pseudoTexts } from '../../pseudoTexts.ts';
import { sharedBrowser } from '../harness.ts';
import { bundlePanel, openPanel, type PanelFiles } from './panelPage.ts';
import { samples } from './samples.ts';

/** Texts that Intl formats from codes, dates and relative times. The locale of the tests is English. */
const fromIntl =
  'Spain Spanish Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec AM PM in ago now yesterday tomorrow today last next this second seconds minute minutes hour hours day days month months year years';

describe('the panel in a language that nobody speaks', () => {
  let browser: Browser;
  let files: PanelFiles;

  before(async () => {
    [browser, files] = await Promise.all([sharedBrowser(), bundlePanel()]);
  });

  it('says nothing in English', async () => {
    const { page, show, complaints } = await openPanel(browser, files, { texts: pseudoTexts() });
    const found: string[] = [];
    // The live region keeps its last text, and the texts of failures are the host's.
    const failures = Object.values(samples).filter(({ kind }) => kind === 'failed');
    const sentences = failures.flatMap((state) => [...wordsOf(state)]);
    for (const [name, state] of Object.entries(samples)) {
      await show(state);
      const data = new Set([...wordsOf(state), ...(state.kind === 'failed' ? sentences : [])]);
      for (const text of await textsOn(page)) {
        const left = outsideOfBrackets(text).split(/[^\p{L}\p{N}_.-]+/u);
        const english = left.filter((word) => /\p{L}/u.test(word) && !data.has(word));
        if (english.length > 0) found.push(`${name}: ${english.join(' ')}`);
      }
    }
    deepStrictEqual([found, complaints], [[], []]);
  });

  it('is found to say something in English where that is so', async () => {
    const { page, show } = await openPanel(browser, files);
    await show(samples['full']!);
    const texts = await textsOn(page);
    for (const text of ['Deal value', 'Refresh']) ok(texts.some((each) => each.includes(text)));
  });

  for (const width of [280, 400, 900]) {
    it(`cuts no text and lets none run over where all are 40 % longer, at ${width} pixels`, async () => {
      const { page, show } = await openPanel(browser, files, { width, texts: pseudoTexts() });
      const found: string[] = [];
      for (const [name, state] of Object.entries(samples)) {
        await show(state);
        found.push(...(await page.evaluate(textsWithoutRoom)).map((text) => `${name}: ${text}`));
      }
      deepStrictEqual(found, []);
    });
  }

  it('would be found to cut a text', async () => {
    const { page, show } = await openPanel(browser, files, { width: 280, texts: pseudoTexts() });
    await show(samples['full']!);
    await page.evaluate(() => {
      const [first, second] = document.querySelectorAll<HTMLElement>('h2');
      Object.assign(first!.style, { whiteSpace: 'nowrap', width: '3em' });
      Object.assign(second!.style, { whiteSpace: 'nowrap', width: '3em', overflow: 'hidden' });
    });
    const found = await page.evaluate(textsWithoutRoom);
    ok(found.length >= 2, found.join());
  });
});

/** Returns the words of a state and those of its data's language. */
function wordsOf(state: PanelState): ReadonlySet<string> {
  const text = state.kind === 'referral' ? `${state.text} ${JSON.stringify(state)}` : JSON.stringify(state);
  return new Set(`${text.replaceAll('\\n', ' ')} ${fromIntl} Microsoft`.split(/[^\p{L}\p{N}_.-]+/u));
}

/**
 * Returns the texts of the page except the values of the record: visible and collapsed text, and texts in attributes.
 */
function textsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.getElementById('root')!.cloneNode(true) as HTMLElement;
    for (const data of root.querySelectorAll('[data-path], .face')) data.replaceWith('0');
    // Elements separate words, but their text contents have no blank in between.
    for (const each of root.querySelectorAll('*')) each.append(' ');
    const attributes = [...root.querySelectorAll('[title], [aria-label]')].flatMap((each) => [
      each.getAttribute('title') ?? '',
      each.getAttribute('aria-label') ?? '',
    ]);
    return [root.textContent, ...attributes];
  });
}

/** Finds texts that are wider than their block or the page. Runs in the page. */
function textsWithoutRoom(): string[] {
  for (const part of document.querySelectorAll('details')) part.open = true;
  for (const animation of document.getAnimations()) animation.cancel();
  // A blank at the end of a line overflows it.
  const space = 4;
  const found: string[] = [];
  const walker = document.createTreeWalker(document.getElementById('root')!, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement!;
    if ((node.textContent ?? '').trim() === '' || !parent.checkVisibility() || parent.closest('.unseen, .beyond'))
      continue;
    let block: Element = parent;
    while (getComputedStyle(block).display.startsWith('inline') && block.parentElement) block = block.parentElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    const room = block.getBoundingClientRect();
    const cut = text.right > room.right + space || text.left < room.left - space || text.right > innerWidth + 1;
    if (cut)
      found.push(
        `${node.textContent!.slice(0, 60)} (${Math.round(text.right - room.right)} px beyond ${block.tagName} .${block.className})`,
      );
  }
  return found;
}
