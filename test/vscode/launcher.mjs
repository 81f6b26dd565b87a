#!/usr/bin/env node
// Replaces VS Code's desktop program: @vscode/test-electron starts it with the same arguments. It is plain JavaScript,
// which any version of Node.js can run, since the Node.js that is found first may be too old for the rest.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

if (process.versions.node.startsWith('24.')) {
  await import('./runHostTests.ts');
} else {
  const node = join(
    import.meta.dirname,
    '../../node_modules/node/bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(node)) throw new Error('Node 24 is needed: run "npm ci", which brings it.');
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}
