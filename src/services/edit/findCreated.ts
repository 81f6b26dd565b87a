import type { ReferralClient, ReferralPage, RequestOptions } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import { odataString } from '../../api/odata.ts';
import { instantOf } from '../../referral/instant.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../referral/summary.ts';
import type { Deal } from './dealText.ts';

/** What a POST without an answer may have created. */
export interface Sought {
  readonly side: 'own' | 'microsoft';
  /** The engagement it belongs to, if that is known. */
  readonly engagementId: string | undefined;
  /** When the first such POST was sent, in ms since 1970 by this machine's clock. */
  readonly since: number | undefined;
}

export type Found =
  | { readonly kind: 'it'; readonly referral: ReferralSummary }
  /** Not certain; perhaps one of these. */
  | { readonly kind: 'maybe'; readonly candidates: readonly ReferralSummary[] };

interface FindOptions extends RequestOptions {
  readonly now?: () => number;
}

/** How much earlier than the POST a referral may seem to have been created, in ms. */
const margins = {
  /** The server's clock is known up to a second. */
  known: 2_000,
  unknown: 120_000,
  /** To be asked about. */
  candidate: 24 * 60 * 60 * 1000,
};

/**
 * Searches for the referral that a POST may have created. One that is closed or was there before the POST isn't it: deals
 * with the same customer may share name and CRM reference. Rejects with an `ApiError`.
 */
export async function findCreated(
  client: Pick<ReferralClient, 'search' | 'list'>,
  deal: Deal,
  sought: Sought,
  options: FindOptions,
): Promise<Found> {
  const { now = Date.now } = options;
  const key = keyOf(deal, sought);
  const sure = new Map<string, ReferralSummary>();
  const candidates = new Map<string, ReferralSummary>();
  const take = (page: ReferralPage): Found | undefined => {
    for (const item of page.items.filter((each) => isLike(each, deal, sought))) {
      const age = ageOf(item, sought.since, page.serverTime === undefined ? undefined : page.serverTime - now());
      if (age === 'new' && item.status?.toLowerCase() !== 'closed') sure.set(item.id, item);
      if (age !== 'old') candidates.set(item.id, item);
    }
    const [only] = sure.values();
    return only && sure.size === 1 && key !== undefined ? { kind: 'it', referral: only } : undefined;
  };

  const searched = key === undefined ? undefined : await searchBy(client, key, options);
  const found = searched && take(searched);
  if (found) return found;
  // What was created last comes first. A filter may also be answered from an index that doesn't have it yet.
  if (sure.size < 2) {
    const listed = take(await client.list(undefined, options));
    if (listed) return listed;
  }
  return { kind: 'maybe', candidates: [...candidates.values()] };
}

/** The filter for what the referral alone has; undefined if there is nothing. */
function keyOf(deal: Deal, { engagementId }: Sought): string | undefined {
  if (engagementId !== undefined) return `engagementId eq ${odataString(engagementId)}`;
  const { externalReferenceId } = deal;
  return externalReferenceId === undefined ? undefined : `externalReferenceId eq ${odataString(externalReferenceId)}`;
}

function isLike(found: ReferralSummary, deal: Deal, { side, engagementId }: Sought): boolean {
  return (
    isMicrosoftSide(found) === (side === 'microsoft') &&
    found.name === deal.name &&
    found.customerName === deal.customerName &&
    (deal.externalReferenceId === undefined || found.externalReferenceId === deal.externalReferenceId) &&
    (engagementId === undefined || found.engagementId?.toLowerCase() === engagementId.toLowerCase())
  );
}

/** @param offset what the server's clock is ahead, in ms, if that is known */
function ageOf(
  { createdDateTime }: ReferralSummary,
  since: number | undefined,
  offset: number | undefined,
): 'new' | 'unknown' | 'old' {
  const created = instantOf(createdDateTime);
  if (since === undefined || created === undefined) return 'unknown';
  const later = created - since - (offset ?? 0);
  if (later >= -(offset === undefined ? margins.unknown : margins.known)) return 'new';
  return later >= -margins.candidate ? 'unknown' : 'old';
}

/** Undefined if the server can't search by it. */
async function searchBy(
  client: Pick<ReferralClient, 'search'>,
  filter: string,
  options: RequestOptions,
): Promise<ReferralPage | undefined> {
  try {
    return await client.search(filter, options);
  } catch (error) {
    if (error instanceof ApiError && error.failure.kind === 'invalidRequest') return undefined;
    throw error;
  }
}
