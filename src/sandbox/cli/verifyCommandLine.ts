import { parseArgs } from 'node:util';
import { closestName } from '../../referral/rules/closestName.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { readShippedScenarios } from '../scenarios/shipped.ts';
import { checkRepetitions } from './commandLine.ts';
import { findScenario } from './findScenario.ts';
import { UsageError } from './usageError.ts';

export const verifyUsage = `Runs a command, your integration, once for each scenario against a fresh sandbox.

  verify [options] -- COMMAND [ARGUMENTS]

The command gets in its environment
  PARTNER_API_URL       the sandbox
  PARTNER_API_TOKEN     its bearer token
  PARTNER_WEBHOOK_PORT  where its webhook receiver should listen
  PARTNER_STATE_FOLDER  a folder for what it must remember from run to run; empty for each scenario
It should end by itself.

Options:
  --list            the scenarios that come with the sandbox: name and title
  --scenario NAME   only this scenario, or a file; may be given several times
  --junit FILE      also write the results as JUnit XML
  --timeout SECONDS end a command that takes longer, with its children (default 60)
  --help            this text

Exit code: 0 all scenarios passed or were skipped, 1 one failed, 2 wrong use.
`;

export type VerifyCommand =
  | { readonly does: 'help' | 'list' }
  | {
      readonly does: 'run';
      readonly scenarios: readonly Scenario[];
      readonly command: readonly string[];
      readonly timeoutSeconds: number;
      /** Path. */
      readonly junit?: string;
    };

const options = {
  list: { type: 'boolean' },
  scenario: { type: 'string', multiple: true },
  junit: { type: 'string' },
  timeout: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * @param args the arguments after `verify`
 * @throws UsageError
 */
export function readVerifyCommandLine(args: readonly string[]): VerifyCommand {
  const split = args.indexOf('--');
  const own = split < 0 ? args : args.slice(0, split);
  const command = split < 0 ? [] : args.slice(split + 1);
  const { values, positionals, tokens } = parse(own);
  if (positionals.length > 0) {
    throw new UsageError(`"${positionals[0]}" is no option. Write the command behind --, e.g. verify -- node sync.js.`);
  }
  if (values.help) return { does: 'help' };
  if (values.list) return { does: 'list' };
  const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  checkRepetitions(names.filter((name) => name !== 'scenario'));
  const { junit } = values;
  if (junit === '') throw new UsageError('--junit needs a file.');
  const timeoutSeconds = readSeconds(values.timeout);
  const scenarios = readScenarios(values.scenario ?? []);
  if (command.length === 0 || command[0] === '') {
    throw new UsageError('verify needs the command that runs your integration, e.g. verify -- node sync.js.');
  }
  return { does: 'run', scenarios, command, timeoutSeconds, ...(junit !== undefined && { junit }) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, flag = ''] = /'(?:-h, )?--?([\w-]+)/.exec(message) ?? [];
    const needs = { scenario: 'a name or a file', junit: 'a file', timeout: 'a number of seconds' }[flag];
    if (needs !== undefined) throw new UsageError(`--${flag} needs ${needs}. Run verify --help to see the options.`);
    const meant = closestName(flag, Object.keys(options));
    const hint = meant === undefined ? '' : ` Did you mean --${meant}?`;
    const reason = message.split(/\. |\n/)[0] ?? message;
    throw new UsageError(`${reason}.${hint} Run verify --help to see the options.`);
  }
}

function readSeconds(value: string | undefined): number {
  if (value === undefined) return 60;
  const seconds = Number(value);
  // Timers of Node.js can't wait longer than 24 days.
  if (/^\d+(\.\d+)?$/.test(value) && seconds > 0 && seconds <= 86_400) return seconds;
  throw new UsageError(`--timeout takes seconds, more than 0 and at most 86400, not "${value}".`);
}

function readScenarios(wanted: readonly string[]): Scenario[] {
  const shipped = readShippedScenarios();
  if (wanted.length === 0) return shipped;
  const scenarios = wanted.map((name) => findScenario(name, shipped));
  // One that was named twice gives no second result.
  return scenarios.filter((each, index) => scenarios.findIndex(({ file }) => file === each.file) === index);
}
