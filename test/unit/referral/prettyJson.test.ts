import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prettyJson } from '../../../src/referral/prettyJson.ts';

/** Removes the white space between the tokens of a JSON text. */
function bare(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_whole, string: string | undefined) => string ?? '');
}

/** Nested brackets. Used with a depth that recursion can't handle. */
function nested(depth: number): string {
  return `${'['.repeat(depth)}1${']'.repeat(depth)}`;
}

describe('the raw document', () => {
  it('keeps the spelling of numbers and strings, the order of keys and keys that stand twice', () => {
    const text = '{"b":50000.00,"a":1e3,"big":12345678901234567890,"s":"\\u00e9\\/ x","b":[],"o":{},"e":[1,\n2]}';
    assert.equal(
      prettyJson(text),
      [
        '{',
        '  "b": 50000.00,',
        '  "a": 1e3,',
        '  "big": 12345678901234567890,',
        '  "s": "\\u00e9\\/ x",',
        '  "b": [],',
        '  "o": {},',
        '  "e": [',
        '    1,',
        '    2',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('differs from what came in white space only, whatever came', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t', '\r\n'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        assert.equal(bare(prettyJson(text)), bare(text));
        assert.deepEqual(JSON.parse(prettyJson(text)), JSON.parse(text));
      }),
    );
  });

  it('survives the deepest nesting, with an indentation that ends', () => {
    const deep = nested(20_000);
    const pretty = prettyJson(deep);
    assert.ok(pretty.length < deep.length * 150);
    assert.equal(bare(pretty), deep);
  });

  it('leaves a text as it is when indenting would make it longer than VS Code takes', () => {
    const text = '{"a":[1,2],"b":{}}';
    const { length } = prettyJson(text);
    assert.equal(prettyJson(text, length).length, length);
    for (const most of [0, 1, length - 2, length - 1]) assert.equal(prettyJson(text, most), text, String(most));
    // VS Code's limit is 50 MB; indented, this text has 51 MB.
    const deep = nested(200_000);
    assert.equal(prettyJson(deep), deep);
  });

  it('is the same again when it is done again', () => {
    fc.assert(fc.property(fc.json(), (json) => assert.equal(prettyJson(prettyJson(json)), prettyJson(json))));
  });
});
