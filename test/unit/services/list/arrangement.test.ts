import assert from 'node:assert/strict';
import {
  defaultArrangement,
  isFiltering,
  noFilter,
  readArrangement,
  usualDirection,
  type ReferralFilter,
} from '../../../../src/services/list/arrangement.ts';

describe('The arrangement of the list', () => {
  const filters: Partial<ReferralFilter>[] = [
    { text: 'a' },
    { status: ['New'] },
    { direction: 'Incoming' },
    { type: 'Shared' },
    { category: 'coSell' },
    { mine: true },
    { needsAttention: true },
  ];

  for (const filter of filters) {
    it(`filters with ${JSON.stringify(filter)}`, () => {
      assert.ok(isFiltering({ ...noFilter, ...filter }));
    });
  }

  it('filters nothing without a filter, or with blanks', () => {
    assert.ok(!isFiltering(noFilter));
    assert.ok(!isFiltering({ ...noFilter, text: ' \t' }));
  });

  it('begins with the newest and largest, the earliest expiry, and names from A', () => {
    const descending = (['updated', 'created', 'value', 'expiry', 'name'] as const).map(
      (by) => usualDirection(by).descending,
    );
    assert.deepEqual(descending, [true, true, true, false, false]);
  });

  it('is the default one where another program wrote something else', () => {
    for (const kept of [undefined, null, 5, 'x', [], { groupBy: 'colour', sort: 'up', filter: { status: 'New' } }]) {
      assert.deepEqual(readArrangement(kept), defaultArrangement, JSON.stringify(kept));
    }
    const kept = { groupBy: 'customer', sort: { by: 'name', descending: true }, filter: { ...noFilter, mine: true } };
    assert.deepEqual(readArrangement(structuredClone(kept)), kept);
  });
});
