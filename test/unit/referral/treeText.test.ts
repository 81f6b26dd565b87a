import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { parseJsonTree as tree } from '../../../src/referral/leaves.ts';
import { sameTree, treeText } from '../../../src/referral/treeText.ts';

/** The same value with the names of each object in the reverse order, and white space between all parts. */
function respelled(value: unknown): string {
  if (Array.isArray(value)) return `[ ${value.map(respelled).join(' ,\n')} ]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).reverse();
  return `{ ${members.map(([name, member]) => `${JSON.stringify(name)} : ${respelled(member)}`).join(' ,\t')} }`;
}

const same = (left: string, right: string): boolean => sameTree(tree(left), tree(right));

describe('JSON trees', () => {
  it('are the same, however their values are spelled and their names ordered', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.ok(same(JSON.stringify(value), respelled(value)));
      }),
    );
  });

  it('are the same as what is written from them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = treeText(tree(respelled(value)));
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.doesNotMatch(text.replace(/"(?:[^"\\]|\\.)*"/g, ''), /\s/);
      }),
    );
  });

  it('are others with another value, one more or one less', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const [one, other] = [JSON.parse(JSON.stringify(left)), JSON.parse(JSON.stringify(right))] as unknown[];
        assert.equal(same(JSON.stringify(left), respelled(right)), isDeepStrictEqual(one, other));
        for (const changed of [[left, right], [], { a: left }, { b: left, a: right }]) {
          assert.equal(same(JSON.stringify([left]), JSON.stringify(changed)), false);
        }
        assert.equal(same(JSON.stringify({ a: left }), JSON.stringify({ a: left, b: right })), false);
        assert.equal(same(JSON.stringify({ a: left }), JSON.stringify({ b: left })), false);
      }),
    );
    const some = tree('{"toString":1}');
    assert.deepEqual(
      [sameTree(some, undefined), sameTree(undefined, some), sameTree(undefined, undefined)],
      [false, false, true],
    );
    assert.equal(same('{"toString":1}', '{"a":1}'), false);
    assert.equal(same('{"a":1}', '{"toString":1}'), false);
    for (const [left, right] of [
      ['1', '"1"'],
      ['null', 'false'],
      ['"a"', '"A"'],
      ['[]', '{}'],
      ['0', '[]'],
      ['{}', '""'],
    ]) {
      assert.equal(same(left!, right!), false, `${left} ${right}`);
    }
  });

  it('compare numbers exactly, in any spelling', () => {
    const equal = [
      ['5e3', '5000.0', '5000', '0.5E+4', '50000e-1'],
      ['0', '-0', '0.000', '0e9', '-0.0E-3'],
      ['12345678901234567890.10', '1234567890123456789010e-2'],
      ['-1.5', '-15e-1', '-0.15E1'],
    ];
    for (const spellings of equal) {
      for (const left of spellings) for (const right of spellings) assert.ok(same(left, right), `${left} ${right}`);
    }
    const firsts = equal.map(([first]) => first!);
    const all = [
      ...firsts,
      '5e4',
      '50',
      '1.5',
      '12345678901234567890.1000000001',
      '12345678901234567891',
      '1e-400',
      '1e400',
      '1e401',
    ];
    for (const left of all)
      for (const right of all) assert.equal(same(left, right), left === right, `${left} ${right}`);
  });

  it('keep the spelling of numbers', () => {
    assert.equal(
      treeText(tree('{ "a": [ 50000.00, 1E2, -0, 12345678901234567890 ] }')),
      '{"a":[50000.00,1E2,-0,12345678901234567890]}',
    );
  });

  it('are compared in a time that grows with the length of a number, whatever its digits are', () => {
    const long = `1${'0'.repeat(300_000)}`;
    assert.equal(same(`${long}1`, `${long}2`), false);
    assert.equal(same(long, '1e300000'), true);
    assert.equal(same(`${long}.${'0'.repeat(300_000)}`, '10e299999'), true);
  });
});
