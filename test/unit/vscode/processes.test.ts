import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { findNode24, root } from '../../vscode/paths.ts';

const processes = pathToFileURL(join(root, 'test/vscode/processes.ts')).href;

describe('a process that ends', () => {
  it('has written all of its output, also if that is read late', async () => {
    const script = `import { endAfterOutput } from ${JSON.stringify(processes)};
      console.log('x'.repeat(1_000_000));
      console.log('the end');
      process.send('written', () => endAfterOutput(3));`;
    const child = spawn(findNode24(), ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit');
    await once(child, 'message');
    const output = await text(child.stdout!);
    assert.deepEqual([output.length, output.slice(-8)], [1_000_001 + 8, 'the end\n']);
    assert.deepEqual(await ended, [3, null]);
  });
});
