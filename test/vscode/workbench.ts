import type { Page } from 'playwright-core';
import { waitLimit } from '../limits.ts';

/**
 * Resolves when the workbench is loaded and has registered the extensions, so that commands and views are available.
 */
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

/** Console lines of the workbench that can be ignored: it looks for services that this server doesn't have. */
export function isNoise(line: string): boolean {
  return noise.some((each) => each.test(line));
}

/** Passes each line of the page's console and each uncaught error to `write`, without noise. */
export function relayConsole(page: Page, write: (line: string) => void): void {
  const relay = (line: string) => {
    if (!isNoise(line)) write(line);
  };
  page.on('console', (message) => relay(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => relay(`[uncaught] ${error.stack ?? error.message}`));
}
