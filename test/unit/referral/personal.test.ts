import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';
import { isPersonal } from '../../../src/referral/personal.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/**
 * JSON pointers of all free texts, i.e. strings that are neither dates nor enumerations. Arrays have only their first
 * item.
 */
function textsOf(root: Schema): string[] {
  const below = (schema: Schema, at: string): string[] => {
    const named = schema.$ref === undefined ? schema : root.definitions?.[schema.$ref.replace('#/definitions/', '')];
    if (!named) throw new Error(`${at} refers to nothing`);
    if (named.anyOf?.some((each) => each.enum)) return [];
    return [
      ...([named.type].flat().includes('string') && named.format === undefined ? [at] : []),
      ...Object.entries(named.properties ?? {}).flatMap(([key, child]) => below(child, `${at}/${key}`)),
      ...(named.items ? below(named.items, `${at}/0`) : []),
      ...(named.anyOf ?? []).flatMap((each) => below(each, at)),
    ];
  };
  return [...new Set(below(root, ''))];
}

describe('personal data in a referral', () => {
  it('is what names people and the customer, where they live, and what somebody wrote freely', () => {
    const text = readFileSync('test/fixtures/reference/referral.json', 'utf8');
    const hidden = leavesOf(parseJsonTree(text)).filter(({ pointer, value }) => isPersonal(pointer, value));
    assert.deepEqual(
      hidden.map((leaf) => leaf.pointer),
      [
        '/name',
        '/externalReferenceId',
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
        '/details/requirements/additionalRequirements/iot/customerLicenseAgreementNumber',
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
      'customerName',
      'firstName',
      'surname',
      'webSite',
      'tenantDomain',
      'declineReason',
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

  it('is all about the customer, documented or not, but what fits many customers', () => {
    for (const pointer of [
      '/website',
      '/domain',
      '/ids/12/id',
      '/ids/12/id/kind',
      '/address/addressLine3',
      '/vatNumber',
    ]) {
      assert.ok(isPersonal(`/customerProfile${pointer}`, 'x'), pointer);
    }
    for (const pointer of [
      '',
      '/size',
      '/isMatchingComplete',
      '/address/country',
      '/address/region',
      '/ids/0/profileType',
    ]) {
      assert.ok(!isPersonal(`/customerProfile${pointer}`, 'x'), pointer);
    }
    assert.ok(!isPersonal('/x/customerProfile', 'x'));
  });

  it('is the reason of a registration’s status, and other documented texts at their places only', () => {
    assert.ok(isPersonal('/registrations/0/statusReason', 'Maria Lopez did not answer'));
    assert.ok(!isPersonal('/registrations/0/status', 'x'));
    assert.ok(isPersonal('/externalReferenceId', 'x'));
    assert.ok(!isPersonal('/x/externalReferenceId', 'x'));
    assert.ok(!isPersonal('/name/x', 'x'));
    assert.ok(!isPersonal('/target/0/id', 'x'));
  });

  it('is decided for every text of the schema', () => {
    const texts = textsOf(JSON.parse(readFileSync('src/referral/referral.schema.json', 'utf8')) as Schema);
    assert.deepEqual(
      texts.filter((pointer) => !isPersonal(pointer, 'x')),
      [
        '/@odata.context',
        '/id',
        '/engagementId',
        '/organizationId',
        '/organizationName',
        '/referralSource',
        '/callToAction',
        '/referralProgram',
        '/campaignId',
        '/mpnId',
        '/registrations/0/id',
        '/registrations/0/contract/currency',
        '/registrations/0/solutionDetails/0/id',
        '/registrations/0/solutionDetails/0/name',
        '/registrations/0/solutionDetails/0/currency',
        '/createdVia',
        '/lastModifiedVia',
        '/eTag',
        '/target/0/id',
        '/customerProfile/address/state',
        '/customerProfile/address/country',
        '/customerProfile/address/region',
        '/customerProfile/team/0/contactPreference/locale',
        '/customerProfile/team/0/emailValidationStatus',
        '/customerProfile/team/0/phoneValidationStatus',
        '/details/currency',
        '/details/incentiveLevel',
        '/details/requirements/solutions/0/name',
        '/details/requirements/solutions/0/solutionType',
        '/details/requirements/solutions/0/publisherName',
        '/details/requirements/solutions/0/currency',
        '/details/requirements/additionalRequirements/iot/deviceCategory',
        '/details/requirements/additionalRequirements/iot/siliconType',
        '/details/requirements/additionalRequirements/attributes/0/id',
        '/team/0/contactPreference/locale',
        '/team/0/emailValidationStatus',
        '/team/0/phoneValidationStatus',
        '/inviteContext/invitedBy/organizationId',
        '/inviteContext/invitedBy/organizationName',
        '/inviteContext/invitedMpnId',
        '/links/relatedReferrals/uri',
        '/links/relatedReferrals/method',
        '/links/self/uri',
        '/links/self/method',
        '/trackingInfo/microsoftMsxId',
        '/trackingInfo/microsoftUSFedOpportunityId',
        '/trackingInfo/microsoftUSFedLeadId',
        '/trackingInfo/migratedPSCDealId',
        '/trackingInfo/migratedPSCPartnerDealId',
      ],
    );
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
