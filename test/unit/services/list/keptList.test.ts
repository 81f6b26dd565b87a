import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import { KeptLists, type ListOwner } from '../../../../src/services/list/diskCache.ts';
import { sample } from './referrals.ts';

const noor: ListOwner = { connection: 'partner-center', account: 'noor@litware.example tenant' };
const omar: ListOwner = { connection: 'partner-center', account: 'omar@litware.example tenant' };
const sandbox: ListOwner = { connection: 'sandbox', account: '' };

describe('lists on disk', () => {
  const items = sample(60);
  const list = ChunkedList.of(items);
  let base: string;
  let folder: string;
  let lists: KeptLists;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'partner-referrals-kept-'));
    folder = join(base, 'storage');
    lists = new KeptLists(folder);
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const files = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);

  it('come back as they were', async () => {
    await lists.write(noor, list, 7);
    assert.deepEqual(await lists.read(noor), { items, asOf: 7 });
  });

  it('are nobody else’s, and their names tell nobody whose they are', async () => {
    await lists.write(noor, list, 7);
    assert.equal(await lists.read(omar), undefined);
    assert.equal(await lists.read(sandbox), undefined);
    assert.doesNotMatch(files().join(), /noor|litware|tenant/);
  });

  it('are not there at first', async () => {
    assert.equal(await lists.read(noor), undefined);
    assert.deepEqual(files(), []);
  });

  it('go with their connection, also what is just being written', async () => {
    await lists.write(sandbox, list, 7);
    void lists.write(noor, list, 7);
    void lists.write(omar, list, 7);
    await lists.clear('partner-center');
    assert.equal(files().length, 1);
    assert.equal(await lists.read(noor), undefined);
    assert.equal((await lists.read(sandbox))?.items.length, 60);
    await lists.clear();
    assert.deepEqual(files(), []);
  });

  it('are ignored and removed when they can’t be read', async () => {
    await lists.write(noor, list, 7);
    const path = join(folder, files()[0]!);
    const good = readFileSync(path, 'utf8');
    const value = JSON.parse(good);
    for (const bad of [
      '',
      good.slice(0, 900),
      'null',
      '[]',
      JSON.stringify({ ...value, version: 0 }),
      JSON.stringify({ ...value, owner: 'list-partner-center-other' }),
      JSON.stringify({ ...value, items: [7] }),
      JSON.stringify({ ...value, items: [{ ...items[0], status: { a: 1 } }] }),
      JSON.stringify({ ...value, items: [{ ...items[0], team: [null] }] }),
      JSON.stringify({ ...value, items: [{ ...items[0], dealValue: '7' }] }),
    ]) {
      writeFileSync(path, bad);
      assert.equal(await lists.read(noor), undefined, bad.slice(0, 80));
      assert.deepEqual(files(), [], bad.slice(0, 80));
    }
  });

  it('leave no half-written file, and bother nobody, when the disk refuses', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    await lists.write(noor, list, 7);
    assert.deepEqual(readdirSync(base), ['storage']);
  });

  it('hold the first 5,000 at most', async () => {
    const many = Array.from({ length: 5_100 }, (_, n) => ({ ...items[0]!, id: `${n}` }));
    await lists.write(noor, ChunkedList.of(many), 7);
    assert.equal((await lists.read(noor))?.items.length, 5_000);
  });
});
