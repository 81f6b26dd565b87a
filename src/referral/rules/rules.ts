import { bodyRules } from './bodyRules.ts';
import { dealRules } from './dealRules.ts';
import { portalRules } from './portalRules.ts';
import { queryRules } from './queryRules.ts';
import { requestRules } from './requestRules.ts';

/** All rules of the API by id. docs/sandbox-rules.md is generated from this table. */
export const rules = { ...requestRules, ...queryRules, ...bodyRules, ...dealRules, ...portalRules };

export type RuleId = keyof typeof rules;
