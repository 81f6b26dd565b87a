import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { printFindings } from '../../../../src/sandbox/coach/printFindings.ts';
import { coachRules } from '../../../../src/sandbox/coach/rules.ts';

describe('docs/findings.md', () => {
  it('lists the rules as the code has them', async () => {
    const written = readFileSync(new URL('../../../../docs/findings.md', import.meta.url), 'utf8');
    assert.equal(written, await printFindings(), 'Run "npm run generate".');
  });
});

describe('The rules of the coach', () => {
  it('have ids of their own, in one form', () => {
    const ids = coachRules.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)),
      [],
    );
  });
});
