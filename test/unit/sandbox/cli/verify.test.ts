import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyFromCommandLine } from '../../../../src/sandbox/cli/verify.ts';
import { readShippedScenarios } from '../../../../src/sandbox/scenarios/shipped.ts';
import { isRunning } from '../scenarios/scenarios.ts';

describe('verify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  after(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: object | string): string => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const file = (name: string, expect: object[], more: object = {}): string =>
    write(`${name}.scenario.json`, {
      name,
      title: `Title of ${name}`,
      count: 1,
      steps: [{ run: 'toEnd' }],
      expect,
      ...more,
    });
  const verify = async (...args: string[]) => {
    let out = '';
    let err = '';
    const output = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
    const code = await verifyFromCommandLine(args, output, new AbortController().signal);
    return { code, out, err };
  };
  const command = (code: string): string[] => ['--', process.execPath, '-e', code];

  it('lists what comes with the sandbox', async () => {
    const { code, out, err } = await verify('--list');
    const lines = readShippedScenarios().map(({ name, title }) => `${name}  ${title}\n`);
    assert.deepEqual([code, out, err], [0, lines.join(''), '']);
    assert.ok(lines.length >= 12);
    assert.equal((await verify('--help')).code, 0);
    for (const flag of ['--list', '--help']) {
      const { code, out, err } = await verify(flag, 'extra');
      assert.deepEqual([code, out], [2, ''], flag);
      assert.match(err, /^"extra" is no option\./);
    }
    assert.match((await verify('--help')).out, /PARTNER_API_URL[^]*--junit FILE/);
  });

  it('tells of a scenario that expects nothing, which passes', async () => {
    const { code, err, out } = await verify('--scenario', file('blank', []), ...command('process.exit(7)'));
    assert.deepEqual([code, out.split('  ')[1]], [0, 'passed']);
    assert.match(err, /^blank: "expect" is empty, so it passes whatever .* Add an expectation/);
  });

  it('gives 0 if all pass or are skipped, 1 if one fails', async () => {
    const passes = file('passes', [{ exitCode: 0 }]);
    const skips = file('skips', [{ exitCode: 9 }], { needs: { call: { method: 'POST' } } });
    const fails = file('fails', [{ exitCode: 9 }]);
    const good = await verify('--scenario', passes, '--scenario', skips, ...command(''));
    assert.equal(good.code, 0, good.err);
    assert.match(good.out, /^passes {2}passed {3}Title of passes\nskips {3}skipped {2}Title of skips\n/);
    assert.match(good.out, /\n1 passed, 1 skipped\.\n$/);
    assert.equal(good.err, '');
    const bad = await verify('--scenario', passes, '--scenario', fails, ...command('console.log("What I saw")'));
    assert.equal(bad.code, 1);
    assert.match(bad.out, /fails {3}failed [^]*fails\.scenario\.json:1:\d+: Expected exit code 9, but it was 0\./);
    assert.match(bad.err, /^fails: the command printed\n {2}What I saw\n$/);
  });

  it('writes JUnit XML', async () => {
    const junit = join(folder, 'junit.xml');
    const fails = file('fails', [{ exitCode: 9 }]);
    assert.equal((await verify('--junit', junit, '--scenario', fails, ...command('console.log("a < b")'))).code, 1);
    const xml = readFileSync(junit, 'utf8');
    assert.match(xml, /<testsuite name="verify" tests="1" failures="1" errors="0" skipped="0">/);
    assert.match(xml, /<system-out>a &lt; b&#10;<\/system-out>/);
  });

  it('runs a scenario once that is named twice, and hands options to the command', async () => {
    const passes = file('passes', [{ exitCode: 5 }]);
    const { code, out } = await verify(
      '--scenario',
      passes,
      '--scenario',
      passes,
      ...command('process.exit(5)'),
      '--',
      '--list',
    );
    assert.deepEqual([code, out.split('\n').at(-2)], [0, '1 passed.']);
  });

  it('gives 2 for wrong use, with a sentence and the next step, and runs nothing', async () => {
    const passes = file('passes', [{ exitCode: 0 }]);
    mkdirSync(join(folder, 'sub'));
    const broken = write('broken.scenario.json', '{\n  "name": "broken",\n  "titel": "x"\n}');
    const started = join(folder, 'started');
    const touch = command(`require('node:fs').writeFileSync(${JSON.stringify(started)}, '')`);
    const uses: [args: string[], message: RegExp][] = [
      [[], /^verify needs the command that runs your integration, e\.g\. verify -- node sync\.js\.$/],
      [['--'], /^verify needs the command/],
      [['--scenario', passes], /^verify needs the command/],
      [['node', 'sync.js'], /^"node" is no option\. Write the command behind --/],
      [['--scenario', 'stale-tga', ...touch], /^There is no scenario "stale-tga"\. Did you mean stale-tag\?$/],
      [['--scenario', 'zzzz', ...touch], /^There is no scenario "zzzz"\. verify --list tells the names\.$/],
      [
        ['--scenario', join(folder, 'none.scenario.json'), ...touch],
        /cannot be read: there is no such file\. Check the path/,
      ],
      [['--scenario', join(folder, 'sub'), ...touch], /is a folder\. Write the path of a scenario file\.$/],
      [
        ['--scenario', broken, ...touch],
        /broken\.scenario\.json:3:3: The scenario has no property "titel"\. Did you mean "title"\?$/,
      ],
      [['--scenario', ...touch], /^--scenario needs a name or a file\./],
      [['--junit'], /^--junit needs a file\./],
      [
        ['--junit', join(folder, 'no', 'x.xml'), ...touch],
        /^There is no folder .*no for --junit .*\. Create it first\.$/,
      ],
      [['--junit', join(folder, 'sub'), ...touch], /sub is a folder\. Write the path of a file\.$/],
      [['--timeout', 'soon', ...touch], /^--timeout takes seconds, more than 0 and at most 86400, not "soon"\.$/],
      [['--timeout', '0', ...touch], /^--timeout takes seconds/],
      [['--timeout', '5', '--timeout', '6', ...touch], /^--timeout is given twice\. Leave one out\.$/],
      [['--junit', 'a.xml', '--junit=b.xml', ...touch], /^--junit is given twice\./],
      [['--scenaro', 'x', ...touch], /^Unknown option '--scenaro'.*Did you mean --scenario\?/],
      [
        ['--scenario', passes, '--', 'no-such-program'],
        /^The command can't be started: there is no program "no-such-program"/,
      ],
    ];
    for (const [args, message] of uses) {
      const { code, out, err } = await verify(...args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(err.trimEnd(), message);
    }
    assert.throws(() => readFileSync(started));
  });

  it('takes a time limit', async () => {
    const passes = file('passes', [{ exitCode: 0 }]);
    const { code, out } = await verify(
      '--scenario',
      passes,
      '--timeout',
      '0.3',
      ...command('setInterval(() => {}, 1000)'),
    );
    assert.equal(code, 1);
    assert.match(out, /The command didn't end within 0\.3 s, so it was ended with its children\./);
  });

  it('ends the command with its children on a signal', async () => {
    const passes = file('passes', [{ exitCode: 0 }]);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const code = `fetch('http://127.0.0.1:${port}/' + process.pid); setInterval(() => {}, 1000)`;
    const cli = spawn(process.execPath, ['src/sandbox/cli/cli.ts', 'verify', '--scenario', passes, ...command(code)]);
    let err = '';
    cli.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    cli.kill('SIGINT');
    assert.deepEqual(await once(cli, 'close'), [130, null]);
    assert.equal(err, 'Interrupted. The command was ended with its children.\n');
    assert.ok(!isRunning(Number(request.url?.slice(1))));
    server.close();
  });
});
