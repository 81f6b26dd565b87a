import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { CommandError } from '../../../../src/sandbox/scenarios/command.ts';
import { printTable } from '../../../../src/sandbox/scenarios/printResults.ts';
import { waitLimit } from '../../../limits.ts';
import { admin, failuresOf, isRunning, run, scenario, theirs, us } from './scenarios.ts';

const toEnd = { run: 'toEnd' };
const patch = (path: string, value: unknown): object[] => [{ op: 'replace', path, value }];

describe('A command that is run against a scenario', () => {
  it('gets address, token, port and an empty folder that is removed', async () => {
    const played = scenario([toEnd], [{ exitCode: 0 }], { token: 'sandbox-user:mia@contoso.example' });
    const { verdict, output, calls } = await run(
      played,
      `import { readdirSync } from 'node:fs';
       const { text } = await call('GET');
       console.log([/^http:..127.0.0.1:\\d+$/.test(url), token, Number(port) > 0, readdirSync(folder).length, JSON.parse(text).value.length, folder].join());`,
    );
    assert.equal(verdict, 'passed');
    const [isUrl, token, isPort, files, referrals, folder = ''] = output.trim().split(',');
    assert.deepEqual(
      [isUrl, token, isPort, files, referrals],
      ['true', 'sandbox-user:mia@contoso.example', 'true', '0', '1'],
    );
    assert.ok(folder !== '' && !existsSync(folder));
    assert.deepEqual(
      calls.map(({ method, status, caller }) => [method, status, caller]),
      [['GET', 200, 'user mia@contoso.example']],
    );
  });

  it('keeps its folder from run to run of a scenario', async () => {
    const code = `import { appendFileSync, readFileSync } from 'node:fs';
      appendFileSync(folder + '/runs', 'x');
      console.log(readFileSync(folder + '/runs', 'utf8'));`;
    const { output, ends } = await run(scenario([toEnd, toEnd], []), code);
    assert.equal(output, 'x\nxx\n');
    assert.equal(ends.length, 2);
  });

  it('is run once where no step runs it', async () => {
    const { verdict, ends } = await run(scenario([], [{ exitCode: 3 }]), 'process.exit(3)');
    assert.deepEqual([verdict, ends], ['passed', [{ exitCode: 3, signal: undefined }]]);
  });

  it('runs while steps happen, which the next call sees', async () => {
    const steps = [
      { run: 'start' },
      { waitFor: { call: { method: 'GET', path: `${us}$` }, seconds: 60 } },
      { write: { as: 'user mia@contoso.example', referral: us, patch: patch('/details/notes', 'Meanwhile.') } },
      { arrive: { id: 'f3f04d3a-7c0a-4d5c-9a6b-3a2f0a1b1c09' } },
      toEnd,
    ];
    const { output, calls } = await run(
      scenario(steps, []),
      `await call('GET', us);
       const { text } = await call('GET');
       console.log(JSON.parse(text).value.map(({ details }) => details?.notes ?? '').join('|'));`,
    );
    assert.match(output, /^Meanwhile\.\|\|/);
    assert.equal(calls.length, 2);
  });

  it('is stopped where a step says so', async () => {
    const steps = [{ run: 'start' }, { waitFor: { call: {}, seconds: 60 } }, { run: 'stop' }, { arrive: {} }];
    const { verdict, ends } = await run(
      scenario(steps, [{ calls: { method: 'GET' } }]),
      `await call('GET'); setInterval(() => undefined, 1000);`,
    );
    assert.deepEqual([verdict, ends], ['passed', []]);
  });

  it('is waited for after the last step, as long as the time limit allows', async () => {
    const slow = `await call('GET'); await call('GET'); process.exit(4);`;
    const steps = [{ run: 'start' }, { waitFor: { call: {}, seconds: 60 } }];
    const twice = { calls: { method: 'GET', atLeast: 2 } };
    assert.equal((await run(scenario([{ run: 'start' }], [{ exitCode: 4 }, twice]), slow)).verdict, 'passed');
    assert.equal((await run(scenario(steps, [{ exitCode: 4 }, twice]), slow)).verdict, 'passed');
    const server = `await call('GET'); setInterval(() => undefined, 1000);`;
    const limit = { timeoutSeconds: waitLimit / 30_000 };
    assert.equal((await run(scenario(steps, [{ calls: {} }]), server, limit)).verdict, 'passed');
  });

  it('is not blamed for a write that it had no time to come back to', async () => {
    const fails = { fault: { method: 'PATCH', status: 423 } };
    const failed = { waitFor: { call: { method: 'PATCH', status: 423 }, seconds: 60 } };
    const start = { run: 'start' };
    const writes = `await call('PATCH', us, notes('x'), { 'If-Match': '"1"' });`;
    const server = `${writes} setInterval(() => undefined, 1000);`;
    const rules = async (steps: readonly object[], code: string, more = {}): Promise<readonly string[]> => {
      const { findings } = await run(scenario(steps, []), code, more);
      return findings.map(({ rule }) => rule).filter((rule) => rule !== 'client-request-id-missing');
    };
    assert.deepEqual(await rules([fails, start, failed, { run: 'stop' }], server), []);
    const limit = { timeoutSeconds: waitLimit / 30_000 };
    assert.deepEqual(await rules([fails, start, failed], server, limit), []);
    assert.deepEqual(await rules([fails, toEnd], writes), ['write-given-up']);
    // It has told that it failed.
    assert.deepEqual(await rules([fails, toEnd], `${writes} process.exit(3);`), []);
    assert.deepEqual(await rules([fails, toEnd, toEnd], `${writes} process.exit(0);`), []);
  });

  it('ends every wait when it ends', async () => {
    const steps = [{ run: 'start' }, { waitFor: { call: { method: 'POST' }, seconds: 3600 } }, toEnd];
    assert.equal((await run(scenario(steps, [{ exitCode: 0 }]), '')).verdict, 'passed');
  });

  it('is waited for as long as told, and the rest is played', async () => {
    const steps = [
      { run: 'start' },
      { waitFor: { state: { referral: us, status: 'Active' }, seconds: 0.05 } },
      { arrive: {} },
      { waitFor: { state: { referral: us, '/details/notes': 'Later.' }, seconds: 120 } },
      { advanceDays: 8 },
      toEnd,
    ];
    const expect = [{ state: { referral: us, status: 'Closed', substatus: 'Expired' } }];
    const { verdict, failures } = await run(scenario(steps, expect), `await call('PATCH', us, notes('Later.'));`);
    assert.deepEqual([verdict, failures], ['passed', []]);
  });

  it('finds the writes of steps in the history, under who made them', async () => {
    const written = { as: 'sandbox-user:mia@contoso.example', referral: us, patch: patch('/details/notes', 'Mine.') };
    const { output } = await run(
      scenario(
        [
          { write: written },
          { write: { ...written, as: admin } },
          { microsoft: { referral: theirs, does: 'accept' } },
          toEnd,
        ],
        [],
      ),
      `const { changes } = await (await fetch(url + '/_sandbox/changes')).json();
       console.log(changes.map(({ by, caller, requestId }) => [by, caller, typeof requestId].join(' ')).join('|'));`,
    );
    assert.equal(output, 'client user mia@contoso.example string|client admin string|microsoft  undefined\n');
  });

  it('meets faults, and the other write at its first write', async () => {
    const steps = [
      { fault: { method: 'PATCH', status: 503 } },
      { write: { as: admin, referral: '$written', patch: patch('/campaignId', 'SPRING') } },
      toEnd,
    ];
    const { output, verdict } = await run(
      scenario(steps, [{ state: { referral: '$written', campaignId: 'SPRING', details: { notes: 'Second.' } } }]),
      `const eTag = JSON.parse((await call('GET', us)).text).eTag;
       const first = await call('PATCH', us, notes('First.'), { 'If-Match': eTag });
       const stale = await call('PATCH', us, notes('First.'), { 'If-Match': eTag });
       const second = await call('PATCH', us, notes('Second.'));
       console.log(first.status, stale.status, second.status);`,
    );
    assert.deepEqual([output, verdict], ['503 412 204\n', 'passed']);
  });

  it('sees Microsoft move its record, whichever of the two is named', async () => {
    const steps = [{ microsoft: { referral: us, does: 'accept' } }, { microsoft: { referral: theirs, does: 'win' } }];
    const expect = [
      { state: { referral: theirs, status: 'Closed', substatus: 'Won', expirationDateTime: null } },
      { state: { referral: us, status: 'New' } },
    ];
    assert.deepEqual(failuresOf(await run(scenario(steps, expect), '')), []);
  });
});

