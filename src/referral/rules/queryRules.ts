import type { Rule } from './rule.ts';

/** Rules about the options of a list and of one referral. */
export const queryRules = {
  'known-query-option': {
    sentence: 'Options that begin with $ are those of the documents, each once.',
    source: 'REST 2020, Query options',
    evidence: 'documented',
    status: 400,
  },
  'whole-number-option': {
    sentence: '$top and $skip are whole numbers from 0, $count is true or false.',
    source: 'OData, URL conventions',
    evidence: 'documented',
    status: 400,
  },
  'filter-grammar': {
    sentence: '$filter follows the grammar of OData: comparisons, and, or, not (…), any.',
    source: 'OData, URL conventions',
    evidence: 'documented',
    status: 400,
  },
  'filter-name': {
    sentence: '$filter uses names of the referral as they are spelled in responses.',
    source: 'OData, URL conventions',
    evidence: 'documented',
    status: 400,
  },
  'filter-type': {
    sentence: '$filter compares a property with a value of its type.',
    source: 'OData, URL conventions',
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
    sentence: '$select takes names of properties of the top level.',
    source: 'REST 2020, Query options',
    evidence: 'documented',
    status: 400,
  },
  'skip-token': {
    sentence: '$skiptoken is sent back exactly as nextLink has it, while its pages are kept.',
    source: 'REST 2019, Pages',
    evidence: 'documented',
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
