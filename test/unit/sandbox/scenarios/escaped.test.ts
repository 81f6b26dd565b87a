import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { isRunning, run, scenario } from './scenarios.ts';
import { inFolder } from '../../services/code/runCode.ts';

const toEnd = { run: 'toEnd' };
/** It outlasts the limits of the tests. */
const idle = 'sleep 100000';

const escapes: readonly [what: string, line: string][] = [
  ['has a session of its own', `setsid ${idle} & echo $!`],
  ['has a session and an environment of its own', `env -i setsid ${idle} & echo $!`],
  ['has also another output', `env -i setsid ${idle} >/dev/null 2>&1 & echo $!`],
  // The parent of the process that stays ends at once.
  ['was started by a daemon', `env -i setsid sh -c '${idle} & echo $!'`],
];

describe('What a command started and no longer belongs to it', function () {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  for (const [what, line] of escapes) {
    it(`is ended with it though it ${what}`, async () => {
      await inFolder('escape.sh', `${line}\nsleep 0.7\n`, async (file) => {
        const { output, ends, verdict } = await run(scenario([toEnd], []), '', { command: ['sh', file] });
        assert.deepEqual([verdict, ends], ['passed', [{ exitCode: 0, signal: undefined }]]);
        assert.ok(Number(output) > 0, output);
        assert.ok(!isRunning(Number(output)));
      });
    });

    it(`is ended by the time limit though it ${what}`, async () => {
      await inFolder('escape.sh', `${line}\n${idle}\n`, async (file) => {
        const options = { command: ['sh', file], timeoutSeconds: 1 };
        const { output, failures } = await run(scenario([toEnd], []), '', options);
        assert.match(failures[0]?.message ?? '', /ended with its children\./);
        assert.ok(!isRunning(Number(output)));
      });
    });
  }

  it('is not waited for where it can’t be found, and the message says so', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform');
    assert.ok(platform);
    let pid = 0;
    // Other systems have no /proc.
    Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
    try {
      await inFolder('escape.sh', '', async (file) => {
        writeFileSync(file, `env -i setsid ${idle} & echo $!\n${idle}\n`);
        const options = { command: ['sh', file], timeoutSeconds: 0.5 };
        const { output, failures } = await run(scenario([toEnd], []), '', options);
        pid = Number(/^\d+/.exec(output)?.[0]);
        assert.ok(isRunning(pid));
        assert.match(failures[0]?.message ?? '', /so it was ended, but something that it started still runs/);
      });
    } finally {
      Object.defineProperty(process, 'platform', platform);
      if (pid > 0) process.kill(pid, 'SIGKILL');
    }
  });

  it('is ended when it is interrupted', async () => {
    const interruption = new AbortController();
    await inFolder('escape.sh', `env -i setsid ${idle} & echo $!\n${idle}\n`, async (file) => {
      let pid = 0;
      const running = run(scenario([toEnd], []), '', {
        command: ['sh', file],
        signal: interruption.signal,
        onOutput: (text) => {
          pid = Number(text);
          interruption.abort();
        },
      });
      await assert.rejects(running, { name: 'AbortError' });
      assert.ok(pid > 0 && !isRunning(pid));
    });
  });
});
