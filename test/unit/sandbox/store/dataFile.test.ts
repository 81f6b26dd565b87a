import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { DataFile } from '../../../../src/sandbox/store/dataFile.ts';
import { Client, collection } from '../client.ts';

const seed =
  '[{"id":"a","status":"New",\n "createdDateTime":"2026-06-14T00:00:00Z","v":1.00},{"id":"b","status":"Active"}]';
const note = (text: string): object[] => [{ op: 'add', path: '/statusReason', value: text }];

describe('A data file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-data-'));
  after(() => rmSync(folder, { recursive: true }));
  let dataFile: string;
  let count = 0;
  beforeEach(() => {
    dataFile = join(folder, `data-${count++}`);
  });

  it('keeps writes, new referrals and the clock from run to run', async () => {
    const first = new Client({ seed, dataFile });
    await first.send('PATCH', `${collection}/b`, note('kept'));
    const made = await first.send('POST', collection, {
      type: 'Shared',
      customerProfile: {},
      consent: {},
      details: {},
    });
    await first.advance(14);
    const before = await first.all();
    first.sandbox.close();

    const second = new Client({ seed, dataFile });
    assert.deepEqual(await second.all(), before);
    assert.equal((await second.referral('a')).json.substatus, 'Expired');
    assert.equal((await second.referral('b')).json.statusReason, 'kept');
    assert.ok((await second.referral(made.json.id)).json['@odata.context']);
    assert.match((await second.advance(0)).json.now, /^2026-06-29T12:00/);
    second.sandbox.close();
  });

  it('keeps the spelling of what nobody changed', async () => {
    new Client({ seed, dataFile }).sandbox.close();
    const second = new Client({ dataFile });
    const { text } = await second.referral('a');
    second.sandbox.close();
    assert.equal(text, seed.slice(1, text.length + 1));
  });

  it('goes back to the seed with a reset', async () => {
    const client = new Client({ seed, dataFile });
    await client.send('PATCH', `${collection}/b`, note('gone'));
    await client.advance(3);
    await client.send('POST', '/_sandbox/reset');
    client.sandbox.close();
    const second = new Client({ seed, dataFile });
    assert.equal((await second.referral('b')).text, '{"id":"b","status":"Active"}');
    assert.match((await second.advance(0)).json.now, /^2026-06-15T12:00/);
    second.sandbox.close();
  });

  it('begins with the seed if the first start was interrupted before there was a state', async () => {
    const unfinished = new DataFile(dataFile);
    assert.equal(unfinished.load(), undefined);
    unfinished.close();
    const client = new Client({ seed, dataFile });
    assert.equal((await client.referral('b')).status, 200);
    client.sandbox.close();
    assert.deepEqual(client.reports, []);
  });

  it('grows with the referrals, not with the writes', () => {
    const file = new DataFile(dataFile);
    file.load();
    const text = (write: number): string => JSON.stringify({ id: 'a', text: `${write} ${'x'.repeat(60_000)}` });
    file.begin([{ id: 'a', origin: 'seed', text: text(0) }]);
    for (let write = 1; write <= 400; write++) {
      file.commit({ written: [{ order: 0, origin: 'seed', text: text(write) }], clockOffset: write });
    }
    // 24 MB were written; SQLite starts over in its log after 1000 pages of 4 KB.
    assert.ok(statSync(`${dataFile}-wal`).size < 6_000_000, String(statSync(`${dataFile}-wal`).size));
    file.close();
    // A new text is written before the old one's place is free.
    assert.ok(statSync(dataFile).size < 2.5 * 60_000, String(statSync(dataFile).size));
    assert.ok(!existsSync(`${dataFile}-wal`));
    const again = new DataFile(dataFile);
    const saved = again.load();
    assert.equal(saved?.clockOffset, 400);
    assert.deepEqual(
      [...saved.referrals].map((referral) => referral.text),
      [text(400)],
    );
    again.close();
  });

  it('is for one process at a time, also after another sandbox of the same process was refused', async () => {
    const first = new Client({ seed, dataFile });
    const link = join(folder, 'link');
    symlinkSync(dataFile, link);
    for (const path of [dataFile, link]) assert.throws(() => new Client({ dataFile: path }), /is in use by another/);
    const refused = run('--data', dataFile);
    let errors = '';
    refused.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    assert.deepEqual(await once(refused, 'close'), [2, null]);
    assert.equal(errors, `${dataFile} is in use by another sandbox. End that one, or give --data another path.\n`);
    first.sandbox.close();
    new Client({ dataFile }).sandbox.close();
  });

  it('is free again when its process was killed', async () => {
    const killed = run('--data', dataFile, '--count', '5');
    let errors = '';
    killed.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const ended = once(killed, 'close');
    await once(createInterface(killed.stdout), 'line');
    assert.throws(() => new Client({ dataFile }), /is in use by another/);
    killed.kill('SIGKILL');
    await ended;
    assert.equal(errors, '', 'nothing may be printed, not even warnings of Node.js');
    const second = new Client({ dataFile });
    assert.equal(second.sandbox.size, 5);
    second.sandbox.close();
  });

  it('counts more than a seed, and the user is told so', () => {
    const first = new Client({ seed, dataFile });
    first.sandbox.close();
    const started = [{}, { count: 30 }, { seed: '[{"id":"z"}]' }].map((options) => {
      const client = new Client({ dataFile, ...options });
      const { size } = client.sandbox;
      client.sandbox.close();
      return { size, reports: client.reports };
    });
    assert.deepEqual(
      started.map(({ size }) => size),
      [2, 2, 2],
    );
    const told = (flag: string): string =>
      `${dataFile} holds 2 referrals, which are served. ${flag} counts only for a new file and for a reset: to start afresh, remove the file or call POST /_sandbox/reset.`;
    assert.deepEqual(
      [first, ...started].map(({ reports }) => reports),
      [[], [], [told('--count')], [told('--seed')]],
    );
  });

  it('is the database that a link leads to', () => {
    const link = join(folder, `link-${count}`);
    symlinkSync(dataFile, link);
    new Client({ seed, dataFile: link }).sandbox.close();
    const database = new DatabaseSync(dataFile, { readOnly: true });
    assert.equal(database.prepare('SELECT count(*) AS rows FROM referral').get()?.rows, 2);
    database.close();
  });
});

function run(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['src/sandbox/cli/cli.ts', ...args]);
}
