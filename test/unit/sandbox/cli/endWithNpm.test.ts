import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { mock } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { sandboxBundle } from '../../../../src/sandbox/cli/bundle.ts';
import { endWithNpm } from '../../../../src/sandbox/cli/endWithNpm.ts';

describe('A sandbox that was started through', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-npm-'));
  // npm's settings of the run that these tests belong to don't concern them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  after(() => rmSync(folder, { recursive: true }));

  /** Ends only npm, and waits until all that has its output is gone. */
  async function endsWith(npm: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    assert.ok(npm.stdout);
    const [line] = (await once(createInterface(npm.stdout), 'line')) as [string];
    const url = /^Partner API sandbox listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1] ?? line;
    assert.equal((await fetch(`${url}/_sandbox/health`)).status, 200);
    npm.kill(signal);
    await once(npm, 'close');
    await assert.rejects(fetch(`${url}/_sandbox/health`), TypeError);
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`npm run ends when npm ends by ${signal}`, async () => {
      const args = ['run', '-s', 'sandbox', '--', '--port', '0'];
      await endsWith(spawn('npm', args, { env, stdio: ['ignore', 'pipe', 'inherit'] }), signal);
    });
  }

  it('npx ends when npx ends', async () => {
    await build({ ...sandboxBundle, outdir: folder, logLevel: 'error' });
    const manifest = { name: 'packed-sandbox', version: '7.8.9', type: 'module', bin: './sandbox.js' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const offline = { ...env, npm_config_cache: join(folder, 'cache'), npm_config_offline: 'true' };
    await promisify(execFile)('npm', ['pack'], { cwd: folder, env: offline });
    const npx = (...args: string[]): [string, string[], { cwd: string; env: NodeJS.ProcessEnv }] => [
      'npx',
      ['--yes', './packed-sandbox-7.8.9.tgz', ...args],
      { cwd: folder, env: offline },
    ];
    const [command, args, options] = npx('--port', '0');
    await endsWith(spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] }), 'SIGTERM');
    assert.equal((await promisify(execFile)(...npx('--version'))).stdout, '7.8.9\n');
  });

  it('node as one file has all that certificates need', async () => {
    await build({ ...sandboxBundle, outdir: folder, logLevel: 'error' });
    const served = spawn(process.execPath, [join(folder, 'sandbox.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(createInterface(served.stdout), 'line')) as [string];
      const response = await fetch(`${line.slice(line.indexOf('http'))}/_sandbox/webhooks/certificate`);
      assert.match(await response.text(), /^-----BEGIN CERTIFICATE-----/);
    } finally {
      served.kill();
      await once(served, 'close');
    }
  });

  it('npm ends when its parent is gone, also where it keeps that one’s id, as on Windows', async () => {
    // npm is recognized by its command line.
    const parent = spawn(process.execPath, ['-e', 'process.stdin.resume()', 'npm'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    await once(parent, 'spawn');
    const ppid = Object.getOwnPropertyDescriptor(process, 'ppid');
    assert.ok(ppid);
    Object.defineProperty(process, 'ppid', { ...ppid, value: parent.pid });
    const before = process.env['npm_lifecycle_event'];
    process.env['npm_lifecycle_event'] = 'sandbox';
    const timers = mock.timers;
    timers.enable({ apis: ['setInterval'] });
    const ended: string[] = [];
    try {
      endWithNpm(() => ended.push('sandbox'));
      timers.tick(500);
      assert.deepEqual(ended, []);
      parent.stdin.end();
      await once(parent, 'exit');
      timers.tick(500);
      timers.tick(500);
      assert.deepEqual(ended, ['sandbox']);
    } finally {
      timers.reset();
      Object.defineProperty(process, 'ppid', ppid);
      if (before === undefined) delete process.env['npm_lifecycle_event'];
      else process.env['npm_lifecycle_event'] = before;
      parent.kill();
    }
  });

  it('a script that npm runs does not end with the script', () => {
    const watches = mock.method(globalThis, 'setInterval', () => ({ unref: () => undefined }));
    const before = process.env['npm_lifecycle_event'];
    process.env['npm_lifecycle_event'] = 'test';
    try {
      endWithNpm(() => undefined);
    } finally {
      watches.mock.restore();
      if (before === undefined) delete process.env['npm_lifecycle_event'];
      else process.env['npm_lifecycle_event'] = before;
    }
    // Without /proc the parent's name is not known.
    assert.equal(watches.mock.callCount(), existsSync('/proc/self/cmdline') ? 0 : 1);
  });
});
