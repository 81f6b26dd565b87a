import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isWebOrigin } from '../http/crossOrigin.ts';
import type { ServeOptions } from '../http/serveSandbox.ts';
import { decodeSeed } from '../seed/decodeSeed.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { sandboxOptions } from '../scenarios/sandboxOptions.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { readShippedScenarios } from '../scenarios/shipped.ts';
import { findScenario } from './findScenario.ts';
import { UsageError } from './usageError.ts';

export const usage = `Serves Microsoft Partner Center's referrals API on 127.0.0.1, with fictional data.
verify --help tells how to test an integration against scenarios.

Options:
  --port N          port to listen on; a free one when left out
  --seed FILE       start with this JSON: a referral, an array of them, or a list response
  --count N         start with N generated referrals, the same ones every time (default 60)
  --data FILE       keep the state in this file from run to run
  --scenario FILE   play this scenario file, or one of verify --list, instead of a seed
  --strict          also the portal's rules and the documented queries and PATCH paths only
  --lenient         drop what is unknown in bodies instead of refusing it
  --post-status N   answer a POST with 201 instead of 200
  --page-size N     referrals per page of a list (default 100)
  --no-quirks       nextLink, counts and sample without the oddities of Microsoft's own samples
  --record-bodies   keep headers and bodies of calls for GET /_sandbox/calls
  --cors ORIGIN     let web pages of this origin call, e.g. http://localhost:5173
  --tls             serve https with a certificate of its own; the second line of the output is its path
  --host ADDRESS    listen on this address instead of 127.0.0.1, e.g. 0.0.0.0 in a container
  --allow-host NAME[,NAME...]
                    host names under which it answers then; required with --host
  --version         the version
  --help            this text
`;

export interface Command {
  /** Print this instead of starting. */
  readonly print?: 'help' | 'version';
  readonly options: Omit<ServeOptions, 'tls'>;
  /** Serve https. */
  readonly tls: boolean;
  /** Play this; its referrals are the seed. */
  readonly scenario?: Scenario;
}

/** The flags. Those with a value name it for messages. */
const flags = {
  port: 'a number',
  seed: 'a file',
  count: 'a number',
  data: 'a file',
  scenario: 'a file',
  'page-size': 'a number',
  'post-status': '200 or 201',
  cors: 'an origin such as http://localhost:5173',
  host: 'an address such as 0.0.0.0',
  'allow-host': 'host names with commas between',
  strict: undefined,
  lenient: undefined,
  quirks: undefined,
  'record-bodies': undefined,
  tls: undefined,
  version: undefined,
  help: undefined,
} as const;

