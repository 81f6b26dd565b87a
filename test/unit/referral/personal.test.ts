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

  it('is free text and whoever did something, under any spelling of the usual names', () => {
    for (const name of [
      'workEmail',
      'e-mailAddress',
      'Mobile',
      'mainContact',
      'fullName',
      'displayName',
      'userName',
      'createdBy',
      'modifiedBy',
      'updatedBy',
      'ownerUpn',
      'comments',
      'remarks',
      'lastMessage',
    ]) {
      assert.ok(isPersonal(`/${name}`, 'x'), name);
      assert.ok(isPersonal(`/inner/${name}/0`, 'x'), name);
    }
  });

  it('is not what is known to name nobody, however it sounds', () => {
    for (const pointer of [
      '/customerProfile/address/country',
      '/customerProfile/address/state',
      '/contactPreference/locale',
      '/details/customerRequestedContact',
      '/consentToContactByEmail',
      '/team/0/emailValidationStatus',
      '/team/0/phoneValidationStatus',
      '/customerProfile/team/0/contactPreference/locale',
      '/customerProfile/team/0/contactPreference/disableNotifications',
      '/customerProfile/ids/0/profileType',
      '/organizationName',
      '/details/requirements/solutions/0/name',
      '/customerProfile',
      '/upnKind',
      '/createdByAgent',
    ]) {
      assert.ok(!isPersonal(pointer, 'x'), pointer);
    }
  });

  it('is the customer’s name at its place and no deeper one', () => {
    assert.ok(isPersonal('/customerProfile/ids/12/id', 'x'));
    assert.ok(!isPersonal('/customerProfile/ids/12/id/kind', 'x'));
    assert.ok(!isPersonal('/target/0/id', 'x'));
  });

  it('is an e-mail address, whatever the property is called', () => {
    assert.ok(isPersonal('/x', 'ask noor@litware.example'));
    assert.ok(isPersonal('/x', 'a@b.c'));
    for (const text of ['@b.example', 'a@', 'a@b', 'a @b.example', 'a@ b.example', 'a@.example']) {
      assert.ok(!isPersonal('/x', text), text);
    }
    assert.ok(!isPersonal('/x', 5));
    assert.ok(!isPersonal('/x', '2a00c1f0-0000-0100-0000-69a9b4620000'));
    assert.ok(!isPersonal('/@odata.context', 'https://api.partner.microsoft.com/v1.0/$metadata#Referrals/$entity'));
  });
});
