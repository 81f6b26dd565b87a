import { basename, isAbsolute, relative } from 'node:path';
import type { Finding } from '../coach/findings.ts';
import type { Failure, ScenarioResult } from './result.ts';
import type { Scenario } from './scenario.ts';

/** The table of results. No times: equal runs give equal texts. */
export function printTable(results: readonly ScenarioResult[]): string {
  const width = widthOf(results.map(({ scenario }) => scenario));
  return `${results.map((result) => printRow(result, width)).join('')}\n${summarize(results)}\n`;
}

/** Width of the column of names. */
export function widthOf(scenarios: readonly Scenario[]): number {
  return Math.max(...scenarios.map(({ name }) => name.length), 0);
}

/** A line for the scenario, and one for each expectation that doesn't hold. */
export function printRow(result: ScenarioResult, width: number): string {
  const { name, title } = result.scenario;
  const lines = [
    `${name.padEnd(width)}  ${result.verdict.padEnd(7)}  ${title}`,
    ...explain(result).map((line) => `  ${line}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

/** Why a scenario was skipped, or what failed. One line each. */
export function explain({ scenario, failures, reason, findings, verdict }: ScenarioResult): string[] {
  return [
    ...(reason === undefined ? [] : [reason]),
    ...failures.map((failure) => `${locate(scenario, failure)}: ${failure.message}`),
    ...(verdict === 'failed' ? findings.map(describeFinding) : []),
  ];
}

/** `3 passed, 1 failed, 2 skipped.` */
export function summarize(results: readonly ScenarioResult[]): string {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const parts = (['passed', 'failed', 'skipped'] as const).map((verdict) => `${count(verdict)} ${verdict}`);
  return `${parts.filter((part) => !part.startsWith('0 ')).join(', ') || 'Nothing was run'}.`;
}

/** Path, line and column, as terminals and editors link them. */
export function locate(scenario: Scenario, { range: { start } }: Failure): string {
  const file = fileOf(scenario);
  const path = scenario.isShipped ? file : relative(process.cwd(), file);
  return `${path.startsWith('..') || isAbsolute(path) ? file : path}:${start.line}:${start.column}`;
}

/** The file as reports name it: of a scenario that comes with the sandbox only the name, so that equal runs give equal texts. */
export function fileOf({ file, isShipped }: Scenario): string {
  return isShipped ? basename(file) : file;
}

/** On one line, without the calls. */
export function describeFinding({ severity, rule, message, count }: Finding): string {
  return `${severity} ${rule}: ${message}${count > 1 ? ` (${count} times)` : ''}`;
}

/** On one line, without what a terminal would obey. */
export function printable(line: string): string {
  return line.replace(/\s*[\r\n]+\s*/g, ' ').replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}
