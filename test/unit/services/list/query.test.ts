import assert from 'node:assert/strict';
import { noFilter, defaultArrangement, type ReferralFilter } from '../../../../src/services/list/arrangement.ts';
import { isFilteredByUs, queryOf } from '../../../../src/services/list/query.ts';

const filteredByUs = (filter: Partial<ReferralFilter>, email?: string): boolean =>
  isFilteredByUs({ ...defaultArrangement, filter: { ...noFilter, ...filter } }, email);

describe('The query of an arrangement', () => {
  it('holds all of a filter that the API can do', () => {
    const filter = { ...noFilter, status: ['New'], direction: 'Incoming', type: 'Shared', mine: true };
    assert.deepEqual(queryOf({ ...defaultArrangement, filter }, 'a@x.example').filter, {
      status: 'New',
      direction: 'Incoming',
      type: 'Shared',
      teamEmail: 'a@x.example',
    });
    assert.equal(filteredByUs(filter, 'a@x.example'), false);
    assert.equal(filteredByUs({ text: '  ' }), false);
  });

  it('leaves the rest to us', () => {
    for (const filter of [
      { text: 'wood' },
      { status: ['New', 'Active'] },
      { category: 'coSell' },
      { needsAttention: true },
      { mine: true },
    ] as const) {
      assert.equal(filteredByUs(filter), true, JSON.stringify(filter));
    }
  });
});
