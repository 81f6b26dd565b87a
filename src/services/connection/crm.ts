import type { ReferralSummary } from '../../referral/summary.ts';

/** What a template may name, e.g. `https://crm.example/leads/{externalReferenceId}`. */
const fields = ['externalReferenceId', 'id', 'engagementId'] as const;

/**
 * The address of a referral in the person's own CRM. Undefined when there is no template, it isn't https, its host would
 * come from the referral, or the referral lacks what it names.
 */
export function crmAddress(template: string, referral: ReferralSummary): string | undefined {
  // The origin stands in the template itself, so a server can't choose where the browser goes.
  if (!/^https:\/\/[^{}/?#]+[/?#]/i.test(template)) return undefined;
  const address = template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const field = fields.find((known) => known === name);
    const value = field && referral[field];
    // Half a surrogate pair can't be encoded.
    // Dots would walk out of the template's own path.
    if (value === undefined || /^\.{1,2}$/.test(value.trim())) return whole;
    return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
  });
  // A brace that is left is a name we don't know, or one that this referral has no value for.
  return /[{}]/.test(address) || !URL.canParse(address) ? undefined : address;
}
