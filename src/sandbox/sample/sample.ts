import { daysLater } from '../time/clock.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { guidFor, Random } from './random.ts';
import { addQuirks } from './sampleQuirks.ts';
import {
  linksOf,
  ourOrganizationId,
  showcaseEngagementId,
  showcaseId,
  showcaseReferral,
  withTicks,
} from './sampleShowcase.ts';
import { leadStory, registrationStates, stories, type Story } from './sampleStories.ts';
import * as words from './sampleWords.ts';

/**
 * Fictional referrals. The same count gives the same ones with dates relative to `now`. They repeat the same 20 cases
 * with other customers, people, values and dates.
 * @param quirks with the oddities of captured data: `ids: {}`, unknown values, 0, 6 or 7 fractional digits
 * (docs/api.md, Oddities)
 */
export function* generateReferrals(
  count: number,
  now: number,
  quirks: boolean,
): Generator<{ readonly id: string; readonly value: JsonObject }> {
  let engagementStart = 0;
  for (let index = 0; index < count; index++) {
    const story = stories[index % stories.length];
    if (!story) return;
    if (story.side === 'ours') engagementStart = index;
    const value = index === 0 ? showcaseReferral(now) : referralOf(story, index, engagementStart, now);
    if (quirks && index > 1) addQuirks(value, index);
    yield { id: idOf(index), value };
  }
}

/**
 * A lead from Microsoft that nobody has answered yet. The same number gives the same one; its id differs from those of
 * generateReferrals.
 */
export function leadFromMicrosoft(number: number, now: number): JsonObject {
  const index = firstLead + number;
  return {
    ...referralOf(leadStory, index, index, now),
    externalReferenceId: null,
    favorite: false,
    tags: [],
    quality: 'Unknown',
  };
}

/** Larger than any number of generated referrals. */
const firstLead = 2_000_000_000;

const partnerOrganizationId = '6e0d51a7-8c42-4b19-9d3f-27b8c1e5f604';

function idOf(index: number): string {
  return index === 0 ? showcaseId : guidFor(index, 1);
}

function referralOf(story: Story, index: number, engagementStart: number, now: number): JsonObject {
  // What the records of an engagement share depends on the engagement's number, the rest on the record's.
  const deal = new Random(engagementStart);
  const own = new Random(index + 1_000_003);
  const engagementId = engagementStart === 0 ? showcaseEngagementId : guidFor(engagementStart, 2);
  const id = idOf(index);
  const customer = engagementStart === 0 ? deal.pick(words.customers.slice(3, 4)) : deal.pick(words.customers);
  const times = timesOf(story, index, engagementStart, own, now);
  const colleague = engagementStart === 0 ? words.colleagues[0] : deal.pick(words.colleagues);
  const solution = engagementStart === 0 ? words.solutions[0] : deal.pick(words.solutions);
  const project = engagementStart === 0 ? 'branch security refresh' : deal.pick(words.projects);
  const registration = story.registered
    ? registrationStates[(2 * Math.floor(index / 20) + (index % 20) - 7) % 6]
    : undefined;
  const value = engagementStart === 0 ? 212000.5 : (5 + deal.below(900)) * 500 + deal.below(2) * 0.75;
  return {
    id,
    engagementId,
    name: `${customer.name.split(' ')[0]} ${project}`,
    ...ownerOf(story),
    lastModifiedVia: null,
    lastRunId: null,
    externalReferenceId: story.side === 'ours' && own.below(4) > 0 ? `CRM-${50000 + index}` : null,
    ...times,
    status: story.status,
    substatus: story.substatus,
    statusReason: story.reason ?? null,
    qualification: story.qualification,
    type: story.type,
    referralSource: null,
    callToAction: null,
    eTag: `"${index.toString(16).padStart(8, '0')}-0000-0100-0000-69a9b4620000"`,
    favorite: own.below(8) === 0,
    campaignId: own.below(5) === 0 ? `FY-${own.below(90) + 10}` : null,
    salesStage: story.status === 'Active' ? own.pick(['Qualify', 'Develop', 'Propose', 'Close']) : null,
    quality: own.pick(['Unknown', 'Unknown', 'High', 'Low']),
    isSpam: false,
    direction: story.side === 'microsoft' ? 'Outgoing' : story.direction,
    mpnId: own.pick(['7300412', '7300413', '7300977']),
    referralProgram: null,
    dealSensitivity: 'None',
    createdVia: null,
    tags: own.below(6) === 0 ? ['renewal'] : [],
    registrationStatus: registration ?? 'None',
    target: targetOf(story, solution?.[0] ?? ''),
    customerProfile: customerProfileOf(customer, deal),
    consent: {
      consentToToShareInfoWithOthers: true,
      consentToContact: deal.below(5) > 0,
      consentToMicrosoftToContactSpecificPartners: false,
      consentToShareReferralWithMicrosoftSellers: story.kind !== 'private' && story.kind !== 'other',
    },
    details: {
      notes: deal.pick(words.notes),
      dealValue: value,
      currency: customer.currency,
      closingDateTime: `${withTicks(daysLater(now, deal.below(180) - 20), '').slice(0, 10)}T00:00:00Z`,
      customerRequestedContact: story.kind === 'marketplace lead' ? true : null,
      customerAction: null,
      incentiveLevel: null,
      requirements: requirementsOf(deal, solution),
    },
    team: [person(colleague, 'litware', '+31 20 55501', null, deal.below(90) + 10)],
    inviteContext: inviteContextOf(story, own),
    links: linksOf(id, engagementId),
    trackingInfo: {
      microsoftMsxId: story.side === 'microsoft' ? `7-${index.toString(36).toUpperCase().padStart(10, 'X')}` : null,
      microsoftUSFedOpportunityId: null,
      microsoftUSFedLeadId: null,
      migratedPSCDealId: null,
      migratedPSCPartnerDealId: null,
    },
    registrations: registration ? [registrationOf(registration, index, customer.currency, value, now)] : [],
  };
}

