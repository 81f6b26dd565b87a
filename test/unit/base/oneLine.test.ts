import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cut, oneLine, withoutBidi } from '../../../src/base/oneLine.ts';
import { anyCharacter } from '../anyCharacter.ts';

/** Unicode's Bidi_Control: marks, embeddings, overrides, isolates. */
const controls = Array.from('\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069');
const characters = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: fc.constantFrom('a', '😀'), minLength: 1, maxLength: 40 }),
);
/** Text with many characters of two code units, directional controls and white space. */
const hostile = fc.string({
  unit: fc.oneof(anyCharacter, fc.constantFrom('😀', '𝒜', '𝒜', ' ', '\n', ...controls)),
  maxLength: 40,
});

describe('Text in one line', () => {
  it('has no white space but blanks, and is no longer than its place', () => {
    assert.equal(oneLine('  a\n\tb  '), 'a b');
    assert.equal(oneLine('abcdef', { most: 6 }), 'abcdef');
    assert.equal(oneLine('abcdefg', { most: 6 }), 'abcde…');
    assert.equal(oneLine('x'.repeat(500)).length, 200);
  });

  it('can’t change the direction of the words around it', () => {
    assert.equal(oneLine('Contoso \u202egnp.exe'), 'Contoso gnp.exe');
    assert.equal(oneLine(`a${controls.join('')}b`), 'ab');
    fc.assert(
      fc.property(hostile, (text) => {
        assert.doesNotMatch(oneLine(text), /\p{Bidi_Control}/u);
        assert.equal(withoutBidi(text), text.replace(/\p{Bidi_Control}/gu, ''));
      }),
    );
  });

  it('keeps the text of languages that are written from right to left, and characters that join letters', () => {
    for (const text of ['שלום בע״מ', 'شركة النيل', 'می\u200cخواهم', '👩\u200d💻']) assert.equal(oneLine(text), text);
  });
});

describe('A cut', () => {
  it('leaves no half of a character', () => {
    assert.equal(cut('ab😀', 4), 'ab😀');
    assert.equal(cut('ab😀c', 4), 'ab…');
    assert.equal(cut('a😀bc', 4), 'a😀…');
    assert.equal(cut('😀😀', 2), '…');
    assert.equal(oneLine(`${'x'.repeat(198)}😀x`), `${'x'.repeat(198)}…`);
  });

  it('keeps as much of the beginning as fits', () => {
    fc.assert(
      fc.property(fc.oneof(characters, hostile), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const short = cut(text, most);
        assert.ok(short.length <= most);
        if (text.isWellFormed()) assert.ok(short.isWellFormed());
        if (text.length <= most) return assert.equal(short, text);
        assert.equal(short.at(-1), '…');
        assert.ok(text.startsWith(short.slice(0, -1)));
        assert.ok(short.length >= most - 1);
      }),
    );
  });
});
