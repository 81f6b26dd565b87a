import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Root folder of the checkout. */
export const root = join(import.meta.dirname, '../..');

/** Returns the path of Node 24, which VS Code's server and the TypeScript files of this project need. */
export function findNode24(): string {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const installed = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(installed)) return installed;
  throw new Error(
    `Node 24 is needed and this is ${process.version}: run "npm ci", which brings it, or install Node 24 and try again.`,
  );
}
