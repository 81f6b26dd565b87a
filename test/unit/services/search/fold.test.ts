import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fold, wordsOf } from '../../../../src/services/search/fold.ts';

describe('Text that is compared', () => {
  for (const [written, typed] of [
    ['Müller & Söhne', 'muller & sohne'],
    ['KÖNIGSTRASSE', 'königstraße'],
    ['Łódź Øst Þór', 'lodz ost thor'],
    ['Ħamrun Đà Nẵng', 'hamrun da nang'],
    ['IĞDIR Iğdır', 'igdir igdir'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδος'],
    ['Ｃｏｎｔｏｓｏ', 'contoso'],
    ['Con\u00adtoso', 'contoso'],
    ['Zero\u200bwidth\ufeff', 'zerowidth'],
    ['non\u2011breaking', 'non-breaking'],
    ['2024 – 2025', '2024 - 2025'],
    ['“quoted” O’Neill', '"quoted" o\'neill'],
    ['two\nlines', 'two lines'],
  ] as const) {
    it(`is the same for ${JSON.stringify(written)} and ${JSON.stringify(typed)}`, () => {
      assert.equal(fold(written), fold(typed));
      assert.equal(fold(fold(written)), fold(written));
    });
  }

  it('is not the same for other letters', () => {
    for (const [one, other] of [
      ['a', 'b'],
      ['т', 't'],
      ['non-breaking', 'nonbreaking'],
      ["o'neill", 'oneill'],
    ] as const) {
      assert.notEqual(fold(one), fold(other));
    }
  });

  it('begins with what was typed of it so far', () => {
    const text = fc.array(fc.constantFrom(...Array.from('aZß İıΣσς’“\u2011\u00adÅ\u0301ﬁ한가🙂-\n')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, fc.nat(12), (letters, count) => {
        const whole = fold(letters.join(''));
        assert.ok(whole.startsWith(fold(letters.slice(0, count).join(''))), JSON.stringify(letters));
      }),
    );
  });

  it('has words between blanks of any kind', () => {
    assert.deepEqual(wordsOf('  Data\u00a0Warehouse\t\u3000X  '), ['data', 'warehouse', 'x']);
    assert.deepEqual(wordsOf('\u00ad \u200b'), []);
  });
});
