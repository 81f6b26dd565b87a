import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFileError } from '../../../src/sandbox/store/dataFile.ts';
import { serveSandbox } from '../../../src/sandbox/http/serveSandbox.ts';
import { Client, collection } from './client.ts';

const seed = '[{"id":"a","status":"New"}]';
const note = (text: string): object[] => [{ op: 'add', path: '/statusReason', value: text }];

describe('When a data file fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-data-'));
  after(() => rmSync(folder, { recursive: true }));
  let dataFile: string;
  let count = 0;
  let client: Client | undefined;
  const open = (): Client => (client = new Client({ seed, dataFile }));
  beforeEach(() => {
    dataFile = join(folder, `data-${count++}`);
  });
  afterEach(() => client?.sandbox.close());

  it('a reset that cannot be written leaves everything as it was', async () => {
    const first = open();
    await first.send('PATCH', `${collection}/a`, note('before'));
    // A folder in the place of the second file that a reset writes.
    mkdirSync(`${dataFile}.new`);
    assert.equal((await first.send('POST', '/_sandbox/reset')).status, 500);
    rmdirSync(`${dataFile}.new`);
    assert.equal((await first.referral('a')).json.statusReason, 'before');
    assert.equal((await first.send('PATCH', `${collection}/a`, note('after'))).status, 204);
    assert.equal((await first.send('POST', '/_sandbox/reset')).status, 200);
  });

  it('time does not pass when that cannot be written', async () => {
    const first = open();
    first.sandbox.close();
    assert.equal((await first.advance(30)).status, 500);
    assert.match((await first.referral('a')).headers.get('timestamp') ?? '', /^2026-06-15/);
  });

  it('says so when the path cannot be written', () => {
    dataFile = join(folder, 'missing', 'file');
    assert.throws(open, (error) => error instanceof DataFileError && /missing.*cannot be written/.test(error.message));
  });

  it('begins with an empty file, or one cut inside its first line', async () => {
    for (const content of ['', '{"partnerApi', '{"partnerApiSandbox":1}']) {
      writeFileSync(dataFile, content);
      const begun = open();
      assert.equal((await begun.send('PATCH', `${collection}/a`, note('x'))).status, 204, content);
      begun.sandbox.close();
      assert.match(readFileSync(dataFile, 'utf8'), /^\{"partnerApiSandbox":1\}\n\{"id":"a"/);
    }
  });

  it('refuses a clock it cannot show', () => {
    for (const clock of ['-1', '9e15', '1e400']) {
      writeFileSync(dataFile, `{"partnerApiSandbox":1}\n{"clockOffset":${clock}}\n`);
      assert.throws(open, /clock.*out of range/);
    }
  });

  it('refuses a file that another process has, and takes over from one that has ended', () => {
    writeFileSync(`${dataFile}.lock`, String(process.ppid));
    assert.throws(open, new RegExp(`in use by process ${process.ppid}`));
    for (const owner of ['4194305', '', 'nonsense']) {
      writeFileSync(`${dataFile}.lock`, owner);
      open().sandbox.close();
      assert.throws(() => readFileSync(`${dataFile}.lock`), { code: 'ENOENT' });
    }
  });

  it('a start whose port is taken does not touch it', async () => {
    const other = await serveSandbox();
    await assert.rejects(serveSandbox({ port: other.port, dataFile }), { code: 'EADDRINUSE' });
    await other.close();
    assert.deepEqual([existsSync(dataFile), existsSync(`${dataFile}.lock`)], [false, false]);
    // And one that cannot use it leaves no port open.
    writeFileSync(dataFile, 'something else\n');
    await assert.rejects(serveSandbox({ port: other.port, dataFile }), DataFileError);
    await (await serveSandbox({ port: other.port })).close();
  });

  it('a start that fails leaves no lock', () => {
    writeFileSync(dataFile, 'something else\n');
    assert.throws(open, DataFileError);
    assert.throws(() => readFileSync(`${dataFile}.lock`), { code: 'ENOENT' });
  });
});
