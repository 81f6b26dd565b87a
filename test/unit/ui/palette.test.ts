import assert from 'node:assert/strict';
import { readManifest } from './manifest.ts';

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
  };
}
const { commands, menus } = (readManifest() as Manifest).contributes;
const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
const shown = commands
  .filter(({ command }) => !hidden.has(command))
  .map(({ category, title }) => `${category}: ${title}`);

/** The characters besides white space that end a word for VS Code; any of them stands for any other. */
const separators = new Set('()[]{}<>`\'"-/;:,.?!');
const isSeparator = (character: string): boolean => /\s/.test(character) || separators.has(character);

/**
 * Whether the palette lists a title for what was typed: `or(matchesBaseContiguousSubString, matchesWords)` of
 * src/vs/base/common/filters.ts in microsoft/vscode 1.139. Typed letters are found in their order; after each, the rest
 * may go on at the next letter or at the beginning of any later word. Accents and Hangul are left out.
 */
function lists(typed: string, title: string): boolean {
  const [word, target] = [typed.toLowerCase(), title.toLowerCase()];
  const beginsWord = (at: number): boolean => isSeparator(target[at]!) || at === 0 || isSeparator(target[at - 1]!);
  const words = Array.from({ length: target.length }, (_, at) => at).filter(beginsWord);
  const failed = new Set<number>();
  const matches = (i: number, j: number): boolean => {
    if (i === word.length) return true;
    const key = i * (target.length + 1) + j;
    if (j >= target.length || failed.has(key)) return false;
    const same = word[i] === target[j] || (isSeparator(word[i]!) && isSeparator(target[j]!));
    const found = same && (matches(i + 1, j + 1) || words.some((next) => next > j && matches(i + 1, next)));
    if (!found) failed.add(key);
    return found;
  };
  return target.includes(word) || words.some((start) => matches(0, start));
}

/** What the palette lists first: of the titles that match, the first by name (commandsQuickAccess.ts, `_getPicks`). */
function firstFor(typed: string, titles: readonly string[]): string | undefined {
  return titles.filter((title) => lists(typed, title)).sort((a, b) => a.localeCompare(b))[0];
}

describe('The command palette', () => {
  it('lists each command first when its whole title is typed, with its ellipsis and without', () => {
    const all = [...new Set(shown)];
    for (const title of all) {
      for (const typed of [title, title.replace(/…$/, ''), title.toLowerCase()]) {
        assert.equal(firstFor(typed, all), title, `typed: ${typed}`);
      }
    }
  });

  it('would list a title first that has all its words and comes before it', () => {
    const [wanted, other] = ['Partner: Open Referral', 'Partner: Open Partner Center for Referral'];
    assert.equal(firstFor(wanted, [wanted, other]), other);
    assert.equal(firstFor(wanted, [wanted, 'Partner: Open Referral in CRM']), wanted);
    assert.equal(firstFor(wanted, [wanted, 'Partner: Referral: Open']), wanted);
  });

  it('matches as VS Code does: in order, at beginnings of words, with any separator', () => {
    for (const [typed, title] of [
      ['gp', 'Git: Pull'],
      ['g p', 'Git: Pull'],
      ['git pull', 'Git: Pull'],
      ['git  pull', 'Git: Pull'],
      ['ull', 'Git: Pull'],
      ['debug console', 'Open: Debug Console'],
    ] as const) {
      assert.ok(lists(typed, title), `${typed} in ${title}`);
    }
    for (const [typed, title] of [
      ['gpx', 'Git: Pull'],
      ['pull git', 'Git: Pull'],
      ['gu', 'Git: Pull'],
      ['debug console', 'Open: Console of Debug'],
    ] as const) {
      assert.ok(!lists(typed, title), `${typed} in ${title}`);
    }
  });
});
