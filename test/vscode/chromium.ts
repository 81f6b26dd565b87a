import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const namedBy = ['PARTNER_REFERRALS_CHROMIUM', 'CHROMIUM_PATH', 'CHROME_PATH'];
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((dir) => commands.map((name) => `${dir}/${name}`)),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
    ['/Applications', `${process.env['HOME'] ?? ''}/Applications`].map(
      (dir) => `${dir}/${name}.app/Contents/MacOS/${name}`,
    ),
  ),
  win32: ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap((name) =>
    ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((dir) => {
      const place = process.env[dir];
      return place ? [`${place}\\${name}`] : [];
    }),
  ),
};

/** The path of a Chromium, Chrome or Edge; throws an error that tells how to get one. */
export function findChromium(): string {
  for (const name of namedBy) {
    const path = process.env[name];
    if (!path) continue;
    if (isExecutable(path)) return path;
    throw new Error(`${name} is set to ${path}, which is no program that can be run.`);
  }
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((dir) => commands.map((name) => join(dir, name)));
  const found = [...onPath, ...(usualPlaces[process.platform] ?? [])].find(isExecutable);
  if (found) return found;
  throw new Error(
    'No Chromium was found. Debian or Ubuntu: apt-get install chromium; elsewhere install Chrome or Chromium, ' +
      'or set CHROMIUM_PATH (or CHROME_PATH) to its program.',
  );
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    // Whoever launches it cleans up on signals; Playwright ends the browser when this process exits.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
