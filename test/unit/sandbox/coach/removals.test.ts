import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Change } from '../../../../src/sandbox/coach/observedCall.ts';
import { removedBy, removingPaths } from '../../../../src/sandbox/coach/removals.ts';

const written = (before: JsonObject, after: JsonObject, paths?: readonly string[]): Change => ({
  before,
  after,
  paths,
  eTagBefore: '"1"',
  eTagAfter: '"2"',
  isUnchanged: false,
});
const replaced = (team: Json, by: Json): readonly string[] => removedBy(written({ team }, { team: by }, ['/team']));

/** Few values, so that keys and whole elements occur more than once. */
const value = fc.constantFrom('a', 'b', 'c');
const element: fc.Arbitrary<JsonObject> = fc.record(
  { id: value, email: value, name: value, address: fc.record({ city: value }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);
const elements = fc.array(element, { maxLength: 6 });
const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length });

/** The same element with its members in another order, as another library writes it. */
const reversed = (each: JsonObject): JsonObject => Object.fromEntries(Object.entries(each).reverse());

describe('Values that a write removed', () => {
  it('are none when a list is sent in another order, or with more elements', () => {
    const lists = fc
      .tuple(elements, elements)
      .chain(([before, added]) => fc.tuple(fc.constant(before), shuffled([...before.map(reversed), ...added])));
    fc.assert(fc.property(lists, ([before, after]) => assert.deepEqual(replaced(before, after), [])));
  });

  it('are found when one element of a list has lost a value, and others with the same key are there', () => {
    const withKey = element.map((each): JsonObject => ({ name: 'a', ...each, email: 'a' }));
    const lists = fc.array(withKey, { minLength: 1, maxLength: 6 }).chain((before) =>
      fc.tuple(
        fc.constant(before),
        fc.nat(before.length - 1).map((at) => before.map((each, index) => (index === at ? without(each) : each))),
      ),
    );
    const without = ({ name: _name, ...left }: JsonObject): JsonObject => left;
    fc.assert(
      fc.property(lists, ([before, after]) => {
        const removed = replaced(before, after);
        assert.equal(removed.length, 1);
        assert.match(removed[0] ?? '', /^\/team\/\d\/name$/);
      }),
    );
  });

  it('are those below the paths of a PATCH, or of all that a PUT replaced', () => {
    const before = { name: 'x', details: { notes: 'n', currency: 'EUR' }, team: [{ email: 'a', name: 'A' }] };
    const after = { details: {}, team: [{ email: 'a' }] };
    assert.deepEqual(removedBy(written(before, after)), [
      '/name',
      '/details/notes',
      '/details/currency',
      '/team/0/name',
    ]);
    assert.deepEqual(removedBy(written(before, after, ['/details', '/name'])), ['/details/notes', '/details/currency']);
    // An element may have been moved by another operation.
    const ofTeam = written(before, after, ['/details/notes', '/team/4', '/nothing/here']);
    assert.deepEqual(removedBy(ofTeam), ['/team/0/name']);
    assert.deepEqual(removingPaths(ofTeam, removedBy(ofTeam)), ['/team/4']);
  });

  it('are not those that a path of the PATCH names', () => {
    const before = { answers: { 0: 'yes', 1: 'no' } };
    assert.deepEqual(removedBy(written(before, { answers: { 0: 'yes' } }, ['/answers/1'])), []);
  });

  describe('in a long list', () => {
    /** How often members of the elements are read, for a list of this length. */
    function reads(length: number, paths?: readonly string[]): number {
      let count = 0;
      const counting = (email: string): JsonObject => ({
        get email() {
          count++;
          return email;
        },
      });
      const team = (): JsonObject[] => Array.from({ length }, (_, index) => counting(`p${index}`));
      removedBy(written({ team: team(), notes: 'a' }, { team: team().reverse(), notes: 'b' }, paths));
      return count;
    }

    it('are not looked for if the PATCH is of something else', () => {
      assert.equal(reads(100, ['/notes', '/details/notes']), 0);
    });

    for (const paths of [undefined, ['/team'], ['/team/3']]) {
      it(`are found by work that grows with its length: ${paths?.join(' ') ?? 'PUT'}`, () => {
        assert.ok(reads(20, paths) > 0);
        assert.ok(reads(400, paths) <= 20 * reads(20, paths), `${reads(20, paths)} and ${reads(400, paths)}`);
      });
    }
  });
});
