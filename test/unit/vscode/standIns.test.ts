import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNode24, root } from '../../vscode/paths.ts';

/** As far as VS Code's server uses it. */
interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  critical(message: string): void;
  getLevel(): number;
  setLevel(level: number): void;
  setPattern(pattern: string): void;
  clearFormatters(): void;
  flush(): void;
  drop(): void;
}

interface Spdlog {
  setFlushOn(level: number): void;
  createAsyncRotatingLogger(name: string, file: string, maxSize: number, maxFiles: number): Promise<Logger>;
}

function addressOf(name: string): string {
  return pathToFileURL(join(root, 'test/vscode/standIns', name)).href;
}

describe('The stand-in for @vscode/spdlog', () => {
  let folder: string;
  let spdlog: Spdlog;

  before(async () => {
    spdlog = (await import(addressOf('spdlog.mjs'))) as Spdlog;
  });
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'spdlog-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function logger({ maxSize = 1_000, maxFiles = 6 } = {}) {
    spdlog.setFlushOn(0);
    return spdlog.createAsyncRotatingLogger('log', join(folder, 'deep/log.txt'), maxSize, maxFiles);
  }

  function written(name = 'log.txt') {
    return readFileSync(join(folder, 'deep', name), 'utf8');
  }

  it('writes a line with time and level', async () => {
    const log = await logger();
    log.setPattern('%Y-%m-%d %H:%M:%S.%e [%l] %v');
    const before = Date.now();
    log.info('Grüße');
    const [, time, rest] = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) (.*)\n$/.exec(written()) ?? [];
    assert.equal(rest, '[info] Grüße');
    // Local time.
    const logged = new Date(time!.replace(' ', 'T')).getTime();
    assert.ok(logged >= before && logged <= Date.now());
  });

  it('writes what the level lets through', async () => {
    const log = await logger();
    assert.equal(log.getLevel(), 2);
    const writeAll = () => {
      for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical'] as const) log[level](level);
    };
    const names = () => [...written().matchAll(/\[(\w+)\]/g)].map((match) => match[1]);
    writeAll();
    assert.deepEqual(names(), ['info', 'warning', 'error', 'critical']);
    log.setLevel(6);
    writeAll();
    assert.equal(names().length, 4);
    log.setLevel(0);
    writeAll();
    assert.deepEqual(names().slice(4), ['trace', 'debug', 'info', 'warning', 'error', 'critical']);
  });

  it('writes the bare text when it has no format', async () => {
    const log = await logger();
    log.clearFormatters();
    log.info('one');
    log.info('\ntwo');
    assert.equal(written(), 'one\ntwo');
  });

  it('goes on in a file that is there, and begins a new one when it is full', async () => {
    const first = await logger({ maxSize: 10, maxFiles: 2 });
    first.clearFormatters();
    first.info('12345');
    first.drop();
    const log = await logger({ maxSize: 10, maxFiles: 2 });
    log.clearFormatters();
    for (const text of ['67890', 'second', 'third.', 'fourth']) log.info(text);
    assert.deepEqual(readdirSync(join(folder, 'deep')).sort(), ['log.1.txt', 'log.2.txt', 'log.txt']);
    assert.deepEqual([written(), written('log.1.txt'), written('log.2.txt')], ['fourth', 'third.', 'second']);
  });

  it('writes a line that is longer than a file may be', async () => {
    const log = await logger({ maxSize: 3 });
    log.clearFormatters();
    log.info('longer');
    assert.equal(written(), 'longer');
  });

  it('has nothing left to write at a flush, and writes nothing after it was dropped', async () => {
    const log = await logger();
    log.clearFormatters();
    log.info('kept');
    log.flush();
    log.drop();
    log.info('lost');
    log.drop();
    assert.equal(written(), 'kept');
  });
});

describe('The stand-in for @vscode/native-watchdog', () => {
  const watched = (parent: number, then: string) =>
    spawn(
      findNode24(),
      [
        '--input-type=module',
        '--eval',
        `import { watch } from ${JSON.stringify(addressOf('watchdog.mjs'))};
         watch(${parent}, { interval: 10, grace: 10 });
         ${then}`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
  const endless = `console.log('stuck'); for (;;);`;

  it('ends a process that is stuck in a loop when its parent is gone', async function () {
    const parent = spawn(findNode24(), ['--eval', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'inherit'] });
    await once(parent, 'spawn');
    const host = watched(parent.pid!, endless);
    const ended = once(host, 'exit');
    await once(host.stdout, 'data');
    assert.equal(host.exitCode, null);
    parent.kill('SIGKILL');
    assert.deepEqual(await ended, [null, 'SIGKILL']);
  });

  it('leaves a process alone whose parent is there, and does not keep it from ending', async function () {
    const host = watched(process.pid, `setTimeout(() => console.log('done'), 300);`);
    assert.deepEqual(await once(host, 'exit'), [0, null]);
  });

  it('can be required, as the extension host does', async function () {
    const host = spawn(findNode24(), [
      '--eval',
      `require(${JSON.stringify(join(root, 'test/vscode/standIns/watchdog.mjs'))}).start(${process.pid})`,
    ]);
    assert.deepEqual(await once(host, 'exit'), [0, null]);
  });
});
