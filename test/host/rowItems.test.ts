import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readSummary } from '../../src/referral/summary.ts';
import type { ReferralRow } from '../../src/ui/tree/items/rows.ts';
import { treeItemOf } from '../../src/ui/tree/items/treeItems.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const inDays = (days: number): string => new Date(now + days * 24 * 3_600_000).toISOString();
const deal = {
  id: 'a',
  name: 'Woodgrove renewal',
  status: 'New',
  organizationId: 'litware',
  organizationName: 'Litware',
  customerProfile: { name: 'Woodgrove Bank' },
  details: { dealValue: 5000, currency: 'EUR' },
};

/** Label and description of a row of the list. */
function told(value: object, heading?: string): string {
  const summary = readSummary({ ...deal, ...value });
  assert.ok(summary);
  const row: ReferralRow = { kind: 'referral', id: summary.id, connection: 'sandbox', summary };
  const item = treeItemOf(row, { pinned: false, changed: false, heading, count: 0, now });
  return `${String(item.label)}: ${String(item.description)}`;
}

describe('A row of the list', () => {
  it('says first when it expires if that is soon or over, since a narrow side bar cuts the rest', () => {
    assert.equal(
      told({ expirationDateTime: inDays(2) }),
      'Woodgrove renewal: expires in 2 days · Woodgrove Bank · €5,000',
    );
    assert.equal(
      told({ expirationDateTime: inDays(-1), organizationId: 'MSFT' }),
      'Woodgrove renewal: overdue · Microsoft’s side · Woodgrove Bank · €5,000',
    );
    for (const calm of [{ expirationDateTime: inDays(4) }, { status: 'Active', expirationDateTime: inDays(1) }]) {
      assert.equal(told(calm), 'Woodgrove renewal: Woodgrove Bank · €5,000');
    }
  });

  it('is named by its owner below the heading of its engagement, which has the deal’s name already', () => {
    const heading = 'Woodgrove  renewal';
    assert.equal(told({}, heading), 'Litware: Woodgrove Bank · €5,000');
    assert.equal(told({ organizationId: 'MSFT' }, heading), 'Microsoft’s side: Woodgrove Bank · €5,000');
    assert.equal(told({ name: 'Another name' }, heading), 'Litware: Another name · Woodgrove Bank · €5,000');
    assert.equal(
      told({ expirationDateTime: inDays(2), name: 'Another name' }, heading),
      'Litware: expires in 2 days · Another name · Woodgrove Bank · €5,000',
    );
    // Nothing tells whose it is.
    assert.equal(told({ organizationName: null }, heading), 'Woodgrove renewal: Woodgrove Bank · €5,000');
    // Without a name, the customer's stands for it.
    assert.equal(told({ name: null }, 'Woodgrove Bank'), 'Litware: €5,000');
  });
});
