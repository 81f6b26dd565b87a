import type { ReferralSummary } from '../../referral/summary.ts';

/** Properties that a template may contain, e.g. `https://crm.example/leads/{externalReferenceId}`. */
const fields = ['externalReferenceId', 'id', 'engagementId'] as const;

/**
 * Returns the URL of a referral in the user's CRM. Undefined if there is no template, it isn't https, its host would
 * depend on the referral, or the referral lacks a property of the template.
 */
export function crmAddress(template: string, referral: ReferralSummary): string | undefined {
  // The template must contain the whole origin, so that a server can't choose it.
  if (!/^https:\/\/[^{}/?#]+[/?#]/i.test(template)) return undefined;
  const address = template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const field = fields.find((known) => known === name);
    const value = field && referral[field];
    // Half a surrogate pair can't be encoded, and dots would change the path of the template.
    if (value === undefined || /^\.{1,2}$/.test(value.trim())) return whole;
    return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
  });
  // A remaining brace means an unknown name, or a property that this referral doesn't have.
  return /[{}]/.test(address) || !URL.canParse(address) ? undefined : address;
}
