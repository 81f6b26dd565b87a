import { bodyRules } from './bodyRules.ts';
import { changeRules } from './changeRules.ts';
import type { CoachRule } from './coachRule.ts';
import { lifeCycleRules } from './lifeCycleRules.ts';
import { pagingRules } from './pagingRules.ts';
import { queryRules } from './queryRules.ts';
import { repeatRules } from './repeatRules.ts';
import { requestRules } from './requestRules.ts';
import { webhookRules } from './webhookRules.ts';

/** The rules of the coach by theme. docs/findings.md is made from this table. */
export const themes: readonly (readonly [title: string, rules: readonly CoachRule[]])[] = [
  ['Requests', requestRules],
  ['Queries', queryRules],
  ['Pages', pagingRules],
  ['Repeating', repeatRules],
  ['Bodies', bodyRules],
  ['Changes', changeRules],
  ['Life cycle', lifeCycleRules],
  ['Webhooks', webhookRules],
];

export const coachRules: readonly CoachRule[] = themes.flatMap(([, rules]) => rules);
