import assert from 'node:assert/strict';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { ArrangedReferrals } from '../../../../src/services/list/arrangedReferrals.ts';
import { defaultArrangement, usualDirection, type Sorting } from '../../../../src/services/list/arrangement.ts';
import { referral } from './referrals.ts';

const sorted = (items: readonly ReferralSummary[], sort: Sorting): ArrangedReferrals => {
  const arranged = new ArrangedReferrals('en');
  arranged.setItems(ChunkedList.of(items));
  arranged.arrange({ ...defaultArrangement, groupBy: 'none', sort }, undefined);
  return arranged;
};
const ids = ({ groups }: ArrangedReferrals): string[] => groups.flatMap(({ members }) => members.map(({ id }) => id));

describe('the order of referrals', () => {
  it('puts what has no value last, both ways', () => {
    const items = [5, undefined, 9, 2].map((dealValue, n) => referral(`${n}`, { details: { dealValue } }));
    for (const [descending, wanted] of [
      [true, ['2', '0', '3', '1']],
      [false, ['3', '0', '2', '1']],
    ] as const) {
      assert.deepEqual(ids(sorted(items, { by: 'value', descending })), wanted);
    }
  });

  it('is that of the values within each currency, the currencies from A to Z', () => {
    const items = (
      [
        ['idr', 8_000_000, 'IDR'],
        ['usd', 500_000, 'USD'],
        ['eur', 200, ' eur '],
        ['eur-more', 300, 'EUR'],
        ['usd-none', undefined, 'USD'],
        ['no-currency', 1_000_000_000, undefined],
        ['usd-less', 1.5, 'usd'],
        ['other', 7, 'Gold'],
        ['nothing', undefined, undefined],
      ] as const
    ).map(([id, dealValue, currency]) => referral(id, { details: { dealValue, currency } }));
    for (const [descending, wanted] of [
      [true, ['eur-more', 'eur', 'other', 'idr', 'usd', 'usd-less', 'no-currency', 'usd-none', 'nothing']],
      [false, ['eur', 'eur-more', 'other', 'idr', 'usd-less', 'usd', 'no-currency', 'usd-none', 'nothing']],
    ] as const) {
      assert.deepEqual(ids(sorted(items, { by: 'value', descending })), wanted);
    }
  });

  it('moves a referral whose currency changed, also to one that was not there before', () => {
    const deal = (id: string, currency: string) => referral(id, { details: { dealValue: 5, currency } });
    const items = Array.from({ length: 40 }, (_, n) => deal(`${n}`, n % 2 === 0 ? 'EUR' : 'USD'));
    const arranged = sorted(items, { by: 'value', descending: true });
    const last = items.length - 1;
    for (const [currency, place] of [
      ['AUD', 0],
      ['GBP', 20],
      ['ZAR', 39],
    ] as const) {
      arranged.setItems(ChunkedList.of(items.with(last, deal('39', currency))));
      assert.equal(ids(arranged).indexOf('39'), place, currency);
    }
  });

  it('is the language’s for names', () => {
    const items = ['beta', 'Éclair', 'alpha 10', 'Alpha 9'].map((name, n) => referral(`${n}`, { name }));
    assert.deepEqual(ids(sorted(items, usualDirection('name'))), ['3', '2', '0', '1']);
  });
});
