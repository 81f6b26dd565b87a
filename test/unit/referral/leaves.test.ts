import { deepStrictEqual, strictEqual, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { keysOf, leavesOf, parseJsonTree, Scalar, treeAt } from '../../../src/referral/leaves.ts';

describe('leaves', () => {
  it('tells every scalar with its pointer and the server’s spelling, in the document’s order', () => {
    const text = '{"b":[1.0,{"c":"x"}],"a":null,"n":12345678901234567890,"e":1E3,"t":true,"none":[{},[]]}';
    deepStrictEqual(
      leavesOf(parseJsonTree(text)).map(({ pointer, raw }) => [pointer, raw]),
      [
        ['/b/0', '1.0'],
        ['/b/1/c', 'x'],
        ['/a', 'null'],
        ['/n', '12345678901234567890'],
        ['/e', '1E3'],
        ['/t', 'true'],
      ],
    );
  });

  it('escapes names as RFC 6901 says and takes any name for an ordinary one', () => {
    const tree = parseJsonTree('{"a/b":{"m~n":1,"":2},"__proto__":{"x":3},"length":4,"~1":5}');
    deepStrictEqual(
      leavesOf(tree).map(({ pointer }) => pointer),
      ['/a~1b/m~0n', '/a~1b/', '/__proto__/x', '/length', '/~01'],
    );
    deepStrictEqual(keysOf('/a~1b/m~0n'), ['a/b', 'm~n']);
    deepStrictEqual(keysOf('/~01'), ['~1']);
  });

  it('finds each leaf again by its pointer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const tree = parseJsonTree(JSON.stringify(value));
        for (const { pointer, value: leaf } of leavesOf(tree)) {
          const found = treeAt(tree, pointer);
          strictEqual(found instanceof Scalar && found.value, leaf);
        }
      }),
    );
  });

  it('finds nothing where nothing is', () => {
    const tree = parseJsonTree('{"a":[1],"b":"text"}');
    for (const pointer of ['/a/1', '/a/length', '/b/0', '/b/length', '/toString', '/__proto__']) {
      strictEqual(treeAt(tree, pointer), undefined, pointer);
    }
  });

  it('reads documents that are nested deeper than the stack', () => {
    const depth = 20_000;
    const [leaf] = leavesOf(parseJsonTree('['.repeat(depth) + '7' + ']'.repeat(depth)));
    strictEqual(leaf?.raw, '7');
    strictEqual(leaf.pointer.length, 2 * depth);
  });

  it('throws what JSON.parse throws on text that is no JSON', () => {
    throws(() => parseJsonTree('{"a":'), SyntaxError);
  });
});
