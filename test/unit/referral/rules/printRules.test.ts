import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { printRules } from '../../../../src/referral/rules/printRules.ts';

describe('docs/sandbox-rules.md', () => {
  it('lists the rules as the code has them', async () => {
    const written = readFileSync(new URL('../../../../docs/sandbox-rules.md', import.meta.url), 'utf8');
    assert.equal(written, await printRules(), 'Run "npm run generate".');
  });
});
