import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sqlite from 'node:sqlite';
import { DataFileError } from '../../../src/sandbox/store/dataFileError.ts';
import { serveSandbox } from '../../../src/sandbox/http/serveSandbox.ts';
import { Client, collection } from './client.ts';

const seed = '[{"id":"a","status":"New","createdDateTime":"2026-06-10T00:00:00Z"},{"id":"b","status":"Active"}]';
const note = (text: string): object[] => [{ op: 'add', path: '/statusReason', value: text }];

describe('When a data file fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-data-'));
  after(() => rmSync(folder, { recursive: true }));
  let dataFile: string;
  let count = 0;
  let client: Client | undefined;
  const open = (): Client => (client = new Client({ seed, dataFile }));
  const refused = (reason: RegExp): void =>
    assert.throws(
      open,
      (error) => error instanceof DataFileError && reason.test(error.message) && error.message.includes(dataFile),
    );
  beforeEach(() => {
    dataFile = join(folder, `data-${count++}`);
  });
  afterEach(() => {
    client?.sandbox.close();
    client = undefined;
  });
  const { getBuiltinModule } = process;
  afterEach(() => {
    process.getBuiltinModule = getBuiltinModule;
  });
  /** Replaces `node:sqlite`, or takes it away. */
  const replaceSqlite = (load: () => typeof sqlite | undefined): void => {
    process.getBuiltinModule = (id: string) => (id === 'node:sqlite' ? load() : getBuiltinModule(id));
  };

  describe('since the disk is full', () => {
    /** Limits the database's size in pages. */
    let limit: (pages: number) => void;
    beforeEach(() => {
      class DatabaseSync extends sqlite.DatabaseSync {
        constructor(path: string) {
          super(path);
          limit = (pages) => this.exec(`PRAGMA max_page_count = ${pages}`);
        }
      }
      replaceSqlite(() => ({ ...sqlite, DatabaseSync }));
    });
    const long = note('x'.repeat(500_000));

    it('a write is answered with 507, is not there, and can be sent again when there is room', async () => {
      const first = open();
      await first.send('PATCH', `${collection}/a`, note('before'));
      const before = await first.all();
      limit(1);
      const full = await first.send('PATCH', `${collection}/a`, long);
      assert.deepEqual(full.json, {
        error: {
          code: 'generalException',
          message: 'The write could not be stored and was not applied.',
          innerError: { code: 'SandboxNotStored', message: first.reports[0] },
        },
      });
      assert.equal(full.status, 507);
      assert.deepEqual(first.reports, [
        `The data file ${dataFile} cannot be written (database or disk is full); nothing was changed. Make room and try again.`,
      ]);
      const created = { type: 'Shared', customerProfile: {}, consent: {}, details: { notes: 'x'.repeat(50_000) } };
      assert.equal((await first.send('POST', collection, created)).status, 507);
      assert.deepEqual(await first.all(), before);
      // What needs no more room is still stored.
      assert.equal((await first.send('PATCH', `${collection}/b`, note('small'))).status, 204);
      limit(100_000);
      assert.equal((await first.send('PATCH', `${collection}/a`, long)).status, 204);
      assert.equal((await first.send('POST', collection, created)).status, 200);
      const afterwards = await first.all();
      first.sandbox.close();
      assert.deepEqual(await open().all(), afterwards);
    });

    it('the clock, and all that depends on it, stays', async () => {
      const referrals = Array.from({ length: 50 }, (_, index) => ({
        id: `n${index}`,
        status: 'New',
        createdDateTime: '2026-06-10T00:00:00Z',
      }));
      client = new Client({ seed: JSON.stringify(referrals), dataFile });
      // Creates the index, which must be restored too.
      await client.list("$filter=status eq 'New'");
      const written = await client.send('PATCH', `${collection}/n0`, note('x'));
      const before = await client.all();
      limit(1);
      const answer = await client.advance(20);
      assert.deepEqual([answer.status, answer.json.error.innerError.code], [507, 'SandboxNotStored']);
      assert.match(answer.headers.get('timestamp') ?? '2026-06-15', /^2026-06-15/);
      assert.deepEqual(await client.all(), before);
      assert.equal((await client.list("$filter=status eq 'New'")).json.value.length, 50);
      assert.equal((await client.list("$filter=status eq 'Closed'")).json.value.length, 0);
      limit(100_000);
      // A later write has a later time, also if the clock was turned back between them.
      await client.send('PATCH', `${collection}/n1`, note('y'));
      const times = await Promise.all(
        ['n0', 'n1'].map(async (id) => (await client?.referral(id))?.json.updatedDateTime),
      );
      assert.ok(times[0] < times[1] && written.status === 204, times.join());
      assert.equal((await client.advance(20)).json.expired, 50);
    });

    it('a reset changes nothing', async () => {
      open().sandbox.close();
      const wide = `[{"id":"a","text":"${'x'.repeat(500_000)}"}]`;
      const second = (client = new Client({ seed: wide, dataFile }));
      await second.send('PATCH', `${collection}/a`, note('before'));
      await second.advance(1);
      const before = await second.all();
      limit(1);
      assert.equal((await second.send('POST', '/_sandbox/reset')).status, 507);
      assert.deepEqual(await second.all(), before);
      assert.match((await second.advance(0)).json.now, /^2026-06-16/);
      limit(100_000);
      assert.equal((await second.send('POST', '/_sandbox/reset')).status, 200);
      assert.equal((await second.referral('a')).text, wide.slice(1, -1));
    });
  });

  it('an unexpected error is told apart from a fault, and printed', async () => {
    const first = open();
    first.sandbox.close();
    const answer = await first.advance(30);
    assert.deepEqual([answer.status, answer.json.error.innerError.code], [500, 'SandboxInternalError']);
    assert.match(
      first.reports.join('\n'),
      /^Internal error of the sandbox: Error: The data file .* is closed\n {4}at /,
    );
    assert.match((await first.referral('a')).headers.get('timestamp') ?? '', /^2026-06-15/);
    await first.fault({ status: 500 });
    const fault = await first.referral('a');
    assert.deepEqual([fault.status, fault.json.error.innerError], [500, undefined]);
    assert.equal(first.reports.length, 1);
  });

  it('a path that cannot be used is refused', () => {
    dataFile = join(folder, 'missing', 'file');
    refused(/cannot be written \(there is no folder .*missing\)/);
    dataFile = folder;
    refused(/is a folder/);
    dataFile = '/dev/null';
    if (process.platform !== 'win32') refused(/is no regular file/);
    dataFile = join(folder, `file-${count}`, 'below');
    writeFileSync(join(folder, `file-${count}`), '');
    refused(/cannot be/);
  });

  it('a file of another program is refused and left as it is', () => {
    for (const content of [
      'something else\n',
      '{"my":"notes"}\n',
      '{"partnerApi',
      'SQLite format 3\0',
      '\0'.repeat(5000),
    ]) {
      writeFileSync(dataFile, content);
      refused(/is not a data file of the sandbox/);
      assert.equal(readFileSync(dataFile, 'latin1'), content);
    }
  });

  it('a database of another program is refused and left as it is, with its log', () => {
    const other = new sqlite.DatabaseSync(dataFile);
    other.exec('PRAGMA journal_mode = WAL; CREATE TABLE notes (text); INSERT INTO notes VALUES (1)');
    const files = (): [string, string][] =>
      readdirSync(folder)
        .filter((name) => join(folder, name).startsWith(dataFile))
        .map((name) => [name, readFileSync(join(folder, name), 'latin1')]);
    const before = files();
    assert.ok(before.length > 1);
    refused(/is not a data file of the sandbox/);
    assert.deepEqual(files(), before);
    other.close();
  });

  it('a file of a newer version is refused', () => {
    open().sandbox.close();
    const newer = new sqlite.DatabaseSync(dataFile);
    newer.exec('PRAGMA user_version = 2');
    newer.close();
    refused(/newer version of the sandbox \(format 2; this version knows 1\)/);
  });

  it('a damaged file is refused', () => {
    const edits: [sql: string, reason: RegExp][] = [
      ["UPDATE referral SET text = '{' WHERE position = 1", /is damaged/],
      ["UPDATE referral SET text = '{}' WHERE position = 1", /is damaged \(in row 2\)/],
      ['DELETE FROM referral WHERE position = 0', /is damaged \(in row 1\)/],
      ['DROP TABLE clock', /is damaged \(no such table: clock\)/],
      ['UPDATE clock SET offset_ms = -1', /clock.*out of range/],
      ['UPDATE clock SET offset_ms = 9e15', /clock.*out of range/],
    ];
    for (const [sql, reason] of edits) {
      rmSync(dataFile, { force: true });
      open().sandbox.close();
      const database = new sqlite.DatabaseSync(dataFile);
      database.exec(sql);
      database.close();
      refused(reason);
    }
    rmSync(dataFile);
    open().sandbox.close();
    truncateSync(dataFile, 4096);
    refused(/is damaged/);
  });

  it('a start whose port is taken does not touch it', async () => {
    const other = await serveSandbox();
    await assert.rejects(serveSandbox({ port: other.port, dataFile }), { code: 'EADDRINUSE' });
    await other.close();
    assert.ok(!existsSync(dataFile));
    // And one that cannot use it leaves no port open.
    writeFileSync(dataFile, 'something else\n');
    await assert.rejects(serveSandbox({ port: other.port, dataFile }), DataFileError);
    await (await serveSandbox({ port: other.port })).close();
  });

  it('a start with an invalid seed leaves no file', () => {
    assert.throws(() => new Client({ seed: '[{}]', dataFile }), /has no string "id"/);
    assert.ok(!existsSync(dataFile));
  });

  it('a version of Node.js without SQLite is named', () => {
    replaceSqlite(() => undefined);
    assert.throws(open, /^DataFileError: --data needs Node\.js 22\.13 or newer; this is v\d+.*leave --data out/);
    assert.ok(!existsSync(dataFile));
    // The rest needs no SQLite.
    assert.equal(new Client({ seed }).sandbox.size, 2);
  });

  it('only the warning that SQLite is experimental is left out', () => {
    const { emitWarning } = process;
    const warnings: unknown[] = [];
    process.emitWarning = (text: unknown) => warnings.push(text);
    const recording = process.emitWarning;
    try {
      replaceSqlite(() => {
        process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
        process.emitWarning('Another feature is experimental', 'ExperimentalWarning');
        return sqlite;
      });
      open();
      assert.deepEqual(warnings, ['Another feature is experimental']);
      assert.equal(process.emitWarning, recording);
    } finally {
      process.emitWarning = emitWarning;
    }
  });
});
