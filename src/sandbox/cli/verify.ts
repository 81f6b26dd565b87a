import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from '../scenarios/command.ts';
import { toJUnit } from '../scenarios/junit.ts';
import { printRow, summarize, widthOf } from '../scenarios/printResults.ts';
import type { ScenarioResult } from '../scenarios/result.ts';
import { runScenario } from '../scenarios/runScenario.ts';
import { readShippedScenarios } from '../scenarios/shipped.ts';
import { UsageError } from './usageError.ts';
import { readVerifyCommandLine, verifyUsage, type VerifyCommand } from './verifyCommandLine.ts';

interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const wrongUse = 2;
const interrupted = 130;

/**
 * Runs `verify` with the arguments behind that word.
 * @param signal ends the running command
 * @returns the exit code: 0 all passed or skipped, 1 one failed, 2 wrong use, 130 interrupted
 */
export async function verifyFromCommandLine(
  args: readonly string[],
  { out, err }: Output,
  signal: AbortSignal,
): Promise<number> {
  const left = { isSomething: false };
  try {
    const command = readVerifyCommandLine(args);
    switch (command.does) {
      case 'help':
        out(verifyUsage);
        return 0;
      case 'list':
        for (const { name, title } of readShippedScenarios()) out(`${name}  ${title}\n`);
        return 0;
      case 'run':
        return await run(command, { out, err }, signal, () => (left.isSomething = true));
    }
  } catch (error) {
    if (signal.aborted) {
      err(
        left.isSomething
          ? 'Interrupted. The command was ended, but something that it started still runs. End it yourself.\n'
          : 'Interrupted. The command was ended with its children.\n',
      );
      return interrupted;
    }
    if (!(error instanceof UsageError || error instanceof CommandError)) throw error;
    err(`${error.message}\n`);
    return wrongUse;
  }
}

async function run(
  { scenarios, command, timeoutSeconds, junit }: Extract<VerifyCommand, { does: 'run' }>,
  { out, err }: Output,
  signal: AbortSignal,
  onLeft: () => void,
): Promise<number> {
  if (junit !== undefined) checkTarget(junit);
  for (const { expect, name } of scenarios) if (expect.length === 0) err(`${name}: ${expectsNothing}\n`);
  const width = widthOf(scenarios);
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    const result = await runScenario(scenario, { command, timeoutSeconds, signal, onLeft });
    results.push(result);
    out(printRow(result, width));
    if (result.verdict === 'failed') err(outputOf(result));
  }
  out(`\n${summarize(results)}\n`);
  if (junit !== undefined) writeTarget(junit, toJUnit(results));
  return results.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

const expectsNothing =
  '"expect" is empty, so it passes whatever the command does. Add an expectation such as {"exitCode": 0}.';

/** The end of what the command printed, for people who look for the reason of a failure. */
function outputOf({ scenario, output }: ScenarioResult): string {
  const lines = output.trimEnd().split('\n');
  if (output.trim() === '') return `${scenario.name}: the command printed nothing.\n`;
  const most = 20;
  const dropped = lines.length > most ? `  … ${lines.length - most} lines before\n` : '';
  return `${scenario.name}: the command printed\n${dropped}${lines
    .slice(-most)
    .map((line) => `  ${line}\n`)
    .join('')}`;
}

/** Before anything runs: minutes later it would be too late. */
function checkTarget(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder} for --junit ${file}. Create it first.`);
  try {
    if (existsSync(file) && statSync(file).isDirectory())
      throw new UsageError(`--junit ${file} is a folder. Write the path of a file.`);
    accessSync(existsSync(file) ? file : folder, constants.W_OK);
  } catch (error) {
    throw error instanceof UsageError ? error : cannotWrite(file, error);
  }
}

function writeTarget(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function cannotWrite(file: string, error: unknown): UsageError {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return new UsageError(`The file ${file} cannot be written: ${code}. Check the path after --junit.`);
}
