import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DataFileError } from '../../../../src/sandbox/store/dataFile.ts';
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
  });

  it('keeps the spelling of what nobody changed', async () => {
    new Client({ seed, dataFile }).sandbox.close();
    const { text } = await new Client({ dataFile }).referral('a');
    assert.equal(text, seed.slice(1, text.length + 1));
  });

  it('goes back to the seed with a reset', async () => {
    const client = new Client({ seed, dataFile });
    await client.send('PATCH', `${collection}/b`, note('gone'));
    await client.send('POST', '/_sandbox/reset');
    client.sandbox.close();
    assert.equal((await new Client({ seed, dataFile }).referral('b')).text, '{"id":"b","status":"Active"}');
  });

  it('drops a line that was being written when the process ended, and goes on', async () => {
    const first = new Client({ seed, dataFile });
    await first.send('PATCH', `${collection}/b`, note('whole'));
    first.sandbox.close();
    appendFileSync(dataFile, '{"id":"b","origin":"seed","te');
    const second = new Client({ seed, dataFile });
    assert.equal((await second.referral('b')).json.statusReason, 'whole');
    await second.send('PATCH', `${collection}/b`, note('after'));
    second.sandbox.close();
    assert.equal((await new Client({ seed, dataFile }).referral('b')).json.statusReason, 'after');
  });

  it('is refused when it is something else or damaged inside', () => {
    writeFileSync(dataFile, '{"my":"notes"}\n');
    assert.throws(() => new Client({ dataFile }), DataFileError);
    assert.equal(readFileSync(dataFile, 'utf8'), '{"my":"notes"}\n');
    writeFileSync(dataFile, '{"partnerApiSandbox":1}\n{"id":\n{"clockOffset":1}\n');
    assert.throws(() => new Client({ dataFile }), /damaged at line 2/);
  });

  it('survives kill -9: what was answered is there', async () => {
    const cli = spawn(process.execPath, ['src/sandbox/cli/cli.ts', '--data', dataFile, '--count', '5']);
    const ended = once(cli, 'exit');
    const [line] = (await once(createInterface(cli.stdout), 'line')) as [string];
    const url = line.slice(line.indexOf('http'));
    const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
    const headers = { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' };
    let answered = -1;
    const writing = (async () => {
      for (let index = 0; ; index++) {
        const body = JSON.stringify(note(`n${index}`));
        const { status } = await fetch(`${url}${collection}/${id}`, { method: 'PATCH', headers, body });
        assert.equal(status, 204);
        answered = index;
        if (index === 20) cli.kill('SIGKILL');
      }
    })();
    await assert.rejects(writing, TypeError);
    await ended;

    const second = new Client({ dataFile });
    const { statusReason } = (await second.referral(id)).json;
    second.sandbox.close();
    assert.ok(answered >= 20 && Number(statusReason.slice(1)) >= answered, `${statusReason} after n${answered}`);
  });
});
