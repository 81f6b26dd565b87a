import type { ReferralFacts } from './summary.ts';

/** The business categories of referrals. `other` is for combinations that the official table doesn't have. */
export type Category = 'marketplaceLead' | 'qualifiedLead' | 'coSell' | 'other';

/**
 * Determines the category by type, qualification and inviting organization, as the official introduction does
 * (docs/api.md, Categories). `referralSource` and `callToAction` must not be used for this. The official table doesn't
 * have a shared deal to which Microsoft invited the partner. Partner Center shows it as a co-sell opportunity, and so
 * does this function.
 */
export function categoryOf(referral: ReferralFacts): Category {
  const { type, qualification } = referral;
  const invitedBy = referral.invitedByOrganizationId?.toLowerCase();
  const byMicrosoft = invitedBy === 'msft';
  if (type === 'Independent' && qualification === 'Direct' && (byMicrosoft || invitedBy === undefined)) {
    return 'marketplaceLead';
  }
  if (type === 'Independent' && byMicrosoft) {
    return qualification === 'SalesQualified' || qualification === 'MarketingQualified' ? 'qualifiedLead' : 'other';
  }
  const open = qualification === undefined || qualification === 'None';
  if (type === 'Shared' && (open || qualification === 'SalesQualified')) return 'coSell';
  if (type === 'Independent' && qualification === 'SalesQualified') return 'coSell';
  return 'other';
}
