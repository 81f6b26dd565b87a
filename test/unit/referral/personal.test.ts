import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { leavesOf, parseTree } from '../../../src/referral/leaves.ts';
import { isPersonal } from '../../../src/referral/personal.ts';

describe('personal data in a referral', () => {
  it('is what names people and the customer, where they live, and what somebody wrote freely', () => {
    const text = readFileSync('test/fixtures/reference/referral.json', 'utf8');
    const hidden = leavesOf(parseTree(text)).filter(({ pointer, value }) => isPersonal(pointer, value));
    assert.deepEqual(
      hidden.map((leaf) => leaf.pointer),
      [
        '/name',
        '/statusReason',
        '/customerProfile/name',
        '/customerProfile/address/addressLine1',
        '/customerProfile/address/addressLine2',
        '/customerProfile/address/city',
        '/customerProfile/address/postalCode',
        '/customerProfile/team/0/firstName',
        '/customerProfile/team/0/lastName',
        '/customerProfile/team/0/phoneNumber',
        '/customerProfile/team/0/email',
        '/customerProfile/team/0/title',
        '/customerProfile/ids/0/id',
        '/details/notes',
        '/details/customerAction',
        '/team/0/firstName',
        '/team/0/lastName',
        '/team/0/phoneNumber',
        '/team/0/email',
        '/team/0/title',
        '/inviteContext/notes',
      ],
    );
  });

  it('is presumed of unknown properties whose names sound like it', () => {
    for (const pointer of [
      '/contactEmail',
      '/owner/e-mail',
      '/x/mobilePhone',
      '/internalNotes',
      '/billingAddress/zip',
      '/team/0',
      '/team/0/mobile',
      '/owner',
      '/lastModifiedBy',
      '/description',
    ]) {
      assert.ok(isPersonal(pointer, 'x'), pointer);
    }
    for (const pointer of ['/consent/consentToContact', '/status', '/details/dealValue', '/eTag', '']) {
      assert.ok(!isPersonal(pointer, 'x'), pointer);
    }
  });

  it('is an e-mail address, whatever the property is called', () => {
    assert.ok(isPersonal('/x', 'ask noor@litware.example'));
    assert.ok(!isPersonal('/x', '2a00c1f0-0000-0100-0000-69a9b4620000'));
    assert.ok(!isPersonal('/@odata.context', 'https://api.partner.microsoft.com/v1.0/$metadata#Referrals/$entity'));
  });
});
