import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

/** The members that VS Code replaces `%key%` in, and that people read. */
const shown =
  /^(displayName|description|title|category|name|label|contents|markdownDescription|patternErrorMessage|enumDescriptions|enumItemLabels)$/;
/** Names by which files refer to something. */
const identifiers = /^\/contributes\/problemMatchers\/\d+\/name$/;

/** Texts that people read, by their places: the display name and what the extension contributes. */
function textsIn(
  value: unknown,
  at: string,
  shownHere: boolean,
  found = new Map<string, string>(),
): Map<string, string> {
  if (typeof value === 'string') {
    if (shownHere && !identifiers.test(at)) found.set(at, value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      textsIn(child, `${at}/${key}`, Array.isArray(value) ? shownHere : shown.test(key), found);
    }
  }
  return found;
}

function manifestTexts(of: Record<string, unknown>): Map<string, string> {
  const { displayName, description, capabilities, contributes } = of;
  return textsIn({ displayName, description, capabilities, contributes }, '', false);
}

describe('The texts of package.json', () => {
  const found = manifestTexts(manifest);

  it('stand in package.nls.json, every one', () => {
    for (const [place, text] of found) assert.match(text, /^%[\w.]+%$/, place);
    assert.ok(found.size > 150);
  });

  it('are looked for wherever VS Code shows them', () => {
    const plain = {
      displayName: 'A',
      contributes: {
        commands: [{ title: 'B', category: 'C', command: 'd' }],
        x: { enumDescriptions: ['E'], enum: ['f'] },
      },
    };
    assert.deepEqual([...manifestTexts(plain).values()].sort(), ['A', 'B', 'C', 'E']);
  });

  it('have a key that exists, and no key is left over', () => {
    const used = new Set([...found.values()].map((text) => text.replaceAll('%', '')));
    assert.deepEqual([...used].sort(), Object.keys(texts).sort());
  });

  it('are told to VS Code with where the other texts are', () => {
    assert.equal(manifest['l10n'], './l10n');
    const packed = readFileSync('.vscodeignore', 'utf8');
    for (const files of ['!package.nls*.json', '!l10n/bundle.l10n.*.json', '!media/walkthrough/*.md'])
      assert.ok(packed.includes(files));
  });
});
