import { t } from '../../base/l10n.ts';
import { CommandError, type Command } from '../../sandbox/scenarios/command.ts';
import { readScenario, ScenarioError } from '../../sandbox/scenarios/readScenario.ts';
import type { ScenarioResult } from '../../sandbox/scenarios/result.ts';
import { runScenario } from '../../sandbox/scenarios/runScenario.ts';
import { reportError, reportResult, type TestReport } from './testReport.ts';

export type { Command, TestReport };

export interface TestRunOptions {
  readonly command: Command;
  /** Folder in which the command runs. */
  readonly cwd: string;
  readonly timeoutSeconds: number;
  /** Names of the settings, for messages. */
  readonly settings: { readonly command: string; readonly timeout: string };
  /** Ends the command with its children. */
  readonly signal: AbortSignal;
  /** Receives what the command prints. */
  readonly onOutput: (text: string) => void;
}

/**
 * Runs the command against a scenario file, in a sandbox of its own. Nothing of it is left running.
 * @param file path of the scenario file
 * @returns undefined if the signal ended it
 */
export async function runTest(content: string, file: string, options: TestRunOptions): Promise<TestReport | undefined> {
  const { command, cwd, timeoutSeconds, settings, signal, onOutput } = options;
  try {
    const result = await runScenario(readScenario(content, file), {
      ...{ command, cwd, timeoutSeconds, signal, onOutput },
      timeoutOption: t('the setting {0}', settings.timeout),
      inherited: withoutEditor(process.env),
    });
    return shellFoundNothing(result, command)
      ? reportError(t('The shell did not find the command. Correct the setting {0}.', settings.command))
      : reportResult(result);
  } catch (error) {
    if (signal.aborted) return undefined;
    if (error instanceof ScenarioError) return reportError(error.problem, error.range);
    if (error instanceof CommandError) {
      return reportError(`${error.message} ${t('Correct the setting {0}.', settings.command)}`);
    }
    throw error;
  }
}

/** What VS Code sets for its own processes would change what programs such as `code` or Electron do. */
function withoutEditor(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:VSCODE|ELECTRON)_/i.test(name)));
}

/**
 * A shell starts even if there is no such program. Without this, scenarios that need a call would be skipped. That of
 * Windows ends with 9009 if a batch file looked for the program, and else with 1, which may be any failure.
 */
function shellFoundNothing({ ends, calls }: ScenarioResult, command: Command): boolean {
  const notFound = [127, 9009];
  return (
    typeof command === 'string' &&
    calls.length === 0 &&
    ends.some(({ exitCode }) => exitCode !== undefined && notFound.includes(exitCode))
  );
}
