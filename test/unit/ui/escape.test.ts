import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asLabel, asMarkdownText } from '../../../src/ui/failures/escape.ts';
import { anyCharacter } from '../anyCharacter.ts';

describe('server text', () => {
  it('in Markdown leaves no character that could act', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        assert.match(asMarkdownText(text), /^(?:[\p{L}\p{N}\p{M} ]|&#\d+;)*$/u);
      }),
    );
    assert.equal(asMarkdownText('a.b@c\n<d>'), 'a&#46;b&#64;c &#60;d&#62;');
  });

  it('in labels draws no icons', () => {
    assert.equal(asLabel('a $(trash)\n$(x)'), 'a \\$(trash) \\$(x)');
  });
});
