import assert from 'node:assert/strict';
import { instantOf } from '../../../src/referral/instant.ts';

describe('The time that a text names', () => {
  it('is read with its zone, as the API and HTTP write it', () => {
    const time = Date.UTC(2026, 5, 15, 12);
    for (const text of [
      '2026-06-15T12:00:00Z',
      '2026-06-15T12:00:00.0000001Z',
      '2026-06-15T14:00:00+02:00',
      'Mon, 15 Jun 2026 12:00:00 GMT',
    ]) {
      assert.equal(instantOf(text), time, text);
    }
  });

  it('is unknown without a zone or a time', () => {
    for (const text of [undefined, '', 'x', '2026-06-15', '2026-06-15T12:00:00', '06/15/2026 12:00:00', '99:99 GMT']) {
      assert.equal(instantOf(text), undefined, text);
    }
  });
});
