import assert from 'node:assert/strict';
import { admin, run, scenario } from './scenarios.ts';

describe('A scenario is skipped', () => {
  const toEnd = { run: 'toEnd' };

  it('where the command does not do what it is about', async () => {
    const armed = {
      write: { as: admin, referral: '$written', patch: [{ op: 'replace', path: '/campaignId', value: 'x' }] },
    };
    const skipped = await run(scenario([armed, toEnd], [{ exitCode: 0 }]), `await call('GET'); process.exit(1)`);
    assert.deepEqual([skipped.verdict, skipped.reason], ['skipped', 'The command makes no PATCH or PUT.']);
    const wrong = {
      write: { as: admin, referral: '$written', patch: [{ op: 'replace', path: '/status', value: 'Actve' }] },
    };
    const refused = await run(scenario([wrong, toEnd], []), `await call('PATCH', us, notes('x'))`);
    assert.equal(refused.verdict, 'skipped');
    assert.match(
      refused.reason ?? '',
      /^No referral that the command writes takes the write of the scenario: .*Active/,
    );
    const needs = { call: { method: 'POST', path: '/referrals' } };
    const other = await run(scenario([toEnd], [{ exitCode: 0 }], { needs }), `await call('GET'); process.exit(1)`);
    assert.deepEqual(
      [other.verdict, other.reason],
      ['skipped', 'The command makes no POST call with the path "/referrals".'],
    );
    const met = await run(scenario([toEnd], [{ exitCode: 0 }], { needs }), `await call('POST', '', {})`);
    assert.equal(met.verdict, 'passed');
  });
});
