import type { queryRules } from '../../../../src/referral/rules/queryRules.ts';
import type { RuleExample } from './ruleExample.ts';

export const queryExamples: Partial<Record<keyof typeof queryRules, RuleExample>> = {
  'known-query-option': {
    taken: (client) => client.list('$top=1'),
    refused: (client) => client.list('$search=x'),
  },
  'whole-number-option': {
    taken: (client) => client.list('$top=1&$count=true'),
    refused: (client) => client.list('$top=1.5'),
  },
};
