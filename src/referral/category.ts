import type { ReferralFacts } from './summary.ts';

/** The business categories of referrals; `other` covers combinations that the official table doesn't have. */
export type Category = 'marketplaceLead' | 'qualifiedLead' | 'coSell' | 'other';

/**
 * Determines the category by type, qualification and who invited, as the official introduction does (docs/api.md,
 * Categories). `referralSource` and `callToAction` must not be used for this. A shared deal that Microsoft invited to
 * is not in that table; it is a co-sell opportunity in Partner Center, and so it is here.
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
