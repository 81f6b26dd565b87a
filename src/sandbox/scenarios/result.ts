import type { Finding } from '../coach/findings.ts';
import type { Call } from '../http/callLog.ts';
import type { CommandEnd } from './command.ts';
import type { Range, Scenario } from './scenario.ts';

/** An expectation that doesn't hold, or a step that can't be done. */
export interface Failure {
  /** Where the scenario file says it. */
  readonly range: Range;
  /** What was expected and what was seen, as sentences. Nothing in it changes from run to run by itself. */
  readonly message: string;
  readonly expected?: string;
  readonly seen?: string;
  /** Where values of a referral were expected: those that differ, one in a line on both sides. */
  readonly values?: { readonly expected: string; readonly seen: string };
}

export type Verdict = 'passed' | 'failed' | 'skipped';

/** What came of running a command against a scenario. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly verdict: Verdict;
  /** In the order of the file. */
  readonly failures: readonly Failure[];
  /** Why it was skipped, as a sentence. */
  readonly reason?: string;
  /** The command's calls, oldest first. */
  readonly calls: readonly Call[];
  readonly findings: readonly Finding[];
  /** One for each run of the command. */
  readonly ends: readonly CommandEnd[];
  /** What the command printed, the end of it if that is long. */
  readonly output: string;
  readonly durationMs: number;
}
