import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChunkedList } from '../../../src/base/chunkedList.ts';

/** Lists around the limits of chunks, and changes at any place or behind the end. */
const length = fc.oneof(fc.nat(3), fc.integer({ min: 1022, max: 1026 }), fc.integer({ min: 2046, max: 3100 }));
const place = fc.oneof(fc.nat(3), fc.integer({ min: 1020, max: 1030 }), fc.nat(3200));
const listOf = (count: number): object[] => Array.from({ length: count }, (_, n) => ({ n }));

describe('a list in chunks', () => {
  it('has the items of the array that it was made of', () => {
    fc.assert(
      fc.property(length, fc.nat(3200), (count, some) => {
        const array = listOf(count);
        const list = ChunkedList.of(array);
        assert.equal(list.length, count);
        assert.deepEqual([...list], array);
        assert.deepEqual([list.at(some), list.at(-1), list.at(count)], [array[some], undefined, undefined]);
        assert.deepEqual(list.first(some), array.slice(0, some));
        assert.deepEqual(
          list.map((item) => [item]),
          array.map((item) => [item]),
        );
        const test = (item: object): boolean => array.indexOf(item) % 5 === 0;
        assert.deepEqual(list.filter(test), array.filter(test));
        assert.equal(list.chunks.flat().length, count);
      }),
      { numRuns: 30 },
    );
  });

  it('stays as it is when a copy is changed, and tells the differences of any two versions', () => {
    fc.assert(
      fc.property(length, fc.array(fc.array(place, { maxLength: 4 }), { maxLength: 4 }), (count, steps) => {
        const first = listOf(count);
        const versions = [{ array: first, list: ChunkedList.of(first) }];
        for (const step of steps) {
          const { array, list } = versions.at(-1)!;
          const next = [...array];
          const changes = new Map<number, object>();
          for (const wanted of step) {
            const index = Math.min(wanted, next.length);
            next[index] = { changed: index };
            changes.set(index, next[index]);
          }
          versions.push({ array: next, list: list.with(changes) });
        }
        for (const { array, list } of versions) {
          assert.equal(list.length, array.length);
          for (const [index, item] of [...list].entries()) assert.equal(item, array[index]);
          const differing = array.flatMap((item, index) => (item === first[index] ? [] : [index]));
          assert.deepEqual([...list.changedSince(versions[0]!.list)], differing);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shares the chunks without changes with its changed copies', () => {
    const list = ChunkedList.of(listOf(5000));
    const changed = list.with(new Map([[1500, { changed: true }]]));
    const shared = changed.chunks.filter((chunk, at) => chunk === list.chunks[at]);
    assert.equal(shared.length, list.chunks.length - 1);
  });
});
