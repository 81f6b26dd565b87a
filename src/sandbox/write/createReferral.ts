import { invalidRequest } from '../http/requestRefusal.ts';
import { stampLater, type SandboxClock } from '../time/clock.ts';
import { conform, referralSchema } from './conform.ts';
import { checkPortalRules } from './portalRules.ts';
import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import { daysToAnswer } from '../time/passingTime.ts';
import { linksOf, ourOrganizationId } from '../sample/sampleShowcase.ts';
import { eTagOf, isServerSet } from './serverSet.ts';

/** Required according to the documentation (docs/api.md, Creating). */
const required = ['type', 'customerProfile', 'consent', 'details'];

/**
 * Creates a referral from a POST body. Server-set properties in the body are ignored; unknown properties are kept. An
 * own deal starts as accepted. A deal with Microsoft as target is Microsoft's side of a shared deal: it has the same
 * `engagementId` and waits for Microsoft's answer (docs/api.md, Creating).
 * @param knowsEngagement whether the caller can see a referral of this engagement
 * @throws RequestRefusal 400
 */
export function createReferral(
  body: Json,
  clock: SandboxClock,
  strict: boolean,
  knowsEngagement: (engagementId: string) => boolean,
): JsonObject {
  if (!isObject(body)) throw invalidRequest('The body must be a referral: a JSON object.', 'referral');
  const told = Object.entries(body).filter(([name, value]) =>
    name.toLowerCase() === 'engagementid' ? value !== null : !isServerSet(name),
  );
  const sent = conform(Object.fromEntries(told), referralSchema, '');
  if (!isObject(sent)) throw invalidRequest('The body must be a referral: a JSON object.', 'referral');
  for (const name of required) {
    if (sent[name] === undefined || sent[name] === null) throw invalidRequest(`${name} is required.`, name);
  }
  if (strict) checkPortalRules(sent);
  const engagementId = readEngagement(sent, knowsEngagement);
  const id = crypto.randomUUID();
  const stamp = clock.stamp();
  const isMicrosofts = addressesMicrosoft(sent.target);
  const content = Object.entries(sent).filter(([name]) => !isServerSet(name) && name !== 'registrations');
  return {
    id,
    engagementId,
    name: null,
    organizationId: isMicrosofts ? 'msft' : ourOrganizationId,
    organizationName: isMicrosofts ? 'Microsoft' : 'Litware',
    lastModifiedVia: null,
    lastRunId: null,
    externalReferenceId: null,
    createdDateTime: stamp,
    updatedDateTime: stamp,
    expirationDateTime: isMicrosofts ? stampLater(stamp, daysToAnswer) : null,
    statusReason: null,
    qualification: 'None',
    referralSource: null,
    callToAction: null,
    eTag: eTagOf(stamp),
    favorite: false,
    campaignId: null,
    salesStage: null,
    quality: 'Unknown',
    isSpam: false,
    direction: 'Outgoing',
    mpnId: null,
    referralProgram: null,
    dealSensitivity: 'None',
    createdVia: null,
    tags: [],
    acceptedDateTime: isMicrosofts ? null : stamp,
    closedDateTime: null,
    registrationStatus: 'None',
    target: [],
    team: [],
    ...Object.fromEntries(content),
    // The official sample posts New/Pending and gets Active/Accepted back.
    status: isMicrosofts ? 'New' : 'Active',
    substatus: isMicrosofts ? 'Pending' : 'Accepted',
    inviteContext: inviteContextOf(sent.inviteContext),
    links: linksOf(id, engagementId),
    trackingInfo: null,
    registrations: [],
  };
}

function readEngagement(sent: JsonObject, knowsEngagement: (engagementId: string) => boolean): string {
  const { engagementId } = sent;
  if (engagementId === undefined) return crypto.randomUUID();
  if (typeof engagementId === 'string' && knowsEngagement(engagementId)) return engagementId;
  throw invalidRequest(
    'There is no engagement with this engagementId. Send the one the first POST returned.',
    'engagementId',
  );
}

function addressesMicrosoft(target: Json | undefined): boolean {
  return Array.isArray(target) && target.some((item) => text(member(item, 'id'))?.toLowerCase() === 'msft');
}

/** The creator of a deal is its inviter. */
function inviteContextOf(sent: Json | undefined): JsonObject {
  return {
    notes: null,
    assistanceRequestCode: 'Unknown',
    invitedMpnId: null,
    ...(isObject(sent) ? sent : {}),
    invitedBy: { organizationId: ourOrganizationId, organizationName: 'Litware' },
  };
}
