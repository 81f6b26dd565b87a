import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { substatusesOf, typeOf } from '../../referral/rules/lifeCycle.ts';
import { checkPortal } from '../../referral/rules/portal.ts';
import { referralSchema } from '../../referral/rules/schema.ts';
import { refuse } from '../http/requestRefusal.ts';
import { linksOf, ourOrganizationId } from '../sample/sampleShowcase.ts';
import { stampLater } from '../time/clock.ts';
import { daysToAnswer } from '../time/passingTime.ts';
import { noteDropped, readUnused } from './droppedValues.ts';
import { eTagOf, isServerSet, keepServerSet } from './serverSet.ts';
import { bodyReport, refuseViolation, type WriteSettings } from './writeSettings.ts';

/** Required according to the documentation (docs/api.md, Creating). */
export const requiredMembers = ['type', 'customerProfile', 'consent', 'details'] as const;

/**
 * Creates a referral from a POST body. Server-set properties in the body are ignored if they have a known value, and
 * listed as findings, except in a copy of a referral. `type` follows from consent.
 * An own deal starts as accepted. A deal with Microsoft as target is Microsoft's side of a shared deal: it has the same
 * `engagementId` and waits for Microsoft's answer (docs/api.md, Creating).
 * @param knowsEngagement whether the caller can see a referral of this engagement
 * @throws RequestRefusal 400
 */
export function createReferral(
  body: Json,
  settings: WriteSettings,
  knowsEngagement: (engagementId: string) => boolean,
): JsonObject {
  if (!isObject(body)) throw notAReferral();
  const isTold = ([name, value]: [string, Json]): boolean =>
    name.toLowerCase() === 'engagementid' ? value !== null : !isServerSet(name);
  const told = Object.entries(body).filter(isTold);
  const unused = readUnused(
    Object.entries(body).filter((entry) => !isTold(entry)),
    settings,
  );
  const sent = bindValue(Object.fromEntries(told), referralSchema, '', bodyReport(settings));
  if (!isObject(sent)) throw notAReferral();
  for (const name of requiredMembers) {
    if (name === 'type' && settings.lenient && told.some(([each]) => each.toLowerCase() === name)) continue;
    if (sent[name] === undefined || sent[name] === null) throw refuse('required-member', `${name} is required.`, name);
  }
  keepServerSet(sent, undefined);
  if (settings.strict) checkPortal(sent, refuseViolation);
  const type = typeOf(sent);
  noteType(sent.type, type, settings);
  const engagementId = readEngagement(sent, knowsEngagement);
  const { clock } = settings;
  const id = crypto.randomUUID();
  const stamp = clock.stamp();
  const isMicrosofts = addressesMicrosoft(sent.target);
  const content = Object.entries(sent).filter(([name]) => name !== 'engagementId' && name !== 'registrations');
  const created: JsonObject = {
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
    type,
    // The official sample posts New/Pending and gets Active/Accepted back.
    status: isMicrosofts ? 'New' : 'Active',
    substatus: isMicrosofts ? 'Pending' : 'Accepted',
    inviteContext: inviteContextOf(sent.inviteContext),
    links: linksOf(id, engagementId),
    trackingInfo: null,
    registrations: [],
  };
  // Only what was served has an eTag. Nobody expects that a copy of it has the times of the original.
  if (text(unused.eTag) === undefined) noteDropped({ ...unused, ...laterOf(sent) }, created, settings);
  return created;
}

/** What of a body only a later change can set: registrations, and a status that ends the deal. */
function laterOf({ registrations, status, substatus }: JsonObject): JsonObject {
  return {
    ...(registrations !== undefined && { registrations }),
    ...(status === 'Closed' && { status }),
    ...(substatus !== undefined && substatusesOf['Closed']?.includes(text(substatus) ?? '') && { substatus }),
  };
}

/** Lists a finding if the type that was sent is not the one that follows from consent. */
export function noteType(sent: Json | undefined, type: Json, settings: WriteSettings): void {
  if (sent === undefined || sent === type) return;
  const message = `The type ${JSON.stringify(sent)} was not used: with this consent to share with Microsoft sellers it is ${JSON.stringify(type)}.`;
  settings.facts.notes.push({ rule: 'type-follows-consent', message });
}

export function notAReferral(): Error {
  return refuse('referral-object', 'The body must be a referral: a JSON object.', 'referral');
}

function readEngagement(sent: JsonObject, knowsEngagement: (engagementId: string) => boolean): string {
  const { engagementId } = sent;
  if (engagementId === undefined) return crypto.randomUUID();
  if (typeof engagementId === 'string' && knowsEngagement(engagementId)) return engagementId;
  const message = 'There is no engagement with this engagementId. Send the one the first POST returned.';
  throw refuse('known-engagement', message, 'engagementId');
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
