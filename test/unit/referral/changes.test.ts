import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { changesBetween } from '../../../src/referral/changes.ts';
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';

const json = (value: unknown): string => JSON.stringify(value);
const jsonValues = fc.jsonValue({ maxDepth: 3 }).map((value) => ({ value }));

describe('the changes between two versions', () => {
  it('tell what is new, what is otherwise and what is gone', () => {
    const before = json({ status: 'New', value: 1, gone: true, team: [{ email: 'a@x.example' }] });
    const after = json({ status: 'Active', value: 1, team: [{ email: 'a@x.example' }, { email: 'b@x.example' }] });
    assert.deepEqual(changesBetween(before, after), [
      { pointer: '/status', before: { pointer: '/status', value: 'New', raw: 'New' }, after: 'Active' },
      { pointer: '/team/1/email', before: undefined, after: 'b@x.example' },
      { pointer: '/gone', before: { pointer: '/gone', value: true, raw: 'true' }, after: undefined },
    ]);
  });

  it('tell a number from a string that is spelled alike, and null from nothing', () => {
    assert.deepEqual(changesBetween('{"a":1,"b":null}', '{"a":"1","b":"null"}').length, 2);
  });

  it('are none when only white space and the order differ', () => {
    assert.deepEqual(changesBetween('{"a":1,"b":{"c":2}}', '{ "b": { "c": 2 },\n "a": 1 }'), []);
  });

  it('turn the leaves of the older version into those of the newer, for any JSON', () => {
    fc.assert(
      fc.property(jsonValues, jsonValues, (before, after) => {
        const leaves = (value: unknown) => leavesOf(parseJsonTree(json(value)));
        const state = new Map(leaves(before).map(({ pointer, raw }) => [pointer, raw]));
        for (const change of changesBetween(json(before), json(after))) {
          assert.equal(state.get(change.pointer), change.before?.raw);
          if (change.after === undefined) state.delete(change.pointer);
          else state.set(change.pointer, change.after);
        }
        assert.deepEqual(
          [...state].sort(),
          leaves(after)
            .map(({ pointer, raw }) => [pointer, raw])
            .sort(),
        );
      }),
    );
  });
});
