#!/usr/bin/env node
// Stands in for the desktop program of VS Code: @vscode/test-electron starts it with the same arguments. Plain JavaScript
// that any Node can read, because the Node found first may be too old for the rest.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

if (process.versions.node.startsWith('24.')) {
  await import('./runHostTests.ts');
} else {
  const node = join(import.meta.dirname, '../../node_modules/node/bin/node');
  if (!existsSync(node)) throw new Error('Node 24 is needed: run "npm ci", which brings it.');
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}
