import assert from 'node:assert/strict';
import { exactNumber, isExactNumber } from '../../../src/base/exactNumber.ts';

const long = '9'.repeat(2_000_000);

describe('Numbers of JSON', () => {
  for (const [one, other] of [
    ['5e3', '5000.0'],
    ['0.05', '5E-2'],
    ['-120', '-1.2e+0002'],
    ['0', '-0.000e99999999999999999999'],
    ['12345678901234567890', '1.2345678901234567890e19'],
    ['1e999999999999999', '10e999999999999998'],
    ['1e-99999999999999', '0.1e-99999999999998'],
    [`1e${'0'.repeat(100)}5`, '100000'],
    [`1e-${'0'.repeat(100)}`, '1'],
  ] as const) {
    it(`are equal: ${one} and ${other}`, () => assert.equal(exactNumber(one), exactNumber(other)));
  }

  for (const [one, other] of [
    ['5e3', '5e4'],
    ['5', '-5'],
    ['12345678901234567890', '12345678901234567891'],
    ['1e99999999999999999999', '1e99999999999999999998'],
    ['1e99999999999999999999', '1e-99999999999999999999'],
  ] as const) {
    it(`are not equal: ${one} and ${other}`, () => assert.notEqual(exactNumber(one), exactNumber(other)));
  }

  it('are kept exactly if they have as many digits as a double', () => {
    for (const literal of ['0', '-0.0', '0.1', '1e300', '123456789012345', '0e99999999999999999999', `0e${long}`]) {
      assert.ok(isExactNumber(literal), literal.slice(0, 40));
    }
  });

  it('are not kept exactly if they are rounded or out of range, also by an exponent of millions of digits', () => {
    for (const literal of ['0.12345678901234567891', '1e400', '1e-400', `1e${long}`, `1e-${long}`, `1E+${long}`]) {
      assert.ok(!isExactNumber(literal), literal.slice(0, 40));
    }
  });
});
