import type { Page } from 'playwright-core';
import { waitLimit } from '../limits.ts';

/** Settles when the workbench stands and knows its extensions, so that commands and views can be asked for. */
export async function whenWorkbenchReady(page: Page): Promise<void> {
  const timeout = waitLimit;
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout });
  await page.waitForFunction(
    () =>
      ['code/didStartWorkbench', 'code/didLoadExtensions'].every(
        (mark) => performance.getEntriesByName(mark).length > 0,
      ),
    undefined,
    { timeout },
  );
}

const noise = [/serviceWorker\.js/, /open-vsx\.org/, /events\.data\.microsoft\.com/, /vscode-cdn\.net/, /net::ERR_/];

/** Lines of the workbench's console that mean nothing: it looks for services that this server does without. */
export function isNoise(line: string): boolean {
  return noise.some((each) => each.test(line));
}

/** Hands each line of the page's console and each uncaught error to `write`, without noise. */
export function relayConsole(page: Page, write: (line: string) => void): void {
  const relay = (line: string) => {
    if (!isNoise(line)) write(line);
  };
  page.on('console', (message) => relay(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => relay(`[uncaught] ${error.stack ?? error.message}`));
}
