import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { changedPaths } from '../../../../src/sandbox/history/changedPaths.ts';

describe('The paths of a change', () => {
  it('are those of the values that differ, as JSON pointers', () => {
    const before = { a: 1, b: { c: [1], 'd/e~f': null }, gone: true, eTag: '1', updatedDateTime: 'x' };
    const after = { a: 1, b: { c: [1, 2], 'd/e~f': 0 }, fresh: {}, eTag: '2', updatedDateTime: 'y' };
    assert.deepEqual(changedPaths(before, after), ['/b/c', '/b/d~1e~0f', '/gone', '/fresh']);
  });

  it('are none for equal values, whatever the order of their members', () => {
    assert.deepEqual(changedPaths({ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }), []);
  });

  it('are at most 50', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`m${index}`, index]));
    assert.equal(changedPaths({}, many).length, 50);
  });
});
