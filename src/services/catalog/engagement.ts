import type { RelatedReferral } from '../../protocol/panel.ts';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionStore } from './connectionStore.ts';

/** The other known referrals of the same engagement, Microsoft's side first. */
export function relatedTo(referral: ReferralSummary, known: Pick<ConnectionStore, 'ofEngagement'>): RelatedReferral[] {
  const { engagementId, id } = referral;
  if (engagementId === undefined) return [];
  return Array.from(known.ofEngagement(engagementId), ({ summary }) => summary)
    .filter((other) => other.id !== id)
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
