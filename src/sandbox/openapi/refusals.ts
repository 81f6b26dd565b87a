import type { JsonObject } from '../../base/json.ts';
import { bodyRules } from '../../referral/rules/bodyRules.ts';
import { dealRules } from '../../referral/rules/dealRules.ts';
import { portalRules } from '../../referral/rules/portalRules.ts';
import { queryRules } from '../../referral/rules/queryRules.ts';
import { requestRules } from '../../referral/rules/requestRules.ts';
import type { Rule } from '../../referral/rules/rule.ts';
import type { RuleId } from '../../referral/rules/rules.ts';

export type Operation = 'list' | 'get' | 'post' | 'patch' | 'put';

const all: readonly Operation[] = ['list', 'get', 'post', 'patch', 'put'];
const writes: readonly Operation[] = ['post', 'patch', 'put'];

/** The operations that a table's rules are about. */
const tables: readonly (readonly [rules: Readonly<Record<string, Rule>>, operations: readonly Operation[]])[] = [
  [requestRules, all],
  [queryRules, ['list']],
  [bodyRules, writes],
  [dealRules, ['patch', 'put']],
  [portalRules, writes],
];

/** Rules about other operations than the rest of their table. */
const exceptions: Readonly<Partial<Record<RuleId, readonly Operation[]>>> = {
  // They are about what is no operation.
  'known-address': [],
  'known-method': [],
  'known-referral': ['get', 'patch', 'put'],
  'known-query-option': all,
  'dollar-option': all,
  'select-name': all,
  'json-media-type': writes,
  'json-body': writes,
  'body-size': writes,
  'latest-etag': ['patch', 'put'],
  'put-needs-etag': ['put'],
  'referral-object': ['post', 'put'],
  'known-engagement': ['post'],
  'patch-array': ['patch'],
  'patch-operation': ['patch'],
  'patch-path': ['patch'],
  'server-set': ['patch', 'put'],
  'put-without-links': ['put'],
  'same-id': ['put'],
  'connector-path': ['patch'],
  'registration-path': ['patch'],
};

/** The refusals of an operation by status, each with the rules that lead to it. */
export function refusalsOf(operation: Operation): JsonObject {
  const byStatus = new Map<number, string[]>();
  for (const [rules, usual] of tables) {
    for (const [id, rule] of Object.entries(rules)) {
      if (!(exceptions[id as RuleId] ?? usual).includes(operation)) continue;
      const line = `- \`${id}\`${rule.strict ? ' (with --strict)' : ''}: ${rule.sentence}`;
      byStatus.set(rule.status, [...(byStatus.get(rule.status) ?? []), line]);
    }
  }
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      String(status),
      {
        description: `A rule is broken:\n\n${lines.join('\n')}`,
        content: { 'application/json': { schema: { $ref: schemaOf(status) } } },
      },
    ]),
  );
}

/** A token without multi-factor authentication is refused in the sibling API's form. */
function schemaOf(status: number): string {
  return `#/components/schemas/${status === 401 ? 'tokenRefusal' : 'refusal'}`;
}
