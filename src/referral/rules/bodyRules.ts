import type { Rule } from './rule.ts';

/** Rules about the shape of a body: names, types, values, and the form of a JSON Patch. */
export const bodyRules = {
  'unknown-property': {
    sentence: 'A body has only properties of a referral, in any case.',
    source: 'REST 2019, Properties',
    evidence: 'guess',
    status: 400,
  },
  'value-type': {
    sentence: 'A value has the type of its property; a number may come as text.',
    source: 'REST 2019, Properties',
    evidence: 'documented',
    status: 400,
  },
  'closed-list': {
    sentence: 'A property with a closed list of values takes one of them on write.',
    source: 'REST 2019, Values',
    evidence: 'documented',
    status: 400,
  },
  'possible-date': {
    sentence: 'A date and time is one that exists, such as 2026-10-30T00:00:00Z.',
    source: 'REST 2019, Formats',
    evidence: 'documented',
    status: 400,
  },
  'required-member': {
    sentence:
      'What the documents mark as required is present: type, customerProfile, consent and details of a new deal, ids of solutions.',
    source: 'REST 2019, Creating',
    evidence: 'documented',
    status: 400,
  },
  'referral-object': {
    sentence: 'The body of POST and PUT is one referral, a JSON object.',
    source: 'REST 2019, Creating',
    evidence: 'documented',
    status: 400,
  },
  'known-engagement': {
    sentence: 'An engagementId that is sent is one of an engagement that the caller may see.',
    source: 'REST 2019, Creating',
    evidence: 'documented',
    status: 400,
  },
  'patch-array': {
    sentence: 'The body of PATCH is a JSON Patch, an array of operations.',
    source: 'REST 2020, Patching',
    evidence: 'documented',
    status: 400,
  },
  'patch-operation': {
    sentence: 'An operation has op, path and value, and op is add or replace.',
    source: 'REST 2020, Patching',
    evidence: 'documented',
    status: 400,
  },
  'patch-path': {
    sentence: 'A path is a JSON pointer to a property of a referral, and to an element only if the array has it.',
    source: 'REST 2020, Patching',
    evidence: 'documented',
    status: 400,
  },
  'server-set': {
    sentence: 'Properties set by the server, and mpnId, which is fixed at creation, can not be changed.',
    source: 'REST 2019, Properties',
    evidence: 'documented',
    status: 400,
  },
  'put-without-links': {
    sentence: 'links is not in the body of a PUT.',
    source: 'REST 2019, Replacing',
    evidence: 'documented',
    status: 400,
  },
  'same-id': {
    sentence: 'An id in the body of a PUT is the one of the path.',
    source: 'guess',
    evidence: 'guess',
    status: 400,
  },
} as const satisfies Record<string, Rule>;
