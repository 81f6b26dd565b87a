import type { Rule } from './rule.ts';

/** Rules about the options of a list and of one referral. */
export const queryRules = {
  'known-query-option': {
    sentence:
      'Options that begin with $ are those of the documents, each once; what is about one referral, a write too, takes $select only, a list also $filter, $orderby, $top, $skip, $count, $expand and $skiptoken.',
    source: 'REST 2020, Query options',
    evidence: 'documented',
    status: 400,
  },
  'dollar-option': {
    sentence: 'The names of the options of OData begin with $; filter is not taken for $filter, nor ignored.',
    source: 'guess',
    evidence: 'guess',
    status: 400,
  },
  'whole-number-option': {
    sentence: '$top and $skip are whole numbers from 0, $count is true or false.',
    source: 'OData, Query options',
    evidence: 'documented',
    status: 400,
  },
  'filter-grammar': {
    sentence:
      '$filter consists of comparisons of a property with a value, and, or, not (…) and any, without functions, with at most 50 levels.',
    source: 'OData, Filters',
    evidence: 'guess',
    status: 400,
  },
  'filter-name': {
    sentence: '$filter uses names of the referral as they are spelled in responses, with / between them.',
    source: 'OData, Filters',
    evidence: 'documented',
    status: 400,
  },
  'filter-type': {
    sentence: '$filter compares a property with a value of its type or null, and asks about lists with any.',
    source: 'OData, Filters',
    evidence: 'documented',
    status: 400,
  },
  'filter-date': {
    sentence: 'A date in $filter is one that exists, such as 2026-10-30 or 2026-10-30T00:00:00Z, bare or quoted.',
    source: 'OData, Filters',
    evidence: 'documented',
    status: 400,
  },
  'orderby-name': {
    sentence: '$orderby takes createdDateTime and updatedDateTime, each with asc or desc.',
    source: 'REST 2020, Query options',
    evidence: 'documented',
    status: 400,
  },
  'select-name': {
    sentence: '$select takes names of properties of the top level as they are spelled in responses.',
    source: 'REST 2020, Query options',
    evidence: 'documented',
    status: 400,
  },
  'skip-token': {
    sentence: '$skiptoken is sent back by the same caller exactly as nextLink has it, while its pages are kept.',
    source: 'REST 2019, Pages',
    evidence: 'guess',
    status: 400,
  },
  'documented-query': {
    sentence: 'A query uses only what is shown in the documents: eq and and in $filter, no $skip, $count or $expand.',
    source: 'REST 2020, Filters',
    evidence: 'documented',
    status: 400,
    strict: true,
  },
} as const satisfies Record<string, Rule>;
