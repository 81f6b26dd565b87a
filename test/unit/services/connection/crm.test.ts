import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSummary } from '../../../../src/referral/summary.ts';
import { crmAddress } from '../../../../src/services/connection/crm.ts';
import { anyCharacter } from '../../anyCharacter.ts';

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

  it('takes each of the three ids, in path, query and fragment', () => {
    const summary = readSummary({ id: 'A', engagementId: 'E', externalReferenceId: 'X' })!;
    const made = [
      'https://crm.example?lead={externalReferenceId}&of={engagementId}',
      'HTTPS://crm.example#{id}',
      'https://crm.example/{id}/{id}',
    ].map((template) => crmAddress(template, summary));
    assert.deepEqual(made, ['https://crm.example?lead=X&of=E', 'HTTPS://crm.example#a', 'https://crm.example/a/a']);
  });

  it('is missing when its host is not whole in the template, or a brace is left', () => {
    for (const template of [
      'https://crm.example{id}',
      'https:///{id}',
      'https://crm.example',
      ' https://crm.example/{id}',
      'https://crm.example/{id',
      'https://crm.example/{id}}',
      'https://crm.example/{ID}',
      'https://crm.example:port/{id}',
    ]) {
      assert.equal(crmAddress(template, referral('1')), undefined, template);
    }
    for (const dots of ['.', '..', ' .. ']) {
      assert.equal(crmAddress('https://crm.example/{externalReferenceId}', referral(dots)), undefined, dots);
    }
    assert.equal(crmAddress('https://crm.example/{externalReferenceId}', referral('a..b')), 'https://crm.example/a..b');
  });

  it('never leaves the template’s own origin', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (value) => {
        const address = crmAddress('https://crm.example/a/{externalReferenceId}', referral(value));
        if (address !== undefined) assert.equal(new URL(address).origin, 'https://crm.example');
      }),
    );
  });
});
