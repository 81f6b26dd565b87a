import assert from 'node:assert/strict';
import { bodyRules } from '../../../../src/referral/rules/bodyRules.ts';
import { dealRules } from '../../../../src/referral/rules/dealRules.ts';
import { portalRules } from '../../../../src/referral/rules/portalRules.ts';
import type { Rule } from '../../../../src/referral/rules/rule.ts';
import { queryRules } from '../../../../src/referral/rules/queryRules.ts';
import { requestRules } from '../../../../src/referral/rules/requestRules.ts';
import { useTranslations } from '../../../../src/base/l10n.ts';
import { pseudoTexts } from '../../../pseudoTexts.ts';
import { Client, type Answer } from '../client.ts';
import { bodyExamples } from './bodyExamples.ts';
import { dealExamples } from './dealExamples.ts';
import { portalExamples } from './portalExamples.ts';
import { queryExamples } from './queryExamples.ts';
import { requestExamples } from './requestExamples.ts';
import type { RuleExample } from './ruleExample.ts';

type Examples<Id extends string> = Readonly<Record<Id, RuleExample>>;

/** Each table of rules with its examples. */
const tables = [
  withExamples('Requests', requestRules, requestExamples),
  withExamples('Queries', queryRules, queryExamples),
  withExamples('Bodies', bodyRules, bodyExamples),
  withExamples('Deals', dealRules, dealExamples),
  withExamples('Portal', portalRules, portalExamples),
];

for (const { title, pairs } of tables) {
  describe(`The sandbox's rules: ${title}`, () => {
    for (const { id, rule, example } of pairs) {
      const options = { ...example.options, ...(rule.strict && { strict: true }) };

      it(`${id} refuses what breaks it and takes what is close to it`, async () => {
        const taken = await example.taken(new Client(options));
        assert.ok(taken.status >= 200 && taken.status < 300, `${taken.status} ${taken.text}`);
        const refused = await example.refused(new Client(options));
        assert.deepEqual([refused.status, ruleOf(refused)], [rule.status, id], refused.text);
      });

      if (!rule.strict) continue;
      it(`${id} holds only with --strict`, async () => {
        const answer = await example.refused(new Client({ ...options, strict: false }));
        assert.notEqual(ruleOf(answer), id, answer.text);
      });
    }
  });
}

describe("The sandbox's errors, in a VS Code with another language", () => {
  before(() => useTranslations(pseudoTexts()));
  after(() => useTranslations(undefined));

  for (const { title, pairs } of tables) {
    it(`are in English, as those of the API: ${title}`, async () => {
      for (const { rule, example } of pairs) {
        const client = new Client({ ...example.options, ...(rule.strict && { strict: true }) });
        const { status, text } = await example.refused(client);
        assert.equal(status, rule.status);
        assert.doesNotMatch(text, /\[!!/);
      }
    });
  }
});

function withExamples<Id extends string>(title: string, rules: Record<Id, Rule>, examples: Examples<Id>) {
  const pairs = (Object.keys(rules) as Id[]).map((id) => ({ id, rule: rules[id], example: examples[id] }));
  return { title, pairs };
}

/** The innermost code, or what the body of the sibling API has in its place. */
function ruleOf({ json }: Answer): unknown {
  let error = json?.error?.innerError;
  while (error?.innerError) error = error.innerError;
  return error?.code ?? json?.data?.[0];
}