describe('A run of a scenario', () => {
  it('is refused if the command cannot be started', async () => {
    const options = { timeoutSeconds: 5 };
    const start = (command: string[]): Promise<unknown> => run(scenario([toEnd], []), '', { ...options, command });
    await assert.rejects(start(['no-such-program']), (error) => {
      assert.ok(error instanceof CommandError);
      assert.match(error.message, /^The command can't be started: there is no program "no-such-program"\./);
      return true;
    });
    await assert.rejects(start([import.meta.filename]), /is not a program that may be run\. Make it executable/);
  });

  it('ends with the command and its children when it is interrupted', async () => {
    const interruption = new AbortController();
    let pid = 0;
    const running = run(scenario([toEnd], []), 'console.log(process.pid); setInterval(() => undefined, 1000)', {
      signal: interruption.signal,
      onOutput: (text) => {
        pid = Number(text);
        interruption.abort();
      },
    });
    await assert.rejects(running, { name: 'AbortError' });
    assert.ok(pid > 0);
    assert.ok(!isRunning(pid));
    await assert.rejects(run(scenario([toEnd], []), '', { signal: interruption.signal }), { name: 'AbortError' });
  });

  it('leaves nothing running that the command left behind', async () => {
    const code = `import { spawn } from 'node:child_process';
      const idle = ['-e', 'setInterval(() => undefined, 1000)'];
      console.log(spawn(process.execPath, idle, { stdio: 'inherit' }).pid, spawn(process.execPath, idle, { detached: true, stdio: 'ignore' }).pid);
      process.exit(0);`;
    const { output, ends } = await run(scenario([toEnd], []), code);
    assert.equal(ends[0]?.exitCode, 0);
    assert.deepEqual(output.trim().split(' ').map(Number).filter(isRunning), []);
  });

  it('gives the same report each time, whatever the date of the seed', async () => {
    const steps = [{ advanceDays: 6 }, { arrive: {} }, toEnd, { advanceDays: 1 }];
    const expect = [{ state: { referral: us, status: 'New' } }, { exitCode: 1 }, { findings: { none: 'warning' } }];
    const code = `const { text } = await call('GET', us); console.log(JSON.parse(text).status);`;
    const results = [await run(scenario(steps, expect), code), await run(scenario(steps, expect), code)];
    const [first, second] = results.map((each) => printTable([each]));
    assert.equal(first, second);
    assert.deepEqual(
      results.map(({ output }) => output),
      ['New\n', 'New\n'],
    );
    assert.match(first ?? '', /Expected status "New" of .*, but status is "Closed"\./);
  });

  it('prints nothing that differs from run to run, ports for example', async () => {
    const code = `console.log(url + '/', new URL(url).port, 'on ' + port, 'http://127.0.0.1:' + port, folder + '/last', 1 + port);
      await fetch(url + '/v1.0/engagements/referrals').catch(({ cause }) => console.log(cause));`;
    const { output } = await run(scenario([{ fault: { disconnect: true } }, toEnd], []), code);
    const [first, ...rest] = output.split('\n');
    assert.match(
      first ?? '',
      /^\$PARTNER_API_URL\/ PORT on \$PARTNER_WEBHOOK_PORT http:\/\/127\.0\.0\.1:\$PARTNER_WEBHOOK_PORT \$PARTNER_STATE_FOLDER\/last 1\d+$/,
    );
    assert.deepEqual(rest.join(' ').match(/\b(local|remote)Port: \w+/g), ['localPort: PORT', 'remotePort: PORT']);
  });

  it('gives other runs nothing of its own', async () => {
    const [left, right] = await Promise.all(
      ['Left', 'Right'].map((value) =>
        run(
          scenario([toEnd], [{ state: { referral: us, details: { notes: value } } }]),
          `await call('PATCH', us, notes('${value}'))`,
        ),
      ),
    );
    assert.deepEqual([left?.verdict, right?.verdict, left?.calls.length], ['passed', 'passed', 1]);
  });
});

describe('Webhooks of a scenario', () => {
  const receiver = `import { createServer } from 'node:http';
    const bodies = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => (body += part)).on('end', () => {
        response.writeHead(204).end();
        console.log(request.url, JSON.parse(body).EventName);
        bodies.push(body);
        if (bodies.length === Number(process.argv[1])) server.close();
      });
    }).listen(Number(port), '127.0.0.1', () => call('GET'));`;
  const started = [{ run: 'start' }, { waitFor: { call: {}, seconds: 100 } }];

  it('go to the port that the command was given', async () => {
    const url = 'http://127.0.0.1:PARTNER_WEBHOOK_PORT/hook';
    const steps = [
      { webhooks: { url, events: ['referral-created', 'related-referral-updated'] } },
      ...started,
      { arrive: {} },
      { microsoft: { referral: theirs, does: 'accept' } },
      toEnd,
    ];
    const needs = { receiver: true };
    const { output, verdict } = await run(
      scenario(steps, [{ exitCode: 0 }], { needs }),
      receiver.replace('process.argv[1]', '2'),
    );
    assert.deepEqual([output, verdict], ['/hook referral-created\n/hook related-referral-updated\n', 'passed']);
  });

  it('are skipped where nobody answers them', async () => {
    const steps = [{ webhooks: {} }, ...started, { arrive: {} }, toEnd];
    const skipped = await run(scenario(steps, [], { needs: { receiver: true } }), `await call('GET');`);
    assert.deepEqual(
      [skipped.verdict, skipped.reason],
      ['skipped', 'The command answers no webhook event at PARTNER_WEBHOOK_PORT.'],
    );
  });
});
