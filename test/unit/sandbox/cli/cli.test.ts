import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { startFromCommandLine } from '../../../../src/sandbox/cli/startFromCommandLine.ts';
import { example } from '../writes.ts';

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
      [['--port', String(other.port)], new RegExp(`^Port ${other.port} is in use.*--port`)],
      [['--port'], /^--port needs a number\. .*--help.*\n$/],
      [['--data', '--strict'], /^--data needs a file\. .*--help.*\n$/],
      [['--data'], /^--data needs a file\./],
      [['--data='], /^--data needs a file\./],
      [['--seed', '--count', '5'], /^--seed needs a file\./],
      [['--nope'], /^Unknown option '--nope'\. Run with --help/],
      [['--stirct'], /Did you mean --strict\?/],
      [['--no-quirk'], /^Unknown option '--no-quirk'\. Did you mean --no-quirks\?/],
      [['--quirk'], /^Unknown option '--quirk'\. Did you mean --no-quirks\?/],
      [['--help', 'extra'], /^Unexpected argument 'extra'/],
      [['--prot', '1'], /Did you mean --port\?/],
      [['--port', '1', '--port', '2'], /^--port is given twice\./],
      [['--strict', '--no-strict'], /^--strict is given twice\./],
      [['--strict=yes'], /^Option '--strict' does not take an argument\./],
      [['extra'], /^Unexpected argument 'extra'\. Run with --help/],
      [['--strict', '--lenient'], /^--strict and --lenient cannot go together/],
      [['--host', '0.0.0.0'], /^--host needs --allow-host/],
      [['--allow-host', 'sandbox'], /^--allow-host needs --host/],
      [['--host', '0.0.0.0', '--allow-host', 'http://sandbox'], /host names without port, not "http:\/\/sandbox"/],
      [['--host', '0.0.0.0', '--allow-host', 'sandbox:80'], /host names without port, not "sandbox:80"/],
      [['--host', '192.0.2.1', '--allow-host', 'x'], /^--host 192\.0\.2\.1 is no address of this machine/],
      [
        ['--host', 'no.such.host.invalid', '--allow-host', 'x'],
        /^--host no\.such\.host\.invalid is no address of this machine/,
      ],
      [['--cors', 'http://*.example'], /^--cors takes one origin, not "http:\/\/\*\.example"/],
      [['--cors', '*'], /^--cors takes one origin/],
      [['verfy', '--', 'node', 'sync.js'], /^Unexpected argument 'verfy'\. Did you mean verify\?/],
      [['--port', '0', 'verify'], /^Unexpected argument 'verify'\. Write verify first\./],
      [['--post-status', '204'], /^--post-status takes 200 or 201, not "204"/],
      [['--tls', '--port', String(other.port)], /is in use/],
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

  it('prints its version when asked, and starts nothing', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await start('--version'), { started: 0, out: `${version}\n`, err: '' });
  });

  it('warns of what is probably wrong in a seed, and serves it as it is', async () => {
    const warned = async (seed: unknown): Promise<string> => {
      const { started, err } = await start('--seed', seedFile(typeof seed === 'string' ? seed : JSON.stringify(seed)));
      assert.ok(typeof started === 'object');
      const headers = { Authorization: 'Bearer sandbox-admin' };
      const all = `${started.url}/v1.0/engagements/referrals`;
      served = await (await fetch(`${all}/a`, { headers })).text();
      await started.close();
      return err.replaceAll(/^.*seed\.json/gm, 'seed');
    };
    let served = '';
    const wrong = { id: 'a', nmae: 'x', details: { dealValue: 'much' }, status: 'Actve' };
    assert.deepEqual((await warned([{ id: 'b' }, wrong])).split('\n'), [
      'seed: item 1 (a): "nmae" is not a property of a referral. Did you mean "name"?',
      'seed: item 1 (a): /details/dealValue must be a number or null.',
      'seed: item 1 (a): /status must be one of None, New, Active, Closed, not "Actve". Did you mean "Active"?',
      'The seed is served as it is all the same.',
      '',
    ]);
    assert.equal(served, JSON.stringify(wrong));
    const page = { value: [{ id: 'a' }], '@odata.nextLink': 'https://api.partner.microsoft.com/?$skiptoken=x' };
    assert.match(await warned(page), /^seed is only a page: it has @odata\.nextLink\. .*pages/);
    const many = Array.from({ length: 30 }, (_, index) => ({ id: index === 0 ? 'a' : `r${index}`, nmae: 'x' }));
    const lines = (await warned(many)).split('\n');
    assert.deepEqual([lines.length, lines[10]], [13, 'There are more of these.']);
    const right = { ...JSON.parse(example('createPrivateDeal')), id: 'a', own: 1, details: null };
    for (const seed of [right, { value: [right] }, '{"id":"a","dealValue":50000.00}']) {
      assert.equal(await warned(seed), '', JSON.stringify(seed));
    }
  });

  it('answers a POST with 201 when told, and creates the referral', async () => {
    const { started } = await start('--post-status', '201', '--seed', seedFile('[]'));
    assert.ok(typeof started === 'object');
    const url = `${started.url}/v1.0/engagements/referrals`;
    const headers = { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' };
    const made = await fetch(url, { method: 'POST', headers, body: example('createPrivateDeal') });
    assert.equal(made.status, 201);
    const { id } = (await made.json()) as { id: string };
    assert.equal((await fetch(`${url}/${id}`, { headers })).status, 200);
    await started.close();
  });

  it('listens on another address for the host names that it is told', async () => {
    const { started, out } = await start('--host', '0.0.0.0', '--allow-host', 'Sandbox,other.example');
    assert.ok(typeof started === 'object');
    assert.match(out, /^Partner API sandbox listening on http:\/\/127\.0\.0\.1:\d+\n/);
    const ask = (host: string) =>
      new Promise((resolve, reject) => {
        const headers = { Host: host };
        get(`${started.url}/_sandbox/health`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      });
    const hosts = [`sandbox:${started.port}`, 'other.example', 'localhost', '127.0.0.1', 'third.example', '0.0.0.0'];
    assert.deepEqual(await Promise.all(hosts.map(ask)), [200, 200, 200, 200, 421, 421]);
    await started.close();
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
