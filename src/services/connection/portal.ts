/**
 * The referrals page of Partner Center. Microsoft documents this URL (2024–2026), but no URL of a single referral, and
 * those in use differ. So users look up a referral there by its id (docs/api.md, Query options).
 */
export const portalAddress = 'https://partner.microsoft.com/dashboard/referrals/v2/leads';
