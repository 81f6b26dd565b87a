import type { Rule } from './rule.ts';

/** Rules of the portal. It is unknown whether the API applies them, so they are only checked with `--strict`. */
export const portalRules = {
  'portal-required': {
    sentence: 'Deal name, customer name, first address line, city, country, value, currency and close date are given.',
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-country': {
    sentence: 'The country is a two-letter code of ISO 3166-1.',
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-list-length': {
    sentence: 'A deal has 1 to 50 solutions and 1 to 50 people on the team.',
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-team-member': {
    sentence: 'A person on the team has a name, a phone number and an e-mail.',
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-contact': {
    sentence: 'A customer contact with name, phone and e-mail is given when help from Microsoft is requested.',
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-consent': {
    sentence: 'Consent to share contacts is given.',
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-intent': {
    sentence: "The customer's marketplace intent is given as the attribute CustomerMarketplaceIntent.",
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-fixed': {
    sentence:
      "The customer's name, address and ids, consent to share contacts, and the location stay as they were created.",
    source: 'user guide, Rules of the portal',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-72-hours': {
    sentence: 'A deal that can be registered is won 72 hours after its creation at the earliest.',
    source: 'user guide, Life cycle',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'portal-expired': {
    sentence: 'Only the service sets the substatus Expired.',
    source: 'guess',
    evidence: 'guess',
    status: 400,
    strict: true,
  },
  'portal-registration-dates': {
    sentence:
      'A contract was signed in the last 60 days, not before the deal was created, and started at most 90 days ago.',
    source: 'user guide, Deal registration',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'connector-path': {
    sentence: 'PATCH changes only the documented paths.',
    source: 'connector, Patching',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
  'own-referral': {
    sentence: "Microsoft's record of a shared deal can not be changed by a partner.",
    source: 'guess',
    evidence: 'guess',
    status: 403,
    strict: true,
  },
} as const satisfies Record<string, Rule>;
