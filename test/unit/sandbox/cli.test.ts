import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

describe('npm run sandbox', function () {
  this.timeout(20_000);
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  after(() => rmSync(folder, { recursive: true }));

  function seedFile(content: string | Buffer): string {
    const file = join(folder, 'seed.json');
    writeFileSync(file, content);
    return file;
  }

  it('tells its address first, serves the seed and ends on SIGTERM', async () => {
    const cli = run('--port', '0', '--seed', seedFile('[{"id":"mine","v":1.0}]'));
    const [line] = (await once(createInterface(cli.stdout), 'line')) as [string];
    const url = /^Partner API sandbox listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    const response = await fetch(`${url}/v1.0/engagements/referrals/mine`, {
      headers: { Authorization: 'Bearer sandbox-admin' },
    });
    assert.equal(await response.text(), '{"id":"mine","v":1.0}');
    cli.kill('SIGTERM');
    assert.deepEqual(await once(cli, 'exit'), [0, null]);
  });

  it('says what is wrong and ends with 2', async () => {
    const starts: [args: string[], message: RegExp][] = [
      [['--nope'], /Unknown option '--nope'.*--help/],
      [['--port', 'x'], /--port takes a whole number/],
      [['--port', '70000'], /--port takes a whole number/],
      [['--count', '1', '--seed', 'x'], /cannot go together/],
      [['--seed', join(folder, 'missing.json')], /missing\.json cannot be read: there is no such file/],
      [['--seed', folder], /it is a folder/],
      [['--data', join(folder, 'missing', 'state')], /data file .* cannot be written .*--data/],
      [
        ['--seed', seedFile('[{"id":"a"},\n{"id" 1}]')],
        /seed\.json is not valid JSON: colon expected at line 2, column 7/,
      ],
    ];
    for (const [args, message] of starts) {
      const cli = run(...args);
      let errors = '';
      cli.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      const [code] = await once(cli, 'close');
      assert.match(errors, message);
      assert.equal(code, 2, errors);
    }
  });
});

function run(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['src/sandbox/cli.ts', ...args]);
}
