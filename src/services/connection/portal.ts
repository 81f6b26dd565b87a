/**
 * Partner Center's referrals for people. Microsoft's pages name this address (2024–2026); none tells an address of one
 * referral, and the ones that circulate differ, so a person finds it there by its id (docs/api.md, Query options).
 */
export const portalAddress = 'https://partner.microsoft.com/dashboard/referrals/v2/leads';
