/**
 * The properties of a referral that lists, hovers and titles need, read once from the response. Every property may be
 * missing or of another type on the wire (docs/api.md, Properties): unusable values become undefined here, so that
 * other code needs no checks. The record itself is kept as text.
 */
export interface ReferralFacts {
  /** Lower case, for comparing and looking up. */
  readonly id: string;
  readonly engagementId: string | undefined;
  readonly name: string | undefined;
  readonly customerName: string | undefined;
  readonly customerCity: string | undefined;
  /** ISO 3166-1 alpha-2, e.g. `ES`. */
  readonly customerCountry: string | undefined;
  readonly organizationId: string | undefined;
  readonly organizationName: string | undefined;
  readonly externalReferenceId: string | undefined;
  readonly status: string | undefined;
  readonly substatus: string | undefined;
  readonly type: string | undefined;
  readonly qualification: string | undefined;
  readonly direction: string | undefined;
  readonly dealValue: number | undefined;
  /** ISO 4217, e.g. `EUR`. */
  readonly currency: string | undefined;
  /** Dates are ISO 8601 as sent by the server, with 0, 6 or 7 fractional digits. */
  readonly createdDateTime: string | undefined;
  readonly updatedDateTime: string | undefined;
  readonly expirationDateTime: string | undefined;
  readonly closingDateTime: string | undefined;
  readonly invitedByOrganizationId: string | undefined;
}

/** The facts with the contacts and the team. */
export interface ReferralSummary extends ReferralFacts {
  /** Contacts of the customer, in the record's order. Personal data: shown and searched, but never logged. */
  readonly contacts: readonly Person[];
  /** The partner's team. */
  readonly team: readonly Person[];
}

export interface Person {
  /** First and last name, if present. */
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
}

/** A JSON object, i.e. not null and not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a parsed JSON value. Undefined if it isn't an object with a non-empty string `id`. */
export function readSummary(value: unknown): ReferralSummary | undefined {
  const facts = readFacts(value);
  if (facts === undefined || !isRecord(value)) return undefined;
  return { ...facts, contacts: people(record(value['customerProfile'])['team']), team: people(value['team']) };
}

/** Like `readSummary`, without contacts and team. */
export function readFacts(value: unknown): ReferralFacts | undefined {
  if (!isRecord(value)) return undefined;
  const id = text(value['id']);
  if (id === undefined) return undefined;
  const customer = record(value['customerProfile']);
  const address = record(customer['address']);
  const details = record(value['details']);
  const invitedBy = record(record(value['inviteContext'])['invitedBy']);
  return {
    id: id.toLowerCase(),
    engagementId: text(value['engagementId']),
    name: text(value['name']),
    customerName: text(customer['name']),
    customerCity: text(address['city']),
    customerCountry: text(address['country']),
    organizationId: text(value['organizationId']),
    organizationName: text(value['organizationName']),
    externalReferenceId: text(value['externalReferenceId']),
    status: text(value['status']),
    substatus: text(value['substatus']),
    type: text(value['type']),
    qualification: text(value['qualification']),
    direction: text(value['direction']),
    dealValue: amount(details['dealValue']),
    currency: text(details['currency']),
    createdDateTime: text(value['createdDateTime']),
    updatedDateTime: text(value['updatedDateTime']),
    expirationDateTime: text(value['expirationDateTime']),
    closingDateTime: text(details['closingDateTime']),
    invitedByOrganizationId: text(invitedBy['organizationId']),
  };
}

/** The title of a referral: the deal's name, else the customer's, else its id. */
export function titleOf(summary: ReferralFacts): string {
  return summary.name ?? summary.customerName ?? summary.id;
}

/** The title of an engagement: that of the partner's own referral, or else of the first one. */
export function engagementTitle(referrals: readonly ReferralFacts[]): string | undefined {
  const ours = referrals.find((referral) => !isMicrosoftSide(referral)) ?? referrals[0];
  return ours && titleOf(ours);
}

/** True if Microsoft owns this record, i.e. it is Microsoft's side of an engagement (docs/api.md, Properties). */
export function isMicrosoftSide(summary: Pick<ReferralFacts, 'organizationId'>): boolean {
  return summary.organizationId?.toLowerCase() === 'msft';
}

const none: Readonly<Record<string, unknown>> = {};

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : none;
}

const noPeople: readonly Person[] = [];

/** Reads people who have a name, an e-mail address or a phone number. `team: null` occurs (docs/api.md, Oddities). */
function people(value: unknown): readonly Person[] {
  if (!Array.isArray(value) || value.length === 0) return noPeople;
  return value.filter(isRecord).flatMap((one) => {
    const name = [text(one['firstName']), text(one['lastName'])].filter((part) => part !== undefined).join(' ');
    const person = { name: text(name), email: text(one['email']), phone: text(one['phoneNumber']) };
    return (person.name ?? person.email ?? person.phone) ? [person] : [];
  });
}

/** A character that is drawn. A name of blanks and controls of direction would give a row without a label. */
const visible = /[^\s\p{Cf}\p{Cc}]/u;

/** Blank text counts as not set, since the API returns both `""` and null for it (docs/api.md, Formats). */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && visible.test(value) ? value : undefined;
}

/** Deal values are numbers or numeric strings (docs/api.md, Properties). */
function amount(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}
