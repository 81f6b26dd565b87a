import assert from 'node:assert/strict';
import { downloaded, Progress } from '../../vscode/progress.ts';

describe('The progress of an installation', () => {
  let now: number;
  let written: string[];

  beforeEach(() => {
    now = 0;
    written = [];
  });

  function progressOn(screen: { isTTY?: boolean; columns?: number }, terminal = 'xterm') {
    return new Progress({ ...screen, write: (text) => written.push(text) }, { now: () => now, terminal });
  }

  it('is one line on a terminal, drawn again when it changes', () => {
    const progress = progressOn({ isTTY: true, columns: 20 });
    progress.show('1 of 3 MB');
    progress.show('1 of 3 MB');
    progress.show('2 of 3 MB, which is more than fits');
    progress.end('Done.');
    assert.deepEqual(written, ['\r\x1b[K1 of 3 MB', '\r\x1b[K2 of 3 MB, which is', '\r\x1b[K', 'Done.\n']);
  });

  const elsewhere = { 'a pipe': {}, 'a terminal that cannot redraw': { isTTY: true } };
  for (const [where, screen] of Object.entries(elsewhere)) {
    it(`is a line every five seconds on ${where}`, () => {
      const progress = progressOn(screen, 'dumb');
      for (; now <= 12_000; now += 1_000) progress.show(`after ${now / 1_000} s`);
      progress.end('Done.');
      assert.deepEqual(written, ['after 0 s\n', 'after 5 s\n', 'after 10 s\n', 'Done.\n']);
    });
  }

  it('leaves nothing on a terminal when it ends without a word', () => {
    const progress = progressOn({ isTTY: true });
    progress.show('1 of 3 MB');
    progress.end();
    assert.equal(written.at(-1), '\r\x1b[K');
  });

  it('says how much of what was downloaded, and no more than that when it is more than was expected', () => {
    assert.equal(downloaded(41_600_000, 110), '42 of about 110 MB downloaded');
    assert.equal(downloaded(111_000_000, 110), '111 MB downloaded');
  });
});
