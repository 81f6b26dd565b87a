import type { Rule } from './rule.ts';

/** Rules about the life cycle of a deal: status, consent, registration. */
export const dealRules = {
  'status-move': {
    sentence: 'A referral goes from New to Active or Closed, and from Active to Closed.',
    source: 'REST 2019, Life cycle',
    evidence: 'documented',
    status: 400,
  },
  'status-pair': {
    sentence: 'Status and substatus belong together.',
    source: 'REST 2019, Life cycle',
    evidence: 'documented',
    status: 400,
  },
  'closed-deal': {
    sentence: 'A closed referral can not be changed, except for the registration of a won one.',
    source: 'user guide, Life cycle',
    evidence: 'documented',
    status: 400,
  },
  'consent-stays': {
    sentence: 'Consent to share with Microsoft sellers can not be taken back.',
    source: 'user guide, Consent',
    evidence: 'documented',
    status: 400,
  },
  'registration-path': {
    sentence: 'Registrations change only by adding one at /registrations/- and by editing its contract and solutions.',
    source: 'connector, Deal registration',
    evidence: 'documented',
    status: 400,
  },
  'registration-deal': {
    sentence: 'Only a won deal that is shared with Microsoft sellers can be registered.',
    source: 'user guide, Deal registration',
    evidence: 'documented',
    status: 400,
  },
  'registration-open': {
    sentence: 'A registration can be edited while it is under review or action is required.',
    source: 'user guide, Deal registration',
    evidence: 'documented',
    status: 400,
  },
  'registration-content': {
    sentence:
      'A registration has the type AzureIPCoSell, a contract with consistent dates, and solutions worth no more than it.',
    source: 'connector, Deal registration',
    evidence: 'documented',
    status: 400,
  },
} as const satisfies Record<string, Rule>;
