import { isObject, parseJson, text, type JsonObject } from '../../base/json.ts';

type Quirk = (referral: JsonObject) => void;

/**
 * Adds oddities of captured data (docs/api.md, Oddities) at fixed positions of the 60 referrals of the sample; larger
 * samples repeat them.
 */
export function addQuirks(referral: JsonObject, index: number): void {
  quirks.get(index % 60)?.(referral);
}

const quirks = new Map<number, Quirk>([
  [5, (r) => set(r, 'customerProfile', { ids: {} })],
  [6, (r) => set(r, 'customerProfile', { name: 'Northwind Traders &amp; Sons' })],
  [11, (r) => delete r.links],
  [12, (r) => (r.team = null)],
  [13, (r) => Object.assign(r, { externalReferenceId: '', campaignId: '' })],
  [14, (r) => delete r.registrations],
  [15, (r) => (r.createdDateTime = cut(r.createdDateTime, 0))],
  [17, (r) => (r.createdDateTime = cut(r.createdDateTime, 6))],
  [19, (r) => Object.assign(r, { tags: null, trackingInfo: null, lastRunId: { run: 17 } })],
  [22, (r) => Object.assign(r, { salesStage: '100', quality: 'Platinum' })],
  [24, (r) => Object.assign(r, { qualification: 'PartnerQualified', referralSource: 'AppSource' })],
  [25, (r) => Object.assign(r, { forecast: { confidence: 0.75, band: 'upper' }, ownerHint: 'unknown property' })],
  [26, (r) => misspellLinks(r)],
  [31, (r) => delete r.consent],
  [33, (r) => Object.assign(r, { name: null, inviteContext: null })],
  [36, (r) => Object.assign(r, { inviteContext: { invitedBy: { organizationId: text(r.organizationId) ?? null } } })],
  [37, (r) => set(r, 'details', { dealValue: null, notes: '' })],
  [39, (r) => set(r, 'customerProfile', { name: 'Margie&#39;s Travel <Tokyo>', size: null })],
  [42, (r) => Object.assign(r, { status: 'Paused', substatus: 'OnHold' })],
  [45, (r) => set(r, 'details', { requirements: null })],
  [47, (r) => isObject(r.details) && delete r.details.closingDateTime],
  [46, (r) => (r.updatedDateTime = cut(r.updatedDateTime, 6))],
  [51, (r) => set(r, 'customerProfile', { team: null, address: { country: 'US' } })],
  [57, (r) => Object.assign(r, { registrationStatus: 'MarketplaceValidationPending' })],
]);

function set(referral: JsonObject, property: string, changes: JsonObject): void {
  const target = referral[property];
  if (isObject(target)) Object.assign(target, changes);
}

/** A timestamp with this many fractional digits. */
function cut(timestamp: JsonObject[string] | undefined, digits: number): string {
  const [seconds = '', fraction = ''] = (text(timestamp) ?? '').replace('Z', '').split('.');
  return digits === 0 ? `${seconds}Z` : `${seconds}.${fraction.slice(0, digits)}Z`;
}

function misspellLinks(referral: JsonObject): void {
  const links = JSON.stringify(referral.links).replaceAll('/engagements/', '/engagments/');
  referral.links = parseJson(links);
}
