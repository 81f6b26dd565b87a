import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isComplete, provide, type Installation } from '../../vscode/cache.ts';

describe('The cache of what is installed once', () => {
  let cache: string;
  let made: number;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'cache-'));
    made = 0;
  });

  afterEach(() => rmSync(cache, { recursive: true }));

  const tool: Installation = {
    what: 'The tool',
    name: 'tool-1',
    megabytes: 1,
    async make({ path }) {
      made++;
      const folder = join(path, 'made');
      mkdirSync(join(folder, 'lib'), { recursive: true });
      writeFileSync(join(folder, 'program'), 'run me');
      writeFileSync(join(folder, 'lib/part'), 'a part');
      return folder;
    },
  };

  function silently(installation = tool) {
    return provide(installation, { cache, screen: { write: () => true } });
  }

  function makeOlder(path: string, days: number) {
    const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
    utimesSync(path, then, then);
  }

  it('installs at the first call, and only then', async () => {
    const folder = await silently();
    assert.equal(readFileSync(join(folder, 'lib/part'), 'utf8'), 'a part');
    assert.equal(await silently(), folder);
    assert.equal(made, 1);
    assert.deepEqual(readdirSync(cache), ['tool-1']);
  });

  const damages: [what: string, damage: (folder: string) => void][] = [
    ['a file is missing', (folder) => rmSync(join(folder, 'lib/part'))],
    ['a folder is missing', (folder) => rmSync(join(folder, 'lib'), { recursive: true })],
    ['a file was cut off', (folder) => writeFileSync(join(folder, 'program'), 'run')],
    ['the list of its files was cut off', (folder) => writeFileSync(join(folder, 'installed.json'), '{ "files": {')],
    ['the list of its files is missing', (folder) => rmSync(join(folder, 'installed.json'))],
  ];
  for (const [what, damage] of damages) {
    it(`installs again when ${what}`, async () => {
      const folder = await silently();
      damage(folder);
      assert.equal(isComplete(folder), false);
      await silently();
      assert.equal(made, 2);
      assert.equal(isComplete(folder), true);
      assert.deepEqual(readdirSync(cache), ['tool-1']);
    });
  }

  it('is not disturbed by what a program puts beside its files', async () => {
    const folder = await silently();
    writeFileSync(join(folder, 'locales'), '');
    await silently();
    assert.equal(made, 1);
  });

  it('lets two install at once', async () => {
    // Neither is done before both have begun.
    let begin: () => void = () => undefined;
    const bothBegan = new Promise<void>((resolve) => (begin = resolve));
    const slow: Installation = {
      ...tool,
      async make(temporary) {
        const folder = await tool.make(temporary);
        if (made === 2) begin();
        await bothBegan;
        return folder;
      },
    };
    const [one, other] = await Promise.all([silently(slow), silently(slow)]);
    assert.equal(one, other);
    assert.equal(isComplete(one), true);
    assert.deepEqual(readdirSync(cache), ['tool-1']);
  });

  it('leaves nothing of an installation that failed', async () => {
    const broken: Installation = {
      ...tool,
      async make(temporary) {
        await tool.make(temporary);
        throw new Error('it broke');
      },
    };
    await assert.rejects(silently(broken), /^Error: The tool could not be installed, because it broke: try again\.$/);
    assert.deepEqual(readdirSync(cache), []);
  });

  it('removes what a killed installation left, and leaves one alone that is under way', async () => {
    for (const name of ['installing-abandoned', 'removing-abandoned', 'installing-now']) mkdirSync(join(cache, name));
    makeOlder(join(cache, 'installing-abandoned'), 1);
    makeOlder(join(cache, 'removing-abandoned'), 1);
    await silently();
    assert.deepEqual(readdirSync(cache).sort(), ['installing-now', 'tool-1']);
    // Also when there is nothing to install any more.
    makeOlder(join(cache, 'installing-now'), 1);
    await silently();
    assert.deepEqual(readdirSync(cache), ['tool-1']);
  });

  it('removes what nobody used for a month, and nothing that was used or that is of another making', async () => {
    const unused = await silently({ ...tool, name: 'unused' });
    const used = await silently({ ...tool, name: 'used' });
    for (const folder of [unused, used]) makeOlder(join(folder, 'installed.json'), 31);
    mkdirSync(join(cache, 'of-another-making'));
    makeOlder(join(cache, 'of-another-making'), 31);
    await silently({ ...tool, name: 'used' });
    await silently();
    assert.deepEqual(readdirSync(cache).sort(), ['of-another-making', 'tool-1', 'used']);
  });

  it('says what it does while it does it', async () => {
    let shown = '';
    await provide(
      {
        ...tool,
        async make(temporary) {
          temporary.say('unpacking');
          return tool.make(temporary);
        },
      },
      { cache, screen: { isTTY: true, columns: 80, write: (text) => (shown += text) } },
    );
    assert.match(shown, /Installing The tool: unpacking/);
    assert.ok(shown.endsWith(`Installed The tool into ${join(cache, 'tool-1')}.\n`));
    assert.ok(existsSync(join(cache, 'tool-1')));
  });
});
