import assert from 'node:assert/strict';
import { coachRules, themes } from '../../../../src/sandbox/coach/rules.ts';
import { bodyExamples } from './bodyExamples.ts';
import { changeExamples } from './changeExamples.ts';
import type { CoachExample } from './example.ts';
import { givenUpExamples } from './givenUpExamples.ts';
import { lifeCycleExamples } from './lifeCycleExamples.ts';
import { pagingExamples } from './pagingExamples.ts';
import { queryExamples } from './queryExamples.ts';
import { repeatExamples } from './repeatExamples.ts';
import { requestExamples } from './requestExamples.ts';
import { Traffic, type Found } from './traffic.ts';

const examples: Readonly<Record<string, CoachExample>> = {
  ...requestExamples,
  ...queryExamples,
  ...pagingExamples,
  ...repeatExamples,
  ...givenUpExamples,
  ...bodyExamples,
  ...changeExamples,
  ...lifeCycleExamples,
};

/** Tested in echoLoop.test.ts, since no call leads to them alone. */
const elsewhere = new Set(['echo-loop']);

const findingsFor = async (rule: string, traffic: Traffic): Promise<readonly Found[]> =>
  coachRules.find(({ id }) => id === rule)?.isOfEnd ? traffic.findingsAtEnd() : traffic.findings();

for (const [theme, rules] of themes) {
  if (theme === 'Webhooks') continue;
  describe(`The coach's rules: ${theme}`, () => {
    for (const { id, severity } of rules) {
      if (elsewhere.has(id)) continue;

      it(`${id} has examples`, () => {
        assert.ok(examples[id] && examples[id].wrong.length > 0 && examples[id].right.length > 0);
      });

      for (const { when, does, says, also = [], options } of examples[id]?.wrong ?? []) {
        it(`${id} is found when ${when}`, async () => {
          const traffic = new Traffic(options);
          await does(traffic);
          const found = await findingsFor(id, traffic);
          assert.deepEqual(
            [...new Set(found.map(({ rule }) => rule))].sort(),
            [id, ...also].sort(),
            found.map(({ message }) => message).join('\n'),
          );
          const own = found.find((each) => each.rule === id);
          assert.match(own?.message ?? '', says);
          assert.equal(own?.severity, severity);
          assert.ok((own?.calls.length ?? 0) > 0);
        });
      }

      for (const { when, does, options } of examples[id]?.right ?? []) {
        it(`${id} is not found, nor anything else, when ${when}`, async () => {
          const traffic = new Traffic(options);
          await does(traffic);
          assert.deepEqual(await findingsFor(id, traffic), []);
        });
      }
    }
  });
}
