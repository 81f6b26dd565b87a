/**
 * Runs `run()` of a test module inside the extension host of a VS Code server, and exits with its exit code. Supports
 * the arguments of desktop VS Code that are needed here: --extensionDevelopmentPath, --extensionTestsPath,
 * --user-data-dir (for its User/settings.json) and a folder to open.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { testLimit } from '../limits.ts';
import { hostTestsBegin, hostTestsEnd } from '../mocha.ts';
import { launchChromium } from './chromium.ts';
import { endAfterOutput, endWithParent } from './processes.ts';
import { defaultBuiltinExtensions, startVscodeServer, type VscodeServer } from './server.ts';
import { isNoise, relayConsole } from './workbench.ts';

endWithParent();

const wholeRunLimit = 10 * testLimit;

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
});

// Ends everything that is still running.
await endAfterOutput(await main());

async function main(): Promise<number> {
  const { extensionDevelopmentPath, extensionTestsPath, 'user-data-dir': userData } = values;
  if (typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string') {
    console.error('Both --extensionDevelopmentPath=… and --extensionTestsPath=… are needed.');
    return 2;
  }
  const folder = positionals[0];
  const server = await startVscodeServer({
    smokeTestDriver: true,
    // Reports are shown by the second one; the benchmark compares the activation of the first with the extension's.
    builtinExtensions: [...defaultBuiltinExtensions, 'media-preview', 'markdown-language-features'],
    settings: typeof userData === 'string' ? readSettings(userData) : {},
  });
  const pageLog: string[] = [];
  try {
    const browser = await launchChromium();
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    relayConsole(page, (line) => pageLog.push(line));
    const exitCode = await exitCodeOf(page, server, () =>
      page.goto(server.openUrl({ ...(folder && { folder }), extensionDevelopmentPath, extensionTestsPath })),
    );
    await browser.close();
    return exitCode;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n`);
    console.error(`--- page\n${pageLog.join('\n')}\n\n--- server\n${server.logs()}`);
    return 1;
  } finally {
    await server.close();
  }
}

/** Resolves with the exit code of the tests' `run()`. Rejects if the run can't finish. */
async function exitCodeOf(page: Page, server: VscodeServer, open: () => Promise<unknown>): Promise<number> {
  const timers: NodeJS.Timeout[] = [];
  const ended = new Promise<number>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(why));
    let reached: 'nothing' | 'begin' | 'end' = 'nothing';
    const limit = (ms: number, what: string) => setTimeout(() => fail(`${what} within ${ms / 1000} s.`), ms);
    const start = limit(testLimit, 'The tests did not start');
    const watch = setInterval(() => {
      const lost = /.*Extension Host Process exited with code.*/i.exec(server.logs());
      // After its tests, the extension host may end before the page has printed the results.
      if (lost && reached !== 'end') fail(`The extension host ended before its tests did: ${lost[0]}`);
    }, 1_000);
    timers.push(start, watch, limit(wholeRunLimit, 'The tests did not end'));
    page.once('crash', () => fail('The page of the workbench crashed.'));
    page.once('close', () => fail('The page of the workbench was closed.'));
    page
      .context()
      .browser()
      ?.once('disconnected', () => fail('The browser ended.'));
    void server.ended.then(() => fail("VS Code's server ended."));
    const log = (_type: string, args: unknown[]) => {
      const line = format(...args);
      if (line === hostTestsBegin) {
        reached = 'begin';
        clearTimeout(start);
      } else if (line === hostTestsEnd) {
        reached = 'end';
      } else if (reached === 'begin' && !isNoise(line)) {
        // Messages of the workbench about its start matter only if it fails, and are in the page's log then.
        console.log(line);
      }
    };
    const exit = (code: number) => {
      // VS Code also exits with 0 if the extension host crashes.
      if (code === 0 && reached !== 'end') fail('The extension host ended before its tests did.');
      else resolve(code);
    };
    page
      .exposeFunction('codeAutomationLog', log)
      .then(() => page.exposeFunction('codeAutomationExit', exit))
      .then(open)
      .catch(reject);
  });
  try {
    return await ended;
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

function readSettings(userData: string): Record<string, unknown> {
  const path = join(userData, 'User/settings.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
}
