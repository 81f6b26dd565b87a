import assert from 'node:assert/strict';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import { KeptLists } from '../../../../src/services/list/diskCache.ts';
import { referral } from './referrals.ts';

describe('Lists on disk', () => {
  const { readdir, rm } = files;
  let folder: string;
  let cache: KeptLists;
  beforeEach(async () => {
    folder = await files.mkdtemp(join(tmpdir(), 'lists-'));
    cache = new KeptLists(folder);
    for (const account of ['a', 'b', 'c']) {
      await cache.write({ connection: 'partner-center', account }, ChunkedList.of([referral('one')]), 0);
    }
  });
  afterEach(async () => {
    Object.assign(files, { readdir, rm });
    syncBuiltinESMExports();
    await rm(folder, { recursive: true, force: true });
  });

  it('are not taken for deleted where their folder can’t be read, but a folder that was never made has none', async () => {
    const refusal = Object.assign(new Error('not permitted'), { code: 'EPERM' });
    Object.assign(files, { readdir: () => Promise.reject(refusal) });
    syncBuiltinESMExports();
    await assert.rejects(cache.clear(), /not permitted/);
    files.readdir = readdir;
    syncBuiltinESMExports();
    await new KeptLists(join(folder, 'never-made')).clear();
    await cache.clear();
    assert.deepEqual(await readdir(folder), []);
  });

  it('are all deleted but one that can’t be, and the failure is told', async () => {
    const names = (await files.readdir(folder)).sort();
    assert.equal(names.length, 3);
    for (const locked of names) {
      files.rm = (path, options) =>
        String(path).endsWith(locked) ? Promise.reject(new Error('locked')) : rm(path, options);
      syncBuiltinESMExports();
      await assert.rejects(cache.clear('partner-center'), /locked/);
      assert.deepEqual(await files.readdir(folder), [locked]);
      files.rm = rm;
      syncBuiltinESMExports();
      await cache.clear('partner-center');
      assert.deepEqual(await files.readdir(folder), []);
      for (const name of names) await files.writeFile(join(folder, name), '');
    }
  });
});
