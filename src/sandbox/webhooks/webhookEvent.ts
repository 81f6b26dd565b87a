import { text } from '../../base/json.ts';
import { ourOrganizationId } from '../sample/sampleShowcase.ts';
import { columnOf, contentOf, type Change, type ReferralStore, type StoredReferral } from '../store/store.ts';
import type { SandboxClock } from '../time/clock.ts';

/** What a webhook can be told (docs/api.md, Webhooks). */
export const eventNames = [
  'referral-created',
  'referral-updated',
  'related-referral-created',
  'related-referral-updated',
] as const;

export type EventName = (typeof eventNames)[number];

export interface WebhookEvent {
  readonly id: string;
  readonly name: EventName;
  /** Id of the referral, as it is written in the referral. */
  readonly referral: string;
  /** The eTag of the referral after the change. */
  readonly eTag: string;
  /** JSON: the body of the notification. */
  readonly body: string;
}

/**
 * The name of the event for a change. Each change has one: the partner's own referrals have `referral-…`, those of
 * Microsoft or of another partner in the same engagement `related-referral-…`. The documents don't tell it more
 * precisely.
 */
export function nameEvent(store: ReferralStore, { kind, referral }: Pick<Change, 'kind' | 'referral'>): EventName {
  return `${isRelated(store, referral) ? 'related-' : ''}referral-${kind}`;
}

export function createEvent(name: EventName, referral: StoredReferral, changed: string): WebhookEvent {
  const id = text(contentOf(referral).id) ?? referral.key;
  const body = {
    EventName: name,
    // Another host and path than the API's (docs/api.md, Webhooks).
    ResourceUri: `https://api.partnercenter.microsoft.com/engagements/v1/referrals/${encodeURIComponent(id)}`,
    ResourceName: 'referral',
    AuditUri: null,
    ResourceChangeUtcDate: changed.replace('Z', '+00:00'),
  };
  return { id: crypto.randomUUID(), name, referral: id, eTag: referral.eTag, body: JSON.stringify(body) };
}

/** When the referral was changed last, with 7 fractional digits; the time of the clock if it doesn't tell. */
export function changeTime(referral: StoredReferral, clock: SandboxClock): string {
  const updated = text(columnOf(referral, 'updatedDateTime')) ?? '';
  const [, seconds, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(updated) ?? [];
  return seconds === undefined ? clock.stamp() : `${seconds}.${fraction.padEnd(7, '0').slice(0, 7)}Z`;
}

function isRelated(store: ReferralStore, referral: StoredReferral): boolean {
  const engagementId = text(columnOf(referral, 'engagementId'))?.toLowerCase();
  if (engagementId === undefined) return false;
  const engagement = [...(store.withValue('engagementId', engagementId) ?? [])];
  const own =
    engagement.find((each) => organizationOf(each) === ourOrganizationId) ??
    // A seed has the organization of its partner, which is not told: the first that isn't Microsoft.
    engagement.filter((each) => organizationOf(each) !== 'msft').sort((left, right) => left.order - right.order)[0];
  return own !== undefined && organizationOf(own) !== organizationOf(referral);
}

function organizationOf(referral: StoredReferral): string | undefined {
  return text(columnOf(referral, 'organizationId'))?.toLowerCase();
}