function ownerOf({ side }: Story): JsonObject {
  if (side === 'microsoft') return { organizationId: 'msft', organizationName: 'Microsoft' };
  if (side === 'partner')
    return { organizationId: partnerOrganizationId, organizationName: 'Fourth Coffee Consulting' };
  return { organizationId: ourOrganizationId, organizationName: 'Litware' };
}

/** Times in a plausible order; the records of an engagement are created within an hour. */
function timesOf(story: Story, index: number, engagementStart: number, own: Random, now: number): JsonObject {
  const created = engagementBegin(engagementStart, now) + (index - engagementStart) * 25 * minute;
  const touched = created + Math.floor(((now - created) * (1 + own.below(8))) / 10);
  const ticks = (): string => String(own.below(10_000_000)).padStart(7, '0');
  const answered = story.status === 'Active' || ['Won', 'Lost', 'Error'].includes(story.substatus);
  const closed = story.substatus === 'Expired' ? daysLater(created, 14) : touched;
  const accepted = story.direction === 'Outgoing' ? created : created + Math.floor((touched - created) / 2);
  return {
    createdDateTime: withTicks(created, ticks()),
    updatedDateTime: withTicks(story.status === 'Closed' ? closed : touched, ticks()),
    expirationDateTime: story.status === 'New' ? withTicks(daysLater(created, 14), ticks()) : null,
    acceptedDateTime: answered ? withTicks(accepted, ticks()) : null,
    closedDateTime: story.status === 'Closed' ? withTicks(closed, ticks()) : null,
  };
}

const minute = 60 * 1000;

/** Unanswered referrals are dated by their expiry; closed deals are months old, open ones days. */
function engagementBegin(engagementStart: number, now: number): number {
  const first = engagementStart % stories.length;
  const after = stories.findIndex(({ side }, index) => index > first && side === 'ours');
  const group = stories.slice(first, after < 0 ? stories.length : after);
  const expiresInHours = group.find((story) => story.expiresInHours)?.expiresInHours;
  if (expiresInHours !== undefined) return daysLater(now + expiresInHours * 60 * minute, -14);
  const random = new Random(engagementStart + 2_000_003);
  const days = group.some(({ status }) => status === 'Closed') ? 50 + random.below(90) : 3 + random.below(40);
  return daysLater(now, -days) - random.below(20 * 60) * minute;
}

function targetOf({ kind, side }: Story, solutionId: string): Json[] {
  if (side === 'microsoft') return [{ type: 'BusinessProfileLocation', id: 'msft' }];
  return kind === 'private' || kind === 'other' ? [] : [{ type: 'SolutionProfile', id: solutionId }];
}

