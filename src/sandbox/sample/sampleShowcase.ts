import { daysLater, timestamp } from '../time/clock.ts';
import type { JsonObject } from '../../base/json.ts';

export const showcaseId = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
export const showcaseEngagementId = 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4';
export const ourOrganizationId = '1f7e2b90-4d3c-4c55-b0a8-92de7a6641fb';

/** The first referral of every sample. It has all properties (docs/api.md, Properties) and expires in six days. */
export function showcaseReferral(now: number): JsonObject {
  const none = null;
  const expires = daysLater(now, 6);
  const created = withTicks(daysLater(expires, -14), '4820915');
  return {
    id: showcaseId,
    engagementId: showcaseEngagementId,
    name: 'Woodgrove branch security refresh',
    organizationId: ourOrganizationId,
    organizationName: 'Litware',
    lastModifiedVia: none,
    lastRunId: none,
    externalReferenceId: 'CRM-50977',
    createdDateTime: created,
    updatedDateTime: withTicks(daysLater(now, -4.7), '117346'),
    expirationDateTime: withTicks(expires, '4820915'),
    status: 'New',
    substatus: 'Pending',
    statusReason: none,
    qualification: 'SalesQualified',
    type: 'Shared',
    referralSource: none,
    callToAction: none,
    eTag: '"2a00c1f0-0000-0100-0000-69a9b4620000"',
    favorite: false,
    campaignId: none,
    salesStage: none,
    quality: 'Unknown',
    isSpam: false,
    direction: 'Incoming',
    mpnId: '7300412',
    referralProgram: none,
    dealSensitivity: 'None',
    createdVia: none,
    tags: [],
    acceptedDateTime: none,
    closedDateTime: none,
    registrationStatus: 'None',
    target: [{ type: 'SolutionProfile', id: 'SOL-70431-QZT' }],
    customerProfile: {
      name: 'Woodgrove Bank Iberia',
      size: '1001to5000employees',
      isMatchingComplete: true,
      address: {
        addressLine1: 'Calle del Puerto 8',
        addressLine2: none,
        city: 'Valencia',
        state: none,
        postalCode: '46003',
        country: 'ES',
        region: none,
      },
      team: [
        {
          firstName: 'Lucía',
          lastName: 'Ferrer',
          phoneNumber: '+34 960 555 018',
          email: 'lucia.ferrer@woodgrove.example',
          title: none,
          contactPreference: { locale: 'es-ES', disableNotifications: true },
        },
      ],
      ids: [{ profileType: 'Duns', id: '000000000' }],
    },
    consent: {
      consentToToShareInfoWithOthers: true,
      consentToContact: true,
      consentToShareReferralWithMicrosoftSellers: true,
    },
    details: {
      notes: 'Needs identity hardening in 40 branches.',
      dealValue: 212000.5,
      currency: 'EUR',
      closingDateTime: `${timestamp(daysLater(now, 127)).slice(0, 10)}T00:00:00Z`,
      customerRequestedContact: none,
      customerAction: none,
      incentiveLevel: none,
      requirements: {
        industries: [{ id: 'Financial Services' }],
        products: [{ id: 'EnterpriseMobilityAndSecurity' }],
        services: [{ id: 'ManagedServices' }],
        solutions: [
          {
            id: 'SOL-70431-QZT',
            name: none,
            type: 'Name',
            price: none,
            quantity: none,
            currency: none,
            publisherName: none,
            solutionType: none,
            closingDateTime: none,
          },
        ],
        offers: [],
        salesPlays: [],
        additionalRequirements: {
          iot: {
            customerLicenseAgreementNumber: none,
            deviceCategory: none,
            siliconType: none,
            azureCertifiedDevice: false,
            attachServices: false,
          },
          attributes: [{ type: 'CustomerMarketplaceIntent', id: 'HaveNotDecided' }],
        },
      },
    },
    team: [
      {
        firstName: 'Noor',
        lastName: 'de Wit',
        phoneNumber: none,
        email: 'noor.dewit@litware.example',
        title: none,
        contactPreference: { locale: none, disableNotifications: none },
      },
    ],
    inviteContext: {
      notes: 'Customer asked for a local integrator.',
      assistanceRequestCode: 'Unknown',
      invitedMpnId: '7300412',
      invitedBy: { organizationId: 'msft', organizationName: 'Microsoft' },
    },
    links: linksOf(showcaseId, showcaseEngagementId),
    trackingInfo: {
      microsoftMsxId: none,
      microsoftUSFedOpportunityId: none,
      microsoftUSFedLeadId: none,
      migratedPSCDealId: none,
      migratedPSCPartnerDealId: none,
    },
    registrations: [],
  };
}

/** Links as sent by the service, not to be followed (docs/api.md, Links in responses). */
export function linksOf(id: string, engagementId: string): JsonObject {
  const base = 'https://api.partner.microsoft.com/v1.0/engagements/referrals';
  return {
    relatedReferrals: { uri: `${base}?$filter=engagementId eq '${engagementId}'`, method: 'GET' },
    self: { uri: `${base}/${id}`, method: 'GET' },
  };
}

/** A timestamp with these fractional digits. */
export function withTicks(ms: number, fraction: string): string {
  const seconds = new Date(ms).toISOString().slice(0, 19);
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}
