import assert from 'node:assert/strict';
import { KnownVersions } from '../../../../src/sandbox/coach/knownVersions.ts';

const mostKept = 5000;

describe('Versions that a client was given', () => {
  it('are used up by as many writes', () => {
    const versions = new KnownVersions();
    for (let time = 0; time < 2; time++) versions.given('deal-1', '"1"');
    const isUsedUp = (): boolean => {
      versions.used('deal-1', '"1"');
      return versions.isUsedUp('deal-1', '"1"');
    };
    assert.deepEqual([isUsedUp(), isUsedUp()], [false, true]);
    assert.ok(!versions.isUsedUp('deal-1', '"2"'));
    assert.ok(!versions.isUsedUp('deal-2', '"1"'));
  });

  it('are used up by one write if it is not known how the client got them', () => {
    const versions = new KnownVersions();
    versions.used('deal-1', '"1"');
    assert.ok(versions.isUsedUp('deal-1', '"1"'));
  });

  it('prove nothing after others were forgotten, if it is not known how the client got them', () => {
    const versions = new KnownVersions();
    for (let time = 0; time < 2; time++) versions.given('first', '"1"');
    for (let id = 0; id < mostKept; id++) versions.given(`deal-${id}`, '"1"');
    for (let time = 0; time < 2; time++) versions.used('first', '"1"');
    assert.ok(!versions.isUsedUp('first', '"1"'));
  });

  it('are used up, after others were forgotten, if the client was given them since', () => {
    const versions = new KnownVersions();
    for (let id = 0; id <= mostKept; id++) versions.given(`deal-${id}`, '"1"');
    versions.given('first', '"1"');
    versions.used('first', '"1"');
    assert.ok(versions.isUsedUp('first', '"1"'));
  });
});