function customerProfileOf(customer: words.SampleCustomer, deal: Random): JsonObject {
  const { name, street, city, state, postalCode, country, domain, phone, locale } = customer;
  return {
    name,
    size: deal.pick(words.sizes),
    isMatchingComplete: deal.below(3) > 0,
    address: {
      addressLine1: street,
      addressLine2: deal.pick([null, '']),
      city,
      state,
      postalCode,
      country,
      region: null,
    },
    team: [person(deal.pick(words.contacts), domain, phone, locale, deal.below(90) + 10)],
    ids: deal.pick<Json>([[], [{ profileType: 'Duns', id: '000000000' }], [{ profileType: 'External', id: '' }]]),
  };
}

function person(
  name: readonly [string, string] | undefined,
  domain: string,
  phone: string,
  locale: string | null,
  extension: number,
): JsonObject {
  const [firstName, lastName] = name ?? ['', ''];
  const mailbox = `${firstName}.${lastName}`
    .normalize('NFD')
    .replace(/[^a-zA-Z.]/g, '')
    .toLowerCase();
  return {
    firstName,
    lastName,
    phoneNumber: `${phone}${extension}`,
    email: `${mailbox}@${domain}.example`,
    title: null,
    contactPreference: { locale, disableNotifications: locale === null ? null : false },
  };
}

function requirementsOf(deal: Random, solution: readonly [string, string] | undefined): JsonObject {
  const category = deal.pick(words.categories);
  const named = {
    id: solution?.[0] ?? '',
    name: solution?.[1] ?? null,
    type: 'Name',
    publisherName: 'Litware',
    solutionType: '3P',
  };
  return {
    industries: [{ id: deal.pick(words.industries) }],
    products: [{ id: deal.pick(words.products) }],
    services: [{ id: deal.pick(words.services) }],
    solutions: deal.below(3) === 0 ? [named, { id: category, name: category, type: 'Category' }] : [named],
    offers: [],
    salesPlays: [],
    additionalRequirements: {
      iot: {},
      attributes: [{ type: 'CustomerMarketplaceIntent', id: deal.pick(['HaveNotDecided', 'Yes', 'No']) }],
    },
  };
}

/** The inviter determines the business category (docs/api.md, Categories). */
function inviteContextOf({ kind, side }: Story, own: Random): JsonObject {
  const us = { organizationId: ourOrganizationId, organizationName: 'Litware' };
  const fromMicrosoft = { organizationId: 'msft', organizationName: 'Microsoft' };
  const invitedBy =
    kind === 'qualified lead' || (kind === 'marketplace lead' && own.below(2) === 0)
      ? fromMicrosoft
      : kind === 'marketplace lead'
        ? null
        : kind === 'partner-to-partner'
          ? { organizationId: partnerOrganizationId, organizationName: 'Fourth Coffee Consulting' }
          : us;
  const asksForHelp = kind === 'co-sell' && side === 'microsoft';
  return {
    notes: asksForHelp ? 'Please join the architecture review.' : null,
    assistanceRequestCode: asksForHelp ? own.pick(words.helpCodes) : 'Unknown',
    invitedMpnId: null,
    invitedBy,
  };
}

function registrationOf(status: string, index: number, currency: string, value: number, now: number): JsonObject {
  const day = (days: number): string => `${withTicks(daysLater(now, days), '').slice(0, 10)}T00:00:00Z`;
  return {
    id: guidFor(index, 3),
    type: 'AzureIPCoSell',
    registrationDateTime: withTicks(daysLater(now, -20), '1234567'),
    status,
    statusReason: status === 'ActionRequired' ? 'Attach the signed contract.' : null,
    contract: {
      value,
      currency,
      startDateTime: day(-30),
      endDateTime: day(700),
      signDateTime: day(-35),
      term: 'Finite',
    },
    solutionDetails: [
      {
        id: 'SOL-70431-QZT',
        name: 'Litware Line Monitor',
        value,
        currency,
        isDeployedOnAzure: true,
        primaryDeploymentOn: 'Customer',
        pricingModel: 'Other',
        marketplaceTransactionDetails: { isMarketplaceTransacted: false, marketplaceTransactionDateTime: null },
      },
    ],
    statusHistory: {
      reviewPendingDateTime: withTicks(daysLater(now, -20), ''),
      actionRequiredDateTime: status === 'ActionRequired' ? withTicks(daysLater(now, -10), '') : null,
      passedDateTime: status === 'Passed' ? withTicks(daysLater(now, -10), '') : null,
      failedDateTime: status === 'Failed' ? withTicks(daysLater(now, -10), '') : null,
      approvedDateTime: status === 'Approved' ? withTicks(daysLater(now, -10), '') : null,
    },
  };
}
