import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError, RunningCommand } from '../../../../src/sandbox/scenarios/command.ts';

/** With a script in place of Windows’ shell, which prints what it is called with. */
describe('A command on Windows', () => {
  const { platform } = process;
  const { comspec } = process.env;
  let folder: string;
  before(function () {
    if (platform === 'win32') this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shell-'));
    writeFileSync(join(folder, 'cmd'), `#!/bin/sh\nprintf '%s\\n' "$@"\n`, { mode: 0o755 });
    writeFileSync(join(folder, 'sync.cmd'), '@echo off\n', { mode: 0o755 });
    process.env['comspec'] = join(folder, 'cmd');
    Object.defineProperty(process, 'platform', { value: 'win32' });
  });
  afterEach(() => {
    Object.defineProperty(process, 'platform', { value: platform });
    if (comspec === undefined) delete process.env['comspec'];
    else process.env['comspec'] = comspec;
    rmSync(folder, { recursive: true, force: true });
  });

  async function printed(command: readonly string[], cwd?: string): Promise<string> {
    let output = '';
    const running = await RunningCommand.start(command, {
      ...(cwd !== undefined && { cwd }),
      env: { PATHEXT: '.EXE;.CMD' },
      inherited: { PATH: folder },
      mark: folder,
      onOutput: (text) => (output += text),
    });
    assert.equal((await running.ended).exitCode, 0);
    return output;
  }

  it('that is a batch file gets its arguments as they are: none is lost, replaced or run by the shell', async () => {
    const all = ['C:\\My Data\\', '', '{"a":"x & calc"}', '100%PATH%'];
    const [first, ...rest] = (await printed([join(folder, 'sync.cmd'), ...all])).trim().split('\n');
    assert.deepEqual([first, rest.slice(0, 2)], ['/d', ['/s', '/c']]);
    const line = rest[2] ?? '';
    for (const escaped of ['^"C:\\My^ Data\\\\^"', '^"^"', '^&^ calc', '^"100^%PATH^%^"']) {
      assert.ok(line.includes(escaped), `${line} has no ${escaped}`);
    }
  });

  it('that does not exist is told before anything starts, though a shell would', async () => {
    await assert.rejects(printed(['nosuchprogram', 'x']), (error) => {
      assert.ok(error instanceof CommandError);
      assert.match(error.message, /there is no program "nosuchprogram"\. Write it behind --/);
      return true;
    });
  });

  it('that is not found may also lack its folder', async () => {
    const missing = join(folder, 'missing');
    await assert.rejects(printed(['.\\sync', 'x'], missing), {
      name: 'CommandError',
      message: `The command can't be started: there is no program ".\\sync", or no folder ${missing}.`,
    });
  });
});
