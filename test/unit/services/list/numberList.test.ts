import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NumberList, resized } from '../../../../src/services/list/numberList.ts';

const byNumber = (a: number, b: number): number => a - b;

describe('a list of numbers that is changed in place', () => {
  it('is at each step what an array would be', () => {
    const numbers = fc.array(fc.nat(99), { maxLength: 4 });
    const step = fc.oneof(
      fc.record({ how: fc.constant('insert' as const), at: fc.nat(99), numbers }),
      fc.record({ how: fc.constant('remove' as const), at: fc.nat(99), count: fc.nat(3) }),
      fc.record({ how: fc.constant('add' as const), at: fc.nat(99), count: fc.nat(3) }),
    );
    fc.assert(
      fc.property(numbers, fc.array(step, { maxLength: 12 }), (start, steps) => {
        const list = new NumberList(Uint32Array.from(start));
        let array = start;
        for (const each of steps) {
          const at = each.at % (array.length + 1);
          if (each.how === 'insert') {
            list.insert(at, each.numbers);
            array = array.toSpliced(at, 0, ...each.numbers);
          } else if (each.how === 'remove') {
            const to = Math.min(at + each.count, array.length);
            list.remove(at, to);
            array = array.toSpliced(at, to - at);
          } else {
            list.add(each.count, at);
            array = array.map((number, index) => (index < at ? number : number + each.count));
          }
          assert.deepEqual([...list.values], array);
          assert.equal(list.length, array.length);
          for (const number of [0, 1, 2, 99]) assert.equal(list.indexOf(number), array.indexOf(number));
        }
      }),
    );
  });

  it('removes numbers and inserts them in order, however many', () => {
    const different = fc.uniqueArray(fc.nat(400), { maxLength: 120, size: 'max' });
    fc.assert(
      fc.property(different, different, different, (start, gone, added) => {
        const list = new NumberList(Uint32Array.from(start).sort());
        list.removeAll(new Set(gone));
        const left = start.filter((number) => !gone.includes(number));
        assert.deepEqual([...list.values], left.toSorted(byNumber));
        const further = added.filter((number) => !left.includes(number));
        list.insertInOrder(further, byNumber);
        assert.deepEqual([...list.values], [...left, ...further].sort(byNumber));
      }),
    );
  });

  it('finds no number that was removed behind its end', () => {
    const list = new NumberList(Uint32Array.of(1, 2, 3));
    list.remove(2);
    assert.deepEqual([list.indexOf(3), [...list.values]], [-1, [1, 2]]);
  });
});

describe('a column of another length', () => {
  it('has the same values as far as it goes, and zeros behind', () => {
    const column = Float64Array.of(1, 2.5, Infinity);
    assert.deepEqual([...resized(column, 2)], [1, 2.5]);
    assert.deepEqual([...resized(column, 5)], [1, 2.5, Infinity, 0, 0]);
    assert.equal(resized(column, 3), column);
  });
});
