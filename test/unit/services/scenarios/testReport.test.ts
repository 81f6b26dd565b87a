import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/sandbox/coach/findings.ts';
import type { Call } from '../../../../src/sandbox/http/callLog.ts';
import type { Expectation } from '../../../../src/sandbox/scenarios/scenario.ts';
import type { Failure, ScenarioResult } from '../../../../src/sandbox/scenarios/result.ts';
import { reportError, reportResult } from '../../../../src/services/scenarios/testReport.ts';

const range = { start: { line: 7, column: 5 }, end: { line: 9, column: 6 } };
const call = (path: string, status: number | null): Call => ({
  ...{ method: 'GET', path, status, duration: 3, time: '2026-06-01T00:00:00Z', clientRequestId: null, requestId: 'r' },
  ...{ 'client-request-id': null, 'request-id': 'r', who: 'admin', caller: 'admin', userAgent: '' },
});
const finding: Finding = {
  ...{ rule: 'next-link', severity: 'warning', message: 'Follow @odata.nextLink.', evidence: 'documented' },
  ...{ caller: 'admin', count: 2, calls: ['r'] },
};

function result(given: Partial<ScenarioResult> & { expect?: Expectation }): ScenarioResult {
  const { expect = { kind: 'exitCode', code: 0 }, ...rest } = given;
  return {
    scenario: {
      ...{ name: 'a', title: 'A', file: '/a.scenario.json', token: 'sandbox-admin', steps: [] },
      expect: [{ ...expect, range }],
    },
    ...{ verdict: 'failed', failures: [], calls: [], findings: [], ends: [], output: '', durationMs: 12 },
    ...rest,
  };
}
const failure = (more: Partial<Failure> = {}): Failure => ({ range, message: 'Expected this, but that.', ...more });

describe('The report of a run in a test explorer', () => {
  it('has a problem at the place of each failure', () => {
    const other = { start: { line: 11, column: 1 }, end: { line: 11, column: 9 } };
    const { verdict, problems, durationMs } = reportResult(
      result({ failures: [failure(), failure({ range: other, message: 'Expected more.' })] }),
    );
    assert.deepEqual([verdict, durationMs], ['failed', 12]);
    assert.deepEqual(problems, [
      { range, message: 'Expected this, but that.' },
      { range: other, message: 'Expected more.' },
    ]);
  });

  it('compares the values of a referral', () => {
    const values = { expected: 'status: "Active"', seen: 'status: "New"' };
    const [problem] = reportResult(result({ failures: [failure({ values })] })).problems;
    assert.deepEqual(problem?.compare, { expected: values.expected, actual: values.seen });
  });

  it('shows the calls where calls were expected, and the findings where none was', () => {
    const seen = { calls: [call('/v1.0/engagements/referrals', 200), call('/x', null)], findings: [finding] };
    const message = (expect: Expectation): string | undefined =>
      reportResult(
        ((made) => ({ ...made, failures: [failure({ range: made.scenario.expect[0]!.range })] }))(
          result({ expect, ...seen }),
        ),
      ).problems[0]?.message;
    for (const expect of [
      { kind: 'calls', call: { method: 'POST' } },
      { kind: 'received', referral: 'one' },
    ] as const) {
      assert.equal(
        message(expect),
        'Expected this, but that.\n\nGET /v1.0/engagements/referrals: 200\nGET /x: no response',
      );
    }
    assert.equal(
      message({ kind: 'noFindings', severity: 'warning' }),
      'Expected this, but that.\n\nwarning next-link: Follow @odata.nextLink. (2 times)',
    );
    assert.equal(message({ kind: 'exitCode', code: 0 }), 'Expected this, but that.');
  });

  it('sums up failures, calls and findings', () => {
    const { summary } = reportResult(result({ failures: [failure()], calls: [call('/a', 200)], findings: [finding] }));
    assert.equal(
      summary,
      [
        'Line 7: Expected this, but that.',
        'Calls:',
        '  GET /a: 200',
        'Findings:',
        '  warning next-link: Follow @odata.nextLink. (2 times)',
        'failed',
        '',
      ].join('\n'),
    );
  });

  it('says why a scenario was skipped', () => {
    const { verdict, problems, summary } = reportResult(
      result({ verdict: 'skipped', reason: 'The command makes no PATCH or PUT.' }),
    );
    assert.deepEqual([verdict, problems], ['skipped', []]);
    assert.equal(summary, 'Skipped: The command makes no PATCH or PUT.\nThe command made no call.\nskipped\n');
  });

  it('has the last 200 of many calls, and says how many there were before', () => {
    const begin = (length: number): string[] => {
      const calls = Array.from({ length }, (_, index) => call(`/${index}`, 200));
      return reportResult(result({ verdict: 'passed', calls }))
        .summary.split('\n')
        .slice(0, 3);
    };
    assert.deepEqual(begin(200), ['Calls:', '  GET /0: 200', '  GET /1: 200']);
    assert.deepEqual(begin(201), ['Calls:', '  … 1 call before', '  GET /1: 200']);
    assert.deepEqual(begin(203), ['Calls:', '  … 3 calls before', '  GET /3: 200']);
  });

  it('lets nothing of a message steer a terminal', () => {
    const hostile = { ...finding, message: 'Unknown name "\u001b]0;x\u0007\r\n\u202e".', count: 1 };
    const { summary } = reportResult(result({ verdict: 'passed', findings: [hostile] }));
    assert.match(summary, /warning next-link: Unknown name "\uFFFD\]0;x\uFFFD \uFFFD"\./);
  });

  it('is an error, with a place or without, where nothing can be said about the command', () => {
    assert.deepEqual(reportError('No such program.'), {
      verdict: 'errored',
      problems: [{ message: 'No such program.' }],
      summary: 'No such program.\n',
    });
    assert.deepEqual(reportError('A typo.', range).problems, [{ message: 'A typo.', range }]);
  });
});
