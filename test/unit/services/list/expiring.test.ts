import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import { expiriesOf, nextExpiryChange, soonExpiring } from '../../../../src/referral/expiry.ts';
import { expiringSoon } from '../../../../src/services/list/expiring.ts';
import { referral } from './referrals.ts';

const start = Date.parse('2026-06-15T12:00:00Z');
const hour = 3_600_000;
const waiting = (hours: number) =>
  referral('a', { status: 'New', expirationDateTime: new Date(start + hours * hour).toISOString() });

describe('the number of referrals of a list that expire soon', () => {
  it('is that of all its referrals at any time, whatever changes in the list', () => {
    const hours = fc.integer({ min: -100, max: 100 });
    const step = fc.oneof(
      fc.record({ now: hours }),
      fc.record({ place: fc.constantFrom(0, 1, 1023, 1024, 2100), at: hours }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let list = ChunkedList.of(Array.from({ length: 2100 }, (_, n) => waiting((n % 300) - 150)));
        let now = start;
        for (const each of steps) {
          if ('now' in each) now = start + each.now * hour;
          else list = list.with(new Map([[Math.min(each.place, list.length), waiting(each.at)]]));
          const expiries = expiriesOf([...list]);
          const wanted = { count: soonExpiring(expiries, now), next: nextExpiryChange(expiries, now) };
          assert.deepEqual(expiringSoon(list, now), wanted);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is none of an empty list, and never changes', () => {
    assert.deepEqual(expiringSoon(ChunkedList.of(), start), { count: 0, next: undefined });
  });
});
