import type { RelatedReferral } from '../../protocol/panel.ts';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../referral/summary.ts';
import type { CatalogEntry } from './catalog.ts';

/** The other known referrals of the same engagement, Microsoft's side first. */
export function relatedTo(referral: ReferralSummary, known: readonly CatalogEntry[]): RelatedReferral[] {
  const { engagementId, id } = referral;
  if (engagementId === undefined) return [];
  return known
    .map((entry) => entry.summary)
    .filter((other) => other.engagementId === engagementId && other.id !== id)
    .map((other) => ({
      id: other.id,
      title: titleOf(other),
      owner: isMicrosoftSide(other)
        ? ({ kind: 'microsoft' } as const)
        : ({ kind: 'organization', name: other.organizationName } as const),
      status: other.status,
      substatus: other.substatus,
      updatedDateTime: other.updatedDateTime,
      dealValue: other.dealValue,
      currency: other.currency,
      closingDateTime: other.closingDateTime,
    }))
    .sort((a, b) => Number(b.owner.kind === 'microsoft') - Number(a.owner.kind === 'microsoft'));
}
