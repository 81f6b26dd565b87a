import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSummary } from '../../../src/referral/summary.ts';
import { crmAddress } from '../../../src/services/crm.ts';

const referral = (externalReferenceId: unknown) => readSummary({ id: 'A', externalReferenceId })!;

describe('the address in the CRM', () => {
  it('takes its parts from the referral, encoded', () => {
    const template = 'https://crm.example/leads/{externalReferenceId}?from={id}';
    assert.equal(crmAddress(template, referral('CRM 1/2?#')), 'https://crm.example/leads/CRM%201%2F2%3F%23?from=a');
  });

  it('is missing without a template, a value, a known name or https, or when the host would come from the referral', () => {
    assert.ok(crmAddress('https://crm.example/{externalReferenceId}', referral('\ud800')));
    assert.equal(crmAddress('https://crm.example/{externalReferenceId}/x', referral('..')), undefined);
    assert.equal(crmAddress('', referral('1')), undefined);
    assert.equal(crmAddress('https://crm.example/{externalReferenceId}', referral(null)), undefined);
    assert.equal(crmAddress('https://crm.example/{name}', referral('1')), undefined);
    assert.equal(crmAddress('http://crm.example/{externalReferenceId}', referral('1')), undefined);
    assert.equal(crmAddress('javascript:alert(1)//{externalReferenceId}', referral('1')), undefined);
    assert.equal(crmAddress('https://{externalReferenceId}/', referral('evil.example')), undefined);
    assert.equal(crmAddress('https://crm.{externalReferenceId}/', referral('evil.example')), undefined);
  });

  it('never leaves the template’s own origin', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const address = crmAddress('https://crm.example/a/{externalReferenceId}', referral(value));
        if (address !== undefined) assert.equal(new URL(address).origin, 'https://crm.example');
      }),
    );
  });
});
