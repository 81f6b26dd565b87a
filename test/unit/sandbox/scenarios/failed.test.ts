import assert from 'node:assert/strict';
import { waitLimit } from '../../../limits.ts';
import { admin, failuresOf, isRunning, run, scenario, seed, theirs, us } from './scenarios.ts';

const toEnd = { run: 'toEnd' };
const patch = (path: string, value: unknown): object[] => [{ op: 'replace', path, value }];

describe('A scenario is failed', () => {
  it('at the line of each expectation that does not hold, with what was seen', async () => {
    const expect = [
      { exitCode: 0 },
      { state: { referral: us, status: 'Active', details: { dealValue: 6, currncy: 'EUR' } } },
      { state: { referral: us, stauts: 'New' } },
      { state: { referral: 'x', status: 'New' } },
      { calls: { method: 'get', path: '/referrals$', atLeast: 2 } },
      { calls: { method: 'PATCH' } },
      { calls: { path: us, atMost: 0 } },
      { calls: { status: 404, atLeast: 1, atMost: 1 } },
      { findings: { rule: 'no-such-rule' } },
      { state: { referral: '$written' } },
      { state: { referral: us, status: 'New', details: { notes: 'As it was.' }, '/team/0/firstName': 'Mia' } },
    ];
    const { failures, verdict } = await run(
      scenario([toEnd], expect),
      `await call('GET', us); await call('GET'); process.exit(1)`,
    );
    assert.equal(verdict, 'failed');
    assert.deepEqual(
      failures.map(({ range, message }) => [range.start.line, message]),
      [
        [3, 'Expected exit code 0, but it was 1.'],
        [
          4,
          `Expected status "Active", details/dealValue 6, details/currncy "EUR" of ${us}, but status is "New", details/dealValue is 5, there is no details/currncy (did you mean currency?).`,
        ],
        [5, `Expected stauts "New" of ${us}, but there is no stauts (did you mean status?).`],
        [6, 'Expected a referral x, but there is none.'],
        [7, 'Expected at least 2 GET calls with the path "/referrals$", but there was 1.'],
        [8, 'Expected at least 1 PATCH call, but there was none.'],
        [9, `Expected no calls with the path "${us}", but there was 1.`],
        [10, 'Expected at least 1 call with status 404, but there was none.'],
        [11, failures[8]?.message],
        [12, 'Expected a referral $written, but the command made no PATCH or PUT.'],
      ],
    );
    assert.match(failures[8]?.message ?? '', /^Expected a finding of the rule no-such-rule, but /);
  });

  it('by a null for what no referral has, with the name that was meant', async () => {
    const wrong: [values: object, message: string][] = [
      [{ closedDateTme: null }, 'closedDateTme (did you mean closedDateTime?)'],
      [{ details: { note: null } }, 'details/note (did you mean notes?)'],
      [{ '/details/zzz': null }, '/details/zzz'],
      [{ '/details/zzz/deeper': null }, '/details/zzz/deeper'],
      [{ '/detials/notes': null }, '/detials/notes (did you mean details?)'],
      [{ '/detials/notse': null }, '/detials/notse (did you mean details?)'],
      [{ '/inviteContext/ntes': null }, '/inviteContext/ntes (did you mean notes?)'],
      [{ '/team/0/lastNam': null }, '/team/0/lastNam (did you mean lastName?)'],
      [{ '/team/first': null }, '/team/first'],
      [{ '/name/nope': null }, '/name/nope'],
      [{ '/campaignId/nope': null }, '/campaignId/nope'],
      [{ '/own/coluor': null }, '/own/coluor (did you mean colour?)'],
    ];
    const known: object[] = [
      { closedDateTime: null },
      { inviteContext: null, details: { customerAction: null } },
      { '/inviteContext/notes': null, '/details/requirements/offers': null },
      { '/team/0/lastName': null, '/team/7': null, '/team/7/email': null },
      { empty: null, '/own/size': null, '/own/zzz/deeper': null, own: { size: null, zzz: null } },
    ];
    const [ours] = seed;
    const result = await run(
      scenario(
        [toEnd],
        [...wrong.map(([values]) => values), ...known].map((values) => ({ state: { referral: us, ...values } })),
        { seed: { ...ours, own: { colour: 'red', size: null }, empty: null } },
      ),
      '',
    );
    assert.deepEqual(
      failuresOf(result).map((message) => /but there is no (.*)\.$/.exec(message)?.[1] ?? message),
      wrong.map(([, message]) => message),
    );
  });

  it('by a value that no referral can have, with the one that was meant', async () => {
    const expect = [
      { state: { referral: us, status: 'Nwe' } },
      { state: { referral: us, status: 'Paused' } },
      { state: { referral: us, '/target/0/type': 'SolutionProfle' } },
      { state: { referral: us, status: 'Closed' } },
      { state: { referral: us, name: 'Nwe' } },
    ];
    const messages = failuresOf(await run(scenario([toEnd], expect), ''));
    assert.deepEqual(
      messages.map((message) => /^Expected (.*) of /.exec(message)?.[1]),
      [
        'status "Nwe" (did you mean "New"?)',
        'status "Paused" (there is only None, New, Active, Closed)',
        '/target/0/type "SolutionProfle" (did you mean "SolutionProfile"?)',
        'status "Closed"',
        'name "Nwe"',
      ],
    );
    const own = [{ ...seed[0], status: 'Paused' }];
    const kept = await run(scenario([toEnd], expect.slice(1, 2), { seed: own }), '');
    assert.deepEqual(failuresOf(kept), []);
  });

  it('by $written, if no write of the command reached a referral', async () => {
    const result = await run(
      scenario([toEnd], [{ state: { referral: '$written', status: 'New' } }]),
      `await call('PATCH', 'nobody')`,
    );
    assert.deepEqual(failuresOf(result), [
      'Expected a referral $written, but no PATCH or PUT of the command was to a referral that exists.',
    ]);
  });

  it('by the exit code of a command that a step stopped, unless it had ended by itself', async () => {
    const steps = [{ run: 'start' }, { waitFor: { call: {}, seconds: 60 } }, { run: 'stop' }];
    const stopped = await run(
      scenario(steps, [{ exitCode: 0 }]),
      `await call('GET'); setInterval(() => undefined, 1000);`,
    );
    assert.deepEqual(failuresOf(stopped), ['Expected exit code 0, but the command was ended by the step "stop".']);
    const ended = [{ run: 'start' }, { waitFor: { call: { method: 'POST' }, seconds: 3600 } }, { run: 'stop' }];
    const failed = await run(scenario(ended, [{ exitCode: 0 }]), 'process.exit(3)');
    assert.deepEqual(failuresOf(failed), ['Expected exit code 0, but it was 3.']);
    const succeeded = await run(scenario(ended, [{ exitCode: 0 }]), '');
    assert.deepEqual(failuresOf(succeeded), []);
  });

  it('by an exit code of any run, and by a signal', async () => {
    const code = `import { existsSync, writeFileSync } from 'node:fs';
      if (existsSync(folder + '/x')) process.exit(0);
      writeFileSync(folder + '/x', '');
      process.kill(process.pid, 'SIGKILL');`;
    const result = await run(scenario([toEnd, toEnd], [{ exitCode: 0 }]), code);
    assert.deepEqual(failuresOf(result), ['Expected exit code 0, but the signal SIGKILL ended the command.']);
  });

  it('at the step that cannot be done, and the command is ended', async () => {
    const steps: [object, RegExp][] = [
      [{ microsoft: { referral: 'nobody', does: 'win' } }, /There is no referral with the id nobody\./],
      [{ write: { as: 'user eve@contoso.example', referral: us, patch: patch('/name', 'x') } }, /may not see it/],
      [{ write: { as: admin, referral: us, patch: patch('/status', 'Actve') } }, /Active/],
      [{ arrive: { id: us } }, /There is a referral with the id/],
    ];
    for (const [step, message] of steps) {
      const { failures } = await run(scenario([{ run: 'start' }, step], []), 'setInterval(() => undefined, 1000)');
      assert.match(failures[0]?.message ?? 'none', message);
      if (failures[0]) assert.equal(failures[0].range.start.line, 3);
    }
    const twice = [
      { microsoft: { referral: theirs, does: 'decline' } },
      { microsoft: { referral: theirs, does: 'accept' } },
    ];
    assert.deepEqual(failuresOf(await run(scenario(twice, []), '')), [
      `Microsoft can't accept the referral ${theirs}: it is Closed/Declined.`,
    ]);
  });

  it('at a wait for what no referral has, but not at one for what is not there yet', async () => {
    const waiting = (state: object, seconds: number): object[] => [
      { run: 'start' },
      { waitFor: { state: { referral: us, ...state }, seconds } },
      { run: 'stop' },
    ];
    const never = 'setInterval(() => undefined, 1000)';
    for (const [state, message] of [
      [{ stauts: 'New' }, 'The wait for stauts would be in vain: there is no stauts (did you mean status?).'],
      [
        { details: { currncy: 'EUR' } },
        'The wait for details/currncy would be in vain: there is no details/currncy (did you mean currency?).',
      ],
    ] as const) {
      const { failures } = await run(scenario(waiting(state, 3600), []), never);
      assert.deepEqual(
        failures.map((failure) => [failure.message, failure.range.start.line]),
        [[message, 3]],
      );
    }
    for (const state of [{ closedDateTime: '2026-01-01T00:00:00Z' }, { '/team/7/email': 'x@y.example' }]) {
      assert.deepEqual(failuresOf(await run(scenario(waiting(state, 0.05), []), never)), []);
    }
  });

  it('if the command hangs, which is ended with its children', async () => {
    const code = `import { spawn } from 'node:child_process';
      const idle = ['-e', 'setInterval(() => undefined, 1000)'];
      const child = spawn(process.execPath, idle, { stdio: 'inherit' });
      const loose = spawn(process.execPath, idle, { stdio: 'ignore', detached: true });
      process.on('SIGTERM', () => undefined);
      console.log([process.pid, child.pid, loose.pid].join());
      setInterval(() => undefined, 1000);`;
    const result = await run(scenario([{ run: 'start' }, toEnd], [{ exitCode: 0 }]), code, {
      timeoutSeconds: waitLimit / 30_000,
    });
    assert.match(
      failuresOf(result).join(),
      /^The command didn't end within [\d.]+ s, so it was ended with its children\./,
    );
    const pids = result.output.trim().split(',').map(Number);
    assert.equal(pids.length, 3, result.output);
    assert.deepEqual(pids.filter(isRunning), []);
  });
});
