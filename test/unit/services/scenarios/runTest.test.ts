import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, it } from 'mocha';
import { readTestFile } from '../../../../src/services/scenarios/testFile.ts';
import { runTest, type Command, type TestReport } from '../../../../src/services/scenarios/runTest.ts';
import { isRunning, script } from '../../sandbox/scenarios/scenarios.ts';

const file = '/projects/sync/patient.scenario.json';
const id = 'f3f04d3a-7c0a-4d5c-9a6b-3a2f0a1b1c01';
const seed = { id, status: 'New', substatus: 'Pending', details: { notes: 'As it was.' } };
const scenario = (expect: string, steps = '{ "run": "toEnd" }'): string =>
  `{\n"name": "patient",\n"title": "Patient",\n"seed": ${JSON.stringify(seed)},\n"steps": [\n${steps}],\n"expect": [\n${expect}]\n}`;
const exitCode = '{ "exitCode": 0 }';

async function run(
  content: string,
  command: Command,
  more: { readonly signal?: AbortSignal; readonly onOutput?: (text: string) => void; readonly seconds?: number } = {},
): Promise<TestReport | undefined> {
  return runTest(content, file, {
    command,
    cwd: tmpdir(),
    timeoutSeconds: more.seconds ?? 200,
    settings: { command: 'x.command', timeout: 'x.timeout' },
    signal: more.signal ?? new AbortController().signal,
    onOutput: more.onOutput ?? (() => undefined),
  });
}

describe('A scenario file in a test explorer', () => {
  it('has its name and title', () => {
    assert.deepEqual(readTestFile(scenario(exitCode), file), { name: 'patient', title: 'Patient' });
  });

  it('has its error at the place, with what was meant', () => {
    assert.deepEqual(readTestFile(scenario('{ "exitcode": 0 }'), file), {
      name: 'patient',
      title: '',
      error: {
        message: 'The expectation has no property "exitcode". Did you mean "exitCode"?',
        range: { start: { line: 8, column: 3 }, end: { line: 8, column: 13 } },
      },
    });
  });
});

describe('A run from a test explorer', () => {
  it('passes, and tells what the command prints', async () => {
    let printed = '';
    const report = await run(
      scenario(exitCode),
      script(`console.log(process.cwd(), await call('GET').then(({ status }) => status))`),
      {
        onOutput: (text) => (printed += text),
      },
    );
    assert.equal(report?.verdict, 'passed');
    assert.match(printed, / 200\n$/);
  });

  it('fails at the expectation, with the values of both sides', async () => {
    const expect = `{ "state": { "referral": "${id}", "status": "Active", "details": { "notes": "Changed." } } }`;
    const report = await run(scenario(expect), script(''));
    assert.deepEqual(report?.problems, [
      {
        range: { start: { line: 8, column: 1 }, end: { line: 8, column: expect.length + 1 } },
        message: `Expected status "Active", details/notes "Changed." of ${id}, but status is "New", details/notes is "As it was.".`,
        compare: {
          expected: 'status: "Active"\ndetails/notes: "Changed."',
          actual: 'status: "New"\ndetails/notes: "As it was."',
        },
      },
    ]);
  });

  it('runs a string in the shell', async () => {
    const node = JSON.stringify(process.execPath);
    const command = `${node} -e "process.exit(3)" || ${node} -e "process.exit(0)"`;
    assert.equal((await run(scenario(exitCode), command))?.verdict, 'passed');
  });

  const notStarted = async (command: Command): Promise<void> => {
    const report = await run(scenario('{ "calls": { "method": "POST" } }'), command);
    assert.equal(report?.verdict, 'errored');
    assert.match(report.problems[0]?.message ?? '', /Correct the setting x\.command\.$/);
  };

  it('is an error where the command can’t be started, and names the setting', () =>
    notStarted(['partner-no-such-program']));

  it('is the same error where the shell can’t start it', async function () {
    // The shell there ends with 1, as it does for any other failure.
    if (process.platform === 'win32') this.skip();
    await notStarted('partner-no-such-program --sync');
  });

  it('fails where a command that the shell found ends with 127', async () => {
    const calls = "fetch(process.env.PARTNER_API_URL + '/v1.0/engagements/referrals').then(() => process.exit(127))";
    const command = `${JSON.stringify(process.execPath)} -e "${calls}"`;
    assert.equal((await run(scenario(exitCode), command))?.verdict, 'failed');
  });

  it('is an error at the place of a typo', async () => {
    const report = await run(scenario('{ "exitcode": 0 }'), script(''));
    assert.equal(report?.verdict, 'errored');
    assert.deepEqual(report.problems[0]?.range?.start, { line: 8, column: 3 });
  });

  it('names the setting when the time is over', async () => {
    const report = await run(scenario(exitCode), script('setInterval(() => undefined, 1000)'), { seconds: 0.2 });
    assert.match(report?.problems[0]?.message ?? '', /within 0\.2 s.* raise the setting x\.timeout,/);
    assert.deepEqual(report?.problems[0]?.range?.start, { line: 6, column: 1 });
  });

  it('inherits nothing that VS Code sets for itself', async () => {
    process.env['VSCODE_PARTNER_TEST'] = process.env['PARTNER_TEST'] = 'x';
    try {
      let printed = '';
      await run(scenario(exitCode), script(`console.log(process.env.VSCODE_PARTNER_TEST, process.env.PARTNER_TEST)`), {
        onOutput: (text) => (printed += text),
      });
      assert.equal(printed, 'undefined x\n');
    } finally {
      delete process.env['VSCODE_PARTNER_TEST'];
      delete process.env['PARTNER_TEST'];
    }
  });

  it('ends the command and its children when it is cancelled, and has no result', async () => {
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])`;
    const code = `console.log(process.pid, ${child}.pid); setInterval(() => undefined, 1000);`;
    const inShell = `${JSON.stringify(process.execPath)} -e ${JSON.stringify(code)} || exit 3`;
    for (const command of [[process.execPath, '-e', code], inShell]) {
      const cancelled = new AbortController();
      const pids: number[] = [];
      const report = await run(scenario(exitCode), command, {
        signal: cancelled.signal,
        onOutput: (text) => {
          pids.push(...text.trim().split(' ').map(Number));
          cancelled.abort();
        },
      });
      assert.equal(report, undefined);
      assert.equal(pids.length, 2);
      assert.deepEqual(pids.filter(isRunning), []);
    }
  });
});
