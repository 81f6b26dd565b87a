import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { UrgentOrder } from '../../../../src/services/list/urgentOrder.ts';
import { referral } from './referrals.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const day = (days: number): string => new Date(now + days * 86_400_000).toISOString();
const inPlace = (a: number, b: number): number => a - b;
const orderOf = (items: readonly ReferralSummary[]): UrgentOrder =>
  new UrgentOrder(ChunkedList.of(items), now, inPlace);
/** Replaces or appends one item, and returns the positions that may have another reason. */
const put = (order: UrgentOrder, items: ReferralSummary[], position: number, item: ReferralSummary): number[] => {
  items[position] = item;
  return [...order.update(ChunkedList.of(items), new Set([position]), now, inPlace)].sort(inPlace);
};
const ours = (change: object = {}) =>
  referral('ours', { status: 'Active', engagementId: 'e-1', updatedDateTime: day(-5), ...change });
const theirs = (change: object = {}) =>
  referral('theirs', { organizationId: 'msft', engagementId: 'e-1', updatedDateTime: day(-1), ...change });

describe('What needs attention, most urgent first', () => {
  it('has a referral once Microsoft’s side of its engagement is newer, and not any more when that has changed', () => {
    const items = [referral('other', { status: 'New' }), ours()];
    const order = orderOf(items);
    assert.deepEqual([...order.positions], [0]);
    assert.deepEqual(put(order, items, 2, theirs()), [1, 2]);
    assert.deepEqual([...order.positions], [0, 1]);
    // Nothing that matters: the own referral isn't told.
    assert.deepEqual(put(order, items, 2, theirs({ updatedDateTime: day(-2) })), [2]);
    assert.deepEqual(put(order, items, 2, theirs({ engagementId: 'e-2' })), [1, 2]);
    assert.deepEqual([...order.positions], [0]);
    assert.deepEqual(put(order, items, 2, theirs()), [1, 2]);
    assert.deepEqual(put(order, items, 2, theirs({ organizationId: 'us' })), [1, 2]);
    assert.deepEqual([...order.positions], [0]);
  });

  it('compares with the newest of Microsoft’s referrals', () => {
    const items = [ours(), theirs(), theirs({ updatedDateTime: day(-9) })];
    const order = orderOf(items);
    assert.deepEqual([...order.positions], [0]);
    assert.deepEqual(put(order, items, 2, theirs({ updatedDateTime: day(-8) })), [2]);
    assert.deepEqual([...order.positions], [0]);
    assert.deepEqual(put(order, items, 1, theirs({ updatedDateTime: 'soon' })), [0, 1]);
    assert.deepEqual([...order.positions], []);
  });

  it('takes an engagement for the same in whichever case its id is written', () => {
    assert.deepEqual([...orderOf([ours({ engagementId: 'E-1' }), theirs()]).positions], [0]);
  });

  it('links nothing without an engagement', () => {
    const apart = { engagementId: undefined };
    const items = [ours(apart), theirs(apart)];
    const order = orderOf(items);
    assert.deepEqual([...order.positions], []);
    assert.deepEqual(put(order, items, 1, theirs({ ...apart, updatedDateTime: day(-0.5) })), [1]);
    assert.deepEqual([...order.positions], []);
  });

  it('comes to the same after any changes as if it were made anew', () => {
    const item = fc.record({
      status: fc.constantFrom('New', 'Active', 'Closed'),
      direction: fc.constantFrom('Incoming', 'Outgoing'),
      organizationId: fc.constantFrom('us', 'msft', 'MSFT'),
      engagementId: fc.constantFrom(undefined, 'a', 'A', 'b', 'c'),
      updatedDateTime: fc.constantFrom(undefined, 'soon', day(-1), day(-2), day(-3)),
      expirationDateTime: fc.constantFrom(undefined, day(-1), day(1), day(2), day(9)),
      details: fc.record({ closingDateTime: fc.constantFrom(undefined, day(-2), day(2)) }),
    });
    const items = fc.array(item, { minLength: 1, maxLength: 12 });
    const changes = fc.array(fc.dictionary(fc.nat(11).map(String), item, { maxKeys: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(items, changes, (values, steps) => {
        const current = values.map((value, at) => referral(`${at}`, value));
        const order = orderOf(current);
        for (const step of steps) {
          const before = orderOf(current);
          const changed = new Map(
            Object.entries(step).map(([at, value]) => [Math.min(Number(at), current.length), referral(at, value)]),
          );
          for (const [at, value] of changed) current[at] = value;
          const told = order.update(ChunkedList.of(current), new Set(changed.keys()), now, inPlace);
          const anew = orderOf(current);
          assert.deepEqual([...order.positions], [...anew.positions]);
          for (const at of current.keys()) {
            assert.equal(order.has(at), anew.has(at));
            assert.equal(told.has(at), changed.has(at) || before.has(at) !== anew.has(at));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
