import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextReasonChange, reasonOf, type Reason } from '../../../../src/services/list/attention.ts';
import { inZone } from '../../zone.ts';
import { referral } from './referrals.ts';

const hour = 3_600_000;

describe('a referral past its closing day', () => {
  const reasonAt = (closingDateTime: string, now: string): Reason | undefined =>
    reasonOf(referral('a', { status: 'Active', direction: 'Incoming', details: { closingDateTime } }), Date.parse(now));

  it('needs attention once the day is over, and not while it runs', () => {
    inZone('UTC', () => {
      assert.equal(reasonAt('2026-11-24T00:00:00Z', '2026-11-24T09:00:00Z'), undefined);
      assert.equal(reasonAt('2026-11-24T00:00:00Z', '2026-11-24T23:59:59.999Z'), undefined);
      assert.equal(reasonAt('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z'), 'pastClosing');
    });
  });

  for (const [zone, lastMoment, over] of [
    ['America/New_York', '2026-11-25T04:59:59Z', '2026-11-25T05:00:00Z'],
    ['Asia/Tokyo', '2026-11-24T14:59:59Z', '2026-11-24T15:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-24T09:59:59Z', '2026-11-24T10:00:00Z'],
  ] as const) {
    it(`is so when its day is over where the reader is: ${zone}`, () => {
      inZone(zone, () => {
        assert.equal(reasonAt('2026-11-24T00:00:00Z', lastMoment), undefined);
        assert.equal(reasonAt('2026-11-24T00:00:00Z', over), 'pastClosing');
      });
    });
  }

  it('is so at the end of that day whatever the time of the date, and never without a date', () => {
    inZone('UTC', () => {
      assert.equal(reasonAt('2026-11-24T17:30:00Z', '2026-11-24T18:00:00Z'), undefined);
      assert.equal(reasonAt('2026-11-24T17:30:00Z', '2026-11-25T00:00:00Z'), 'pastClosing');
      assert.equal(reasonAt('soon', '2026-11-25T00:00:00Z'), undefined);
    });
  });
});

describe('a referral after Microsoft’s side changed', () => {
  it('needs attention if that was later than its own change, and not if it was at the same time', () => {
    const updated = Date.parse('2026-11-20T12:00:00Z');
    const own = referral('a', { status: 'Active', updatedDateTime: '2026-11-20T12:00:00Z' });
    const reasonAfter = (at?: number): Reason | undefined => reasonOf(own, updated + hour, at);
    assert.deepEqual([updated + 1, updated, undefined].map(reasonAfter), ['microsoftMoved', undefined, undefined]);
  });
});

describe('the next change of the reason for attention', () => {
  const start = Date.parse('2026-10-20T12:00:00Z');
  const date = fc.integer({ min: -10 * 24, max: 10 * 24 }).map((hours) => new Date(start + hours * hour).toISOString());
  const one = fc.record({
    status: fc.constantFrom('New', 'Active', 'Closed'),
    direction: fc.constantFrom('Incoming', 'Outgoing'),
    organizationId: fc.constantFrom('us', 'msft'),
    expirationDateTime: date,
    details: fc.record({ closingDateTime: date }),
  });

  it('is after now also at the very moment of a change', () => {
    const soon = referral('a', { status: 'New', expirationDateTime: new Date(start + 72 * hour).toISOString() });
    assert.equal(reasonOf(soon, start), 'expiring');
    assert.equal(nextReasonChange([soon], start), start + 72 * hour + 1);
    assert.equal(nextReasonChange([soon], start + 72 * hour), start + 72 * hour + 1);
    assert.equal(nextReasonChange([soon], start + 72 * hour + 1), undefined);
  });

  it('is the moment at which some referral has another reason, and not before', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), fc.constantFrom('UTC', 'Europe/Madrid', 'Asia/Tokyo'), (all, zone) =>
        inZone(zone, () => {
          const referrals = all.map((value, index) => referral(String(index), value));
          const told = (at: number): string => referrals.map((each) => reasonOf(each, at) ?? '').join();
          const next = nextReasonChange(referrals, start);
          for (let at = start; at < (next ?? start + 20 * 24 * hour); at += hour) assert.equal(told(at), told(start));
          if (next !== undefined) {
            assert.equal(told(next - 1), told(start));
            assert.notEqual(told(next), told(start));
          }
        }),
      ),
    );
  });
});
