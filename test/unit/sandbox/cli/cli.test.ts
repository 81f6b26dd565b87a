import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { startFromCommandLine } from '../../../../src/sandbox/cli/startFromCommandLine.ts';

describe('npm run sandbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  after(() => rmSync(folder, { recursive: true }));

  it('tells its address first, serves the seed and ends on SIGTERM', async () => {
    const seed = join(folder, 'seed.json');
    writeFileSync(seed, '[{"id":"mine","v":1.0}]');
    const cli = run('--port', '0', '--seed', seed);
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
    const cli = run('--nope');
    let errors = '';
    cli.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = await once(cli, 'close');
    assert.match(errors, /Unknown option '--nope'.*--help/);
    assert.equal(code, 2);
  });
});

describe('A start from the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  after(() => rmSync(folder, { recursive: true }));
  const start = async (...args: string[]) => {
    let out = '';
    let err = '';
    const started = await startFromCommandLine(args, { out: (text) => (out += text), err: (text) => (err += text) });
    return { started, out, err };
  };
  const seedFile = (content: string): string => {
    const file = join(folder, 'seed.json');
    writeFileSync(file, content);
    return file;
  };

  it('says what is wrong, with an exit code of 2', async () => {
    const other = await serveSandbox();
    const starts: [args: string[], message: RegExp][] = [
      [['--port', 'x'], /--port takes a whole number/],
      [['--port', '70000'], /--port takes a whole number/],
      [['--port', String(other.port)], /The port is in use.*--port/],
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
      const { started, out, err } = await start(...args);
      assert.match(err, message);
      assert.deepEqual([started, out], [2, ''], err);
    }
    await other.close();
  });

  it('prints its options when asked for help, and starts nothing', async () => {
    const { started, out, err } = await start('--help');
    assert.deepEqual([started, err], [0, '']);
    assert.match(out, /--seed FILE/);
  });
});

function run(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['src/sandbox/cli/cli.ts', ...args]);
}
