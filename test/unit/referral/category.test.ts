import assert from 'node:assert/strict';
import { categoryOf } from '../../../src/referral/category.ts';
import { expiresSoon, expiryOf } from '../../../src/referral/expiry.ts';
import { readSummary } from '../../../src/referral/summary.ts';

const of = (type: string, qualification: string | null, invitedBy: string | null): string => {
  const summary = readSummary({
    id: '1',
    type,
    qualification,
    inviteContext: { invitedBy: { organizationId: invitedBy } },
  });
  assert.ok(summary);
  return categoryOf(summary);
};

describe('the category of a referral', () => {
  it('follows the official table', () => {
    assert.equal(of('Independent', 'Direct', 'msft'), 'marketplaceLead');
    assert.equal(of('Independent', 'Direct', null), 'marketplaceLead');
    assert.equal(of('Independent', 'SalesQualified', 'msft'), 'qualifiedLead');
    assert.equal(of('Independent', 'MarketingQualified', 'MSFT'), 'qualifiedLead');
    assert.equal(of('Shared', 'SalesQualified', 'msft'), 'coSell');
    assert.equal(of('Shared', null, 'someone'), 'coSell');
    assert.equal(of('Shared', 'None', 'someone'), 'coSell');
    assert.equal(of('Independent', 'SalesQualified', 'someone'), 'coSell');
  });

  it('calls other what the table does not name', () => {
    assert.equal(of('Independent', 'None', 'someone'), 'other');
    assert.equal(of('Independent', 'Direct', 'someone'), 'other');
    assert.equal(of('Federated', 'SalesQualified', 'msft'), 'other');
    assert.equal(of('Federated', 'Direct', 'msft'), 'other');
    assert.equal(of('Independent', 'None', 'msft'), 'other');
    assert.equal(of('Independent', 'MarketingQualified', 'someone'), 'other');
    assert.equal(of('Independent', null, 'someone'), 'other');
    assert.equal(of('Independent', 'SalesQualified', null), 'coSell');
    assert.equal(of('Shared', 'Direct', 'msft'), 'other');
    assert.equal(of('Shared', 'MarketingQualified', 'msft'), 'other');
  });
});

describe('expiry', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');

  it('counts for unanswered referrals only', () => {
    assert.equal(expiryOf({ status: 'Active', expirationDateTime: '2026-03-02T00:00:00Z' }), undefined);
    assert.equal(expiryOf({ status: 'New', expirationDateTime: 'soon' }), undefined);
    assert.equal(expiryOf({ status: 'New', expirationDateTime: undefined }), undefined);
    assert.equal(expiryOf({ status: 'New', expirationDateTime: '2026-03-01T00:00:00.0000000Z' }), now);
  });

  it('is soon for three days, and stays so when it has passed', () => {
    const at = (expirationDateTime: string): boolean => expiresSoon({ status: 'New', expirationDateTime }, now);
    assert.deepEqual(
      [at('2026-03-04T00:00:01Z'), at('2026-03-04T00:00:00Z'), at('2026-02-01T00:00:00Z')],
      [false, true, true],
    );
  });
});
