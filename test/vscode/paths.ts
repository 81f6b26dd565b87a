import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The checkout. */
export const root = join(import.meta.dirname, '../..');

/** Node 24, which the VS Code server and this project's own TypeScript need, whatever Node the machine has. */
export function findNode24(): string {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const installed = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(installed)) return installed;
  throw new Error(
    `Node 24 is needed and this is ${process.version}: run "npm ci", which brings it, or install Node 24 and try again.`,
  );
}
