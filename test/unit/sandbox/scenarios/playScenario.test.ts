import assert from 'node:assert/strict';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { playScenario } from '../../../../src/sandbox/scenarios/playScenario.ts';
import { sandboxOptions } from '../../../../src/sandbox/scenarios/sandboxOptions.ts';
import { startFromCommandLine } from '../../../../src/sandbox/cli/startFromCommandLine.ts';
import { admin, scenario, us } from './scenarios.ts';

describe('A sandbox that plays a scenario', () => {
  it('performs the steps around the calls of a client that somebody else starts', async () => {
    const played = scenario(
      [
        { fault: { method: 'GET', status: 503 } },
        { run: 'start' },
        { waitFor: { call: { status: 503 }, seconds: 100 } },
        { write: { as: admin, referral: us, patch: [{ op: 'replace', path: '/details/notes', value: 'Played.' }] } },
        { run: 'toEnd' },
      ],
      [{ calls: { status: 503 } }, { calls: { method: 'POST' } }, { exitCode: 0 }],
    );
    const served = await serveSandbox(sandboxOptions(played));
    const lines: string[] = [];
    const play = playScenario(played, served, { webhookPort: 1, tell: (line) => lines.push(line), quietMs: 100 });
    const read = (): Promise<Response> =>
      fetch(`${served.url}/v1.0/engagements/referrals/${us}`, { headers: { Authorization: `Bearer ${admin}` } });
    assert.equal((await read()).status, 503);
    const second = await read();
    assert.equal(((await second.json()) as { details: { notes: string } }).details.notes, 'Played.');
    await play;
    await served.close();
    assert.deepEqual(lines, [
      'Line 2: fault',
      'Line 3: run',
      'Line 4: waitFor',
      'Line 5: write',
      'Line 6: run',
      'Line 8: Expected at least 1 POST call, but there was none.',
      "1 of 2 don't hold.",
    ]);
  });

  it('is started with --scenario, a name or a file', async () => {
    let out = '';
    const output = { out: (text: string) => void (out += text), err: (text: string) => void (out += text) };
    const served = await startFromCommandLine(['--scenario', 'first-sync'], output);
    assert.ok(typeof served !== 'number', out);
    const health = await fetch(`${served.url}/_sandbox/health`);
    assert.equal(((await health.json()) as { referrals: number }).referrals, 250);
    await served.close();
    const wrong: [args: string[], message: RegExp][] = [
      [['--scenario', 'frist-sync'], /^There is no scenario "frist-sync"\. Did you mean first-sync\?/],
      [['--scenario', 'first-sync', '--count', '5'], /^--scenario and --count cannot go together/],
      [['--scenario', 'first-sync', '--seed', 'x.json'], /^--scenario and --seed cannot go together/],
      [['--scenario', 'first-sync', '--data', 'x'], /^--scenario and --data cannot go together/],
      [['--scenario'], /^--scenario needs a file\./],
    ];
    for (const [args, message] of wrong) {
      out = '';
      assert.equal(await startFromCommandLine(args, output), 2);
      assert.match(out, message);
    }
  });
});
