import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextExpiryChange, soonExpiring } from '../../../src/referral/expiry.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
const hour = 3_600_000;
const waiting = (inHours: number, status = 'New') => ({
  status,
  expirationDateTime: new Date(now + inHours * hour).toISOString(),
});

describe('the expiry radar', () => {
  it('counts what waits for an answer and has three days or less for it, not what is overdue or answered', () => {
    const referrals = [waiting(1), waiting(72), waiting(73), waiting(-1), waiting(2, 'Active')];
    assert.equal(soonExpiring(referrals, now), 2);
    assert.equal(soonExpiring([{ status: 'New', expirationDateTime: 'soon' }], now), 0);
  });

  it('counts to the very moment of expiry and from exactly three days before it', () => {
    const at = (ms: number) =>
      soonExpiring([{ status: 'New', expirationDateTime: new Date(now + ms).toISOString() }], now);
    assert.deepEqual([at(-1), at(0), at(72 * hour), at(72 * hour + 1)], [0, 1, 1, 0]);
  });

  it('names the moment of the next change', () => {
    assert.equal(nextExpiryChange([], now), undefined);
    assert.equal(nextExpiryChange([waiting(-1), waiting(80, 'Active')], now), undefined);
    assert.equal(nextExpiryChange([waiting(100), waiting(80), waiting(20)], now), now + 8 * hour);
    assert.equal(nextExpiryChange([waiting(100), waiting(5)], now), now + 5 * hour + 1);
    assert.equal(nextExpiryChange([waiting(72), waiting(100)], now), now + 28 * hour);
    assert.equal(nextExpiryChange([waiting(0)], now), now + 1);
  });

  it('knows when time alone changes the number, and not before', () => {
    const hours = fc.integer({ min: -200, max: 200 });
    fc.assert(
      fc.property(fc.array(hours, { maxLength: 20 }), (all) => {
        const referrals = all.map((each) => waiting(each));
        const next = nextExpiryChange(referrals, now);
        const count = soonExpiring(referrals, now);
        const horizon = next ?? now + 400 * hour;
        for (let at = now; at < horizon; at += hour) assert.equal(soonExpiring(referrals, at), count);
        if (next !== undefined) {
          assert.ok(next > now);
          const changing = referrals.filter((each) => soonExpiring([each], next) !== soonExpiring([each], next - 1));
          assert.ok(changing.length > 0);
        }
      }),
    );
  });
});
