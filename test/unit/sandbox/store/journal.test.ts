import assert from 'node:assert/strict';
import { existsSync, linkSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFileError } from '../../../../src/sandbox/store/dataFileError.ts';
import { Client, collection } from '../client.ts';

const header = '{"partnerApiSandbox":1}\n';
const day = 86_400_000;
const line = (id: string, text: string, origin = 'seed'): string => `${JSON.stringify({ id, origin, text })}\n`;

describe('A data file of the version before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-journal-'));
  after(() => rmSync(folder, { recursive: true }));
  let dataFile: string;
  let count = 0;
  let client: Client;
  beforeEach(() => {
    dataFile = join(folder, `data-${count++}`);
  });
  /** Not every test opens one. */
  let opened: Client | undefined;
  const open = (): Client => (opened = client = new Client({ dataFile }));
  afterEach(() => {
    opened?.sandbox.close();
    opened = undefined;
  });

  const journal =
    header +
    line('B', '{"id":"B",\n"v":1.00}') +
    line('a', '{"id":"a"}', 'sandbox') +
    `{"clockOffset":${day}}\n` +
    line('b', '{"id":"B","v":2.50}') +
    `{"clockOffset":${2 * day}}\n`;

  it('is converted at the first start, and kept beside it', async () => {
    writeFileSync(dataFile, journal);
    writeFileSync(`${dataFile}.lock`, '4194305');
    const before = open();
    const kept = `${dataFile}.journal`;
    assert.deepEqual(before.reports, [
      `${dataFile} was converted to the present format. The file as it was is kept as ${kept}.`,
    ]);
    assert.deepEqual(
      (await before.all()).map(({ id }) => id),
      ['B', 'a'],
    );
    assert.equal((await before.referral('b')).text, '{"id":"B","v":2.50}');
    assert.ok((await before.referral('a')).json['@odata.context']);
    assert.match((await before.advance(0)).json.now, /^2026-06-17T12:00/);
    before.sandbox.close();
    assert.equal(readFileSync(kept, 'utf8'), journal);
    assert.deepEqual([existsSync(`${dataFile}.lock`), existsSync(`${dataFile}.converting`)], [false, false]);

    assert.deepEqual(open().reports, []);
    assert.equal((await client.referral('b')).text, '{"id":"B","v":2.50}');
  });

  it('loses only the line that was being written when its process ended', async () => {
    writeFileSync(dataFile, `${journal}{"id":"a","origin":"sandbox","te`);
    assert.equal((await open().referral('b')).json.v, 2.5);
    assert.equal(client.sandbox.size, 2);
  });

  it('is read in parts, wherever they are cut', async () => {
    const texts = ['ä'.repeat(1 << 20), 'é'.repeat(3_000_001)].map((word, index) =>
      JSON.stringify({ id: String(index), statusReason: word }),
    );
    const content = header + texts.map((text, index) => line(String(index), text)).join('');
    for (const shift of ['x', 'xy']) {
      writeFileSync(dataFile, content + line('2', `{"id":"2","shift":"${shift}"}`));
      const opened = open();
      for (const [index, text] of texts.entries()) assert.equal((await opened.referral(String(index))).text, text);
      assert.equal((await opened.referral('2')).json.shift, shift);
      opened.sandbox.close();
      rmSync(dataFile);
    }
  });

  it('is left alone when it is damaged inside', () => {
    for (const bad of ['{"id":', '{"id":"a","origin":"seed","text":"[]"}', '7', '{"id":"a","text":"{}"}']) {
      const content = `${header}${bad}\n${line('a', '{"id":"a"}')}`;
      writeFileSync(dataFile, content);
      assert.throws(open, (error) => error instanceof DataFileError && /damaged at line 2/.test(error.message), bad);
      assert.equal(readFileSync(dataFile, 'utf8'), content);
      assert.ok(!existsSync(`${dataFile}.journal`));
    }
  });

  it('is refused while its process runs', () => {
    writeFileSync(dataFile, journal);
    writeFileSync(`${dataFile}.lock`, String(process.ppid));
    assert.throws(open, new RegExp(`in use by process ${process.ppid}.*remove ${dataFile}\\.lock`));
    assert.equal(readFileSync(dataFile, 'utf8'), journal);
    for (const owner of [String(process.pid), '', 'nonsense']) {
      writeFileSync(dataFile, journal);
      writeFileSync(`${dataFile}.lock`, owner);
      open().sandbox.close();
      assert.ok(!existsSync(`${dataFile}.lock`));
    }
  });

  it('is converted again if that was interrupted', async () => {
    // What an interruption leaves behind: a draft of other content, and the second name of the file.
    new Client({
      seed: '[{"id":"draft"},{"id":"second"},{"id":"third"}]',
      dataFile: `${dataFile}.converting`,
    }).sandbox.close();
    writeFileSync(dataFile, journal);
    linkSync(dataFile, `${dataFile}.journal`);
    assert.equal(open().sandbox.size, 2);
    assert.equal((await client.referral('draft')).status, 404);
    assert.match(client.reports[0] ?? '', /\.journal\.$/);
    assert.equal(statSync(`${dataFile}.journal`).nlink, 1);
  });

  it('never replaces a file that was kept before', async () => {
    writeFileSync(dataFile, journal);
    writeFileSync(`${dataFile}.journal`, 'something else');
    assert.equal((await open().send('PATCH', `${collection}/a`, [])).status < 500, true);
    assert.match(client.reports[0] ?? '', /\.journal-2\.$/);
    assert.equal(readFileSync(`${dataFile}.journal`, 'utf8'), 'something else');
    assert.equal(readFileSync(`${dataFile}.journal-2`, 'utf8'), journal);
  });
});
