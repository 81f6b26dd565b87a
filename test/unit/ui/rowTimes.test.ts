import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expiresSoon, expiryOf } from '../../../src/referral/expiry.ts';
import type { ReferralSummary } from '../../../src/referral/summary.ts';
import { relativeTime } from '../../../src/referral/when.ts';
import { rowAndTooltipChange, rowChange } from '../../../src/ui/tree/items/rowTimes.ts';
import type { ReferralRow } from '../../../src/ui/tree/items/rows.ts';
import { referral } from '../services/list/referrals.ts';
import { inZone } from '../zone.ts';

const hour = 3_600_000;
const now = Date.parse('2026-10-24T12:00:00Z');
const date = (hours: number): string => new Date(now + hours * hour).toISOString();
const row = (summary: ReferralSummary): ReferralRow => ({
  kind: 'referral',
  id: summary.id,
  connection: 'sandbox',
  summary,
});
const below = (summary: ReferralSummary): ReferralRow => ({ ...row(summary), parent: row(summary) });
const updated = ({ updatedDateTime }: ReferralSummary, at: number): string =>
  relativeTime(Date.parse(updatedDateTime!), at, 'en');
const expiry = (summary: ReferralSummary, at: number): string => {
  const moment = expiryOf(summary);
  return moment === undefined ? '' : `${moment < at} ${relativeTime(moment, at, 'en')}`;
};
const expirySoon = (summary: ReferralSummary, at: number): string => {
  if (!expiresSoon(summary, at)) return '';
  return expiryOf(summary)! < at ? 'overdue' : expiry(summary, at);
};

describe('the moment at which a row changes', () => {
  const hours = fc.double({ min: -200, max: 200, noNaN: true });
  const summary = fc.record({ status: fc.constantFrom('New', 'Active'), expires: hours, changed: hours }).map((of) =>
    referral('a', {
      status: of.status,
      expirationDateTime: date(of.expires),
      updatedDateTime: date(-Math.abs(of.changed)),
    }),
  );
  for (const [name, change, told] of [
    ['of the list', (of: ReferralSummary) => rowChange(row(of), now), expirySoon],
    [
      'below another referral',
      (of: ReferralSummary) => rowChange(below(of), now),
      (of: ReferralSummary, at: number) => `${expiresSoon(of, at)} ${updated(of, at)}`,
    ],
    [
      'of which the tooltip was made',
      (of: ReferralSummary) => rowAndTooltipChange(row(of), now),
      (of: ReferralSummary, at: number) => [expirySoon(of, at), expiry(of, at), updated(of, at)].join(),
    ],
  ] as const) {
    it(`is the first at which it says or looks something else, for one ${name}`, () => {
      fc.assert(
        fc.property(summary, fc.constantFrom('UTC', 'Europe/Madrid', 'America/New_York'), (of, zone) =>
          inZone(zone, () => {
            const next = change(of);
            for (let at = now; at < (next ?? now + 220 * hour); at += hour / 4) {
              assert.equal(told(of, at), told(of, now));
            }
            if (next === undefined) return;
            assert.ok(next > now);
            assert.equal(told(of, next - 1), told(of, now));
            assert.notEqual(told(of, next), told(of, now));
          }),
        ),
      );
    });
  }

  it('does not come for what waits for nobody', () => {
    assert.equal(rowChange(row(referral('a')), now), undefined);
    assert.equal(rowChange(row(referral('a', { status: 'New', expirationDateTime: date(-1) })), now), undefined);
    assert.equal(rowAndTooltipChange(row(referral('a', { updatedDateTime: 'lately' })), now), undefined);
  });
});
