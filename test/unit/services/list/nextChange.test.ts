import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { NextChange } from '../../../../src/services/list/nextChange.ts';
import { referral } from './referrals.ts';

/** Each referral changes once, at the time that its deal value names. */
const nextOf = (part: readonly ReferralSummary[], now: number): number | undefined => {
  const times = part.flatMap(({ dealValue = -1 }) => (dealValue > now ? [dealValue] : []));
  return times.length === 0 ? undefined : Math.min(...times);
};
const changingAt = (at: number): ReferralSummary => ({ ...referral('a'), dealValue: at });

describe('the next time at which a list changes', () => {
  it('is that of the whole list, whatever changes in it and wherever the clock is set', () => {
    const time = fc.nat(20);
    const step = fc.oneof(
      fc.record({ now: time }),
      fc.record({ place: fc.constantFrom(0, 1, 1023, 1024, 2100), at: time }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
        let list = ChunkedList.of(Array.from({ length: 2100 }, (_, n) => changingAt(n % 7)));
        let now = 0;
        const change = new NextChange(nextOf);
        for (const each of steps) {
          if ('now' in each) ({ now } = each);
          else list = list.with(new Map([[Math.min(each.place, list.length), changingAt(each.at)]]));
          assert.equal(change.after(now, list), nextOf([...list], now));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is looked for only in what changed, until it has come', () => {
    let looks = 0;
    const change = new NextChange((part, now) => {
      looks++;
      return nextOf(part, now);
    });
    const list = ChunkedList.of(Array.from({ length: 5000 }, () => changingAt(10)));
    assert.deepEqual([change.after(1, list), looks], [10, 5]);
    assert.deepEqual([change.after(9, list), looks], [10, 5]);
    assert.deepEqual([change.after(9, list.with(new Map([[1500, changingAt(12)]]))), looks], [10, 6]);
    assert.deepEqual([change.after(10, list), looks], [undefined, 11]);
    assert.deepEqual([change.after(11, list), looks], [undefined, 11]);
  });

  it('is none for an empty list', () => {
    assert.equal(new NextChange(nextOf).after(1, ChunkedList.of()), undefined);
  });
});
