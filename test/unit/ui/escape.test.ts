import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asLabel, asMarkdownText, asNotificationText } from '../../../src/ui/failures/escape.ts';
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
    assert.equal(asLabel('a $(trash)\n$(sync~spin)'), 'a \\$(trash) \\$(sync~spin)');
    assert.equal(asLabel('\\$(trash)'), '\\\\$(trash)');
  });

  it('in labels reads as it was sent', () => {
    assert.equal(asLabel('Renewal $(100 USD) $() $(a.b) $(open'), 'Renewal $(100 USD) $() $(a.b) $(open');
    const pieces = fc.constantFrom('$(', 'flame', 'sync~spin', '~', ')', '\\', '100 USD', 'a', '$(add)', '\u202e');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          assert.deepEqual(drawn(asLabel(text)), [text.replace(/\s+/g, ' ').replaceAll('\u202e', '')]);
        },
      ),
    );
  });

  it('doesn’t turn the words around it', () => {
    for (const escape of [asLabel, asMarkdownText, asNotificationText]) {
      assert.equal(escape('Contoso\u202e\u2067\u200f x'), 'Contoso x');
    }
  });

  it('in notifications makes no link, also where a removed character stood between', () => {
    assert.equal(asNotificationText('[a]\u202e(command:b)'), '[a] (command:b)');
  });
});

/** What VS Code draws for a label: text, and the names of icons (`renderLabelWithIcons` in microsoft/vscode 1.139). */
function drawn(label: string): (string | { readonly icon: string })[] {
  const icon = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;
  const pieces: (string | { readonly icon: string })[] = [''];
  const addText = (text: string): void => {
    const last = pieces.at(-1);
    if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
    else pieces.push(text);
  };
  let from = 0;
  for (const match of label.matchAll(icon)) {
    addText(label.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] === undefined) pieces.push({ icon: match[2] ?? '' });
    else addText(`$(${match[2] ?? ''})`);
  }
  addText(label.slice(from));
  return pieces;
}
