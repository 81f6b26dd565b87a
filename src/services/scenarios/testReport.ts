import { t } from '../../base/l10n.ts';
import type { Call } from '../../sandbox/http/callLog.ts';
import { describeFinding, printable } from '../../sandbox/scenarios/printResults.ts';
import type { Failure, ScenarioResult } from '../../sandbox/scenarios/result.ts';
import type { Range } from '../../sandbox/scenarios/scenario.ts';

/** What went wrong, at its place in the scenario file. */
export interface TestProblem {
  /** Without a range it concerns the file as a whole. */
  readonly range?: Range;
  /** May have several lines. */
  readonly message: string;
  /** Texts to compare, where both sides are values. */
  readonly compare?: { readonly expected: string; readonly actual: string };
}

/** What a test explorer shows of a run. */
export interface TestReport {
  /** `errored`: nothing can be said about the command, for example since it can't be started. */
  readonly verdict: 'passed' | 'failed' | 'skipped' | 'errored';
  readonly problems: readonly TestProblem[];
  /** For the output of the run, lines that end with a line break. Empty if there is nothing to say. */
  readonly summary: string;
  readonly durationMs?: number;
}

/** The texts of the runner stay English, as in the sandbox. */
export function reportResult(result: ScenarioResult): TestReport {
  const { verdict, failures, durationMs } = result;
  return {
    verdict,
    problems: failures.map((failure) => tellFailure(failure, result)),
    summary: summarize(result),
    durationMs,
  };
}

/** A run that came to no result. */
export function reportError(message: string, range?: Range): TestReport {
  return {
    verdict: 'errored',
    problems: [{ message, ...(range && { range }) }],
    summary: `${printable(message)}\n`,
  };
}

function tellFailure({ range, message, values }: Failure, { scenario, calls, findings }: ScenarioResult): TestProblem {
  const kind = scenario.expect.find((expectation) => expectation.range === range)?.kind;
  const evidence =
    kind === 'calls' || kind === 'received'
      ? describeCalls(calls)
      : kind === 'noFindings'
        ? findings.map(describeFinding).map(printable)
        : [];
  return {
    range,
    message: [message, ...(evidence.length > 0 ? ['', ...evidence] : [])].join('\n'),
    ...(values && { compare: { expected: values.expected, actual: values.seen } }),
  };
}

function summarize({ reason, calls, findings, verdict, failures }: ScenarioResult): string {
  const lines = [
    ...(reason === undefined ? [] : [t('Skipped: {0}', reason)]),
    ...failures.map(({ range: { start }, message }) => t('Line {0}: {1}', start.line, printable(message))),
    ...(calls.length === 0 ? [t('The command made no call.')] : [t('Calls:'), ...describeCalls(calls).map(indent)]),
    ...(findings.length === 0 ? [] : [t('Findings:'), ...findings.map(describeFinding).map(printable).map(indent)]),
    verdict,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const mostCalls = 200;

/** A line for each call, oldest first; of many only the last. */
function describeCalls(calls: readonly Call[]): string[] {
  const dropped = calls.length - mostCalls;
  return [
    ...(dropped > 0 ? [dropped === 1 ? t('… 1 call before') : t('… {0} calls before', dropped)] : []),
    ...calls
      .slice(-mostCalls)
      .map(({ method, path, status }) => printable(`${method} ${path}: ${status ?? t('no response')}`)),
  ];
}

function indent(line: string): string {
  return `  ${line}`;
}
