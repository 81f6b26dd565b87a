import assert from 'node:assert/strict';
import { requestRules } from '../../../../src/referral/rules/requestRules.ts';
import { Client, type Answer } from '../client.ts';
import { requestExamples } from './requestExamples.ts';

describe("The sandbox's rules for requests", () => {
  for (const id of Object.keys(requestRules) as (keyof typeof requestRules)[]) {
    const { options, taken, refused } = requestExamples[id];

    it(`${id} refuses what breaks it and takes what is close to it`, async () => {
      const { status, text } = await taken(new Client(options));
      assert.ok(status >= 200 && status < 300, `${status} ${text}`);
      const refusal = await refused(new Client(options));
      assert.deepEqual([refusal.status, ruleOf(refusal)], [requestRules[id].status, id], refusal.text);
    });
  }
});

/** The innermost code, or what the body of the sibling API has in its place. */
function ruleOf({ json }: Answer): unknown {
  let error = json.error?.innerError;
  while (error?.innerError) error = error.innerError;
  return error?.code ?? json.data?.[0];
}
