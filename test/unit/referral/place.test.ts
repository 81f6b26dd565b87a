import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';
import { pointerAt, spanOf } from '../../../src/referral/place.ts';
import { prettyJson } from '../../../src/referral/prettyJson.ts';

const text = prettyJson(JSON.stringify({ id: 'x', team: [{ email: 'a' }, { email: 'b' }], 'odd/na~me': { '': 1 } }));
const cut = (pointer: string): string | undefined => {
  const span = spanOf(text, pointer);
  return span && text.slice(span.start, span.end);
};

describe('the place of a value in its document', () => {
  it('is found by its pointer', () => {
    assert.equal(cut('/team/1/email'), '"b"');
    assert.equal(cut('/odd~1na~0me/'), '1');
    assert.equal(cut(''), text);
    assert.equal(cut('/team/2'), undefined);
    assert.equal(cut('/id/0'), undefined);
  });

  it('tells its pointer, from the value as well as from its name', () => {
    assert.equal(pointerAt(text, text.indexOf('"b"') + 1), '/team/1/email');
    assert.equal(pointerAt(text, text.indexOf('"team"') + 2), '/team');
    assert.equal(pointerAt(text, text.indexOf('"id"') + 2), '/id');
  });

  it('leads from every leaf to its text and back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const document = prettyJson(JSON.stringify({ value }));
        for (const { pointer, raw, value: leaf } of leavesOf(parseJsonTree(document))) {
          const span = spanOf(document, pointer);
          assert.ok(span, pointer);
          const source = document.slice(span.start, span.end);
          assert.equal(typeof leaf === 'string' ? (JSON.parse(source) as string) : source, raw);
          assert.equal(pointerAt(document, span.start + 1), pointer);
        }
      }),
    );
  });

  it('is nowhere in a document that is nested too deep to be read', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    assert.equal(spanOf(deep, '/0'), undefined);
  });
});
