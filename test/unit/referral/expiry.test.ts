import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expiriesOf, nextExpiryChange, soonExpiring } from '../../../src/referral/expiry.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
const hour = 3_600_000;
const waiting = (inHours: number): number => now + inHours * hour;

describe('the expiry radar', () => {
  it('is about what waits for an answer until a date', () => {
    const expirationDateTime = '2026-06-18T12:00:00Z';
    const referrals = [
      { status: 'New', expirationDateTime },
      { status: 'Active', expirationDateTime },
      { status: 'New', expirationDateTime: 'soon' },
      { status: 'New', expirationDateTime: undefined },
      { status: 'New', expirationDateTime: '2026-06-15T13:00:00Z' },
    ];
    assert.deepEqual(expiriesOf(referrals), [waiting(72), waiting(1)]);
  });

  it('counts what has three days or less, not what is overdue', () => {
    assert.equal(soonExpiring([waiting(1), waiting(72), waiting(73), waiting(-1)], now), 2);
  });

  it('counts to the very moment of expiry and from exactly three days before it', () => {
    const at = (ms: number) => soonExpiring([now + ms], now);
    assert.deepEqual([at(-1), at(0), at(72 * hour), at(72 * hour + 1)], [0, 1, 1, 0]);
  });

  it('names the moment of the next change', () => {
    assert.equal(nextExpiryChange([], now), undefined);
    assert.equal(nextExpiryChange([waiting(-1)], now), undefined);
    assert.equal(nextExpiryChange([waiting(100), waiting(80), waiting(20)], now), now + 8 * hour);
    assert.equal(nextExpiryChange([waiting(100), waiting(5)], now), now + 5 * hour + 1);
    assert.equal(nextExpiryChange([waiting(72), waiting(100)], now), now + 28 * hour);
    assert.equal(nextExpiryChange([waiting(0)], now), now + 1);
  });

  it('knows when time alone changes the number, and not before', () => {
    const hours = fc.integer({ min: -200, max: 200 });
    fc.assert(
      fc.property(fc.array(hours, { maxLength: 20 }), (all) => {
        const expiries = all.map(waiting);
        const next = nextExpiryChange(expiries, now);
        const count = soonExpiring(expiries, now);
        const horizon = next ?? now + 400 * hour;
        for (let at = now; at < horizon; at += hour) assert.equal(soonExpiring(expiries, at), count);
        if (next !== undefined) {
          assert.ok(next > now);
          const changing = expiries.filter((each) => soonExpiring([each], next) !== soonExpiring([each], next - 1));
          assert.ok(changing.length > 0);
        }
      }),
    );
  });
});