/** @throws UsageError for unknown, invalid or contradictory flags and for an unreadable seed file */
export function readCommandLine(args: string[]): Command {
  const { values, tokens } = parse(args);
  checkRepetitions(tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
  const command = values.help ? 'help' : values.version ? 'version' : undefined;
  if (command) return { print: command, options: {}, tls: false };
  checkContradictions(values);
  const scenario = values.scenario === undefined ? undefined : findScenario(values.scenario, readShippedScenarios());
  return {
    tls: values.tls ?? false,
    ...given('scenario', scenario),
    options: {
      ...(scenario && sandboxOptions(scenario)),
      port: readNumber('--port', values.port, 65_535) ?? 0,
      ...given('count', readNumber('--count', values.count, 1_000_000)),
      ...(values.seed === undefined ? {} : { seed: readSeedFile(values.seed), seedName: values.seed }),
      ...given('pageSize', readNumber('--page-size', values['page-size'], 1000, 1)),
      ...given('dataFile', values.data),
      ...given('cors', values.cors === undefined ? undefined : readOrigin(values.cors)),
      ...given('host', values.host),
      ...given('allowedHosts', values['allow-host']?.split(',').map(readHostName)),
      ...given('postStatus', readPostStatus(values['post-status'])),
      quirks: values.quirks ?? true,
      strict: values.strict ?? false,
      lenient: values.lenient ?? false,
      recordBodies: values['record-bodies'] ?? false,
    },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowNegative: true,
      tokens: true,
      options: {
        port: { type: 'string' },
        seed: { type: 'string' },
        count: { type: 'string' },
        data: { type: 'string' },
        scenario: { type: 'string' },
        'page-size': { type: 'string' },
        'post-status': { type: 'string' },
        cors: { type: 'string' },
        host: { type: 'string' },
        'allow-host': { type: 'string' },
        strict: { type: 'boolean' },
        lenient: { type: 'boolean' },
        quirks: { type: 'boolean' },
        'record-bodies': { type: 'boolean' },
        tls: { type: 'boolean' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(explainParseError(error instanceof Error ? error.message : String(error)));
  }
}

/** Node's message has several lines, and doesn't say what the flag needs. */
function explainParseError(message: string): string {
  const [, flag = ''] = /'(?:-h, )?--([\w-]+)/.exec(message) ?? [];
  const needs = Object.hasOwn(flags, flag) ? flags[flag as keyof typeof flags] : undefined;
  if (needs !== undefined) return `--${flag} needs ${needs}. Run with --help to see the options.`;
  const reason = message.split(/\. |\n/)[0] ?? message;
  const names = Object.keys(flags).map((name) => (name === 'quirks' ? 'no-quirks' : name));
  const meant = message.startsWith('Unknown option') ? closestName(flag, names) : undefined;
  const hint = meant === undefined ? hintForArgument(message) : ` Did you mean --${meant}?`;
  return `${reason}.${hint} Run with --help to see the options.`;
}

/** `verify` is no flag, and has to come first. */
function hintForArgument(message: string): string {
  const argument = /^Unexpected argument '(.*?)'/s.exec(message)?.[1];
  if (argument === 'verify') return ' Write verify first.';
  return argument !== undefined && closestName(argument, ['verify']) ? ' Did you mean verify?' : '';
}

/** The last one would win without a word. */
export function checkRepetitions(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--${twice} is given twice. Leave one out.`);
}

function checkContradictions(values: ReturnType<typeof parse>['values']): void {
  for (const [flag, value] of Object.entries(values)) {
    if (value === '') throw new UsageError(`--${flag} needs ${flags[flag as keyof typeof flags] ?? 'no value'}.`);
  }
  if (values.seed !== undefined && values.count !== undefined) {
    throw new UsageError(
      '--seed and --count cannot go together: the seed says how many referrals there are. Leave one out.',
    );
  }
  const other =
    values.scenario === undefined
      ? undefined
      : (['seed', 'count', 'data'] as const).find((name) => values[name] !== undefined);
  if (other !== undefined) {
    throw new UsageError(
      `--scenario and --${other} cannot go together: the scenario has its own referrals. Leave one out.`,
    );
  }
  if (values.strict && values.lenient) {
    throw new UsageError(
      '--strict and --lenient cannot go together: one refuses what the other lets pass. Leave one out.',
    );
  }
  if (values.host !== undefined && values['allow-host'] === undefined) {
    throw new UsageError(
      '--host needs --allow-host with the host names under which the sandbox answers, e.g. --allow-host sandbox.',
    );
  }
  if (values.host === undefined && values['allow-host'] !== undefined) {
    throw new UsageError(
      '--allow-host needs --host with the address to listen on, e.g. --host 0.0.0.0. Without it only this machine can call.',
    );
  }
}

function readNumber(flag: string, value: string | undefined, most: number, least = 0): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value) || Number(value) > most || Number(value) < least) {
    throw new UsageError(`${flag} takes a whole number from ${least} to ${most}, not "${value}".`);
  }
  return Number(value);
}

function readPostStatus(value: string | undefined): 200 | 201 | undefined {
  if (value === undefined) return undefined;
  if (value === '200') return 200;
  if (value === '201') return 201;
  throw new UsageError(`--post-status takes 200 or 201, not "${value}".`);
}

function readOrigin(value: string): string {
  if (isWebOrigin(value)) return new URL(value).origin;
  throw new UsageError(`--cors takes one origin, not "${value}". Example: --cors http://localhost:5173`);
}

function readHostName(value: string): string {
  const name = value.trim();
  if (/^([a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i.test(name)) return name;
  throw new UsageError(`--allow-host takes host names without port, not "${value}". Example: --allow-host sandbox`);
}

function readSeedFile(file: string): string | Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new UsageError(`The seed file ${file} cannot be read: ${reason}. Check the path after --seed.`);
  }
  const seed = decodeSeed(bytes);
  if (seed === undefined) {
    throw new UsageError(`The seed file ${file} is not UTF-8 text. Save it as UTF-8 and try again.`);
  }
  return seed;
}

function given<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}
