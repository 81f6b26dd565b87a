import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { signalGroup } from '../../../../src/sandbox/scenarios/processGroup.ts';

const isWindows = process.platform === 'win32';

/** With a script in place of Windows’ taskkill, which writes down what it is called with. */
describe('Ending a process on Windows', function () {
  const { platform } = process;
  const { PATH } = process.env;
  let folder: string;
  let child: ChildProcess;
  before(function () {
    // There, the script would have to be another one.
    if (isWindows) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'taskkill-'));
    writeFileSync(join(folder, 'taskkill'), `#!/bin/sh\necho "$@" >> '${join(folder, 'called')}'\n`, { mode: 0o755 });
    process.env['PATH'] = `${folder}${delimiter}${PATH ?? ''}`;
    child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    Object.defineProperty(process, 'platform', { value: 'win32' });
  });
  afterEach(async () => {
    Object.defineProperty(process, 'platform', { value: platform });
    process.env['PATH'] = PATH;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const called = (): string =>
    existsSync(join(folder, 'called')) ? readFileSync(join(folder, 'called'), 'utf8').trim() : '';

  it('ends it with its children', () => {
    signalGroup(child, 'SIGTERM');
    assert.equal(called(), `/pid ${child.pid} /T /F`);
  });

  it('ends nothing once it has ended: its id may be that of another process', async () => {
    child.stdin?.end();
    await once(child, 'exit');
    signalGroup(child, 'SIGKILL');
    assert.equal(called(), '');
  });
});
