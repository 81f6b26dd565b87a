import assert from 'node:assert/strict';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { run, scenario } from './scenarios.ts';

describe('A state folder that can’t be removed', () => {
  const { rm } = files;
  afterEach(() => {
    files.rm = rm;
    syncBuiltinESMExports();
  });

  it('changes nothing about the result', async () => {
    const asked: unknown[] = [];
    let left = '';
    files.rm = (folder, options) => {
      asked.push(options?.maxRetries);
      left = String(folder);
      return Promise.reject(Object.assign(new Error('locked'), { code: 'EBUSY' }));
    };
    syncBuiltinESMExports();
    try {
      const { verdict, output } = await run(scenario([{ run: 'toEnd' }], [{ exitCode: 0 }]), `console.log(url)`);
      assert.deepEqual([verdict, output, asked], ['passed', '$PARTNER_API_URL\n', [5]]);
    } finally {
      await rm(left, { recursive: true, force: true });
    }
  });
});
