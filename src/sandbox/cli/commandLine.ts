import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ServeOptions } from '../http/serveSandbox.ts';

/** The command line is invalid; the message describes how to correct it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Serves Microsoft Partner Center's referrals API on 127.0.0.1, with fictional data.

Options:
  --port N      port to listen on; a free one when left out
  --seed FILE   start with this JSON: a referral, an array of them, or a list response
  --count N     start with N generated referrals, the same ones every time (default 60)
  --data FILE   keep the state in this file from run to run
  --strict      PATCH only the documented paths, check the portal's rules on create, leave Microsoft's side alone
  --cors ORIGIN let web pages of this origin call, e.g. http://localhost:5173
  --page-size N referrals per page of a list (default 100)
  --no-quirks   nextLink, counts and sample without the oddities of Microsoft's own samples
  --help        this text
`;

/** @throws UsageError for unknown or invalid flags and for an unreadable seed file */
export function readCommandLine(args: string[]): { readonly help: boolean; readonly options: ServeOptions } {
  const { values } = parse(args);
  if (values.seed !== undefined && values.count !== undefined) {
    throw new UsageError(
      '--seed and --count cannot go together: the seed says how many referrals there are. Leave one out.',
    );
  }
  return {
    help: values.help ?? false,
    options: {
      port: readNumber('--port', values.port, 65_535) ?? 0,
      ...given('count', readNumber('--count', values.count, 1_000_000)),
      ...(values.seed === undefined ? {} : { seed: readSeedFile(values.seed), seedName: values.seed }),
      ...given('pageSize', readNumber('--page-size', values['page-size'], 1000, 1)),
      ...given('dataFile', values.data),
      ...given('cors', values.cors === undefined ? undefined : readOrigin(values.cors)),
      quirks: values.quirks ?? true,
      strict: values.strict ?? false,
    },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowNegative: true,
      options: {
        port: { type: 'string' },
        seed: { type: 'string' },
        count: { type: 'string' },
        'page-size': { type: 'string' },
        data: { type: 'string' },
        cors: { type: 'string' },
        strict: { type: 'boolean' },
        quirks: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(`${reason}. Run with --help to see the options.`);
  }
}

function readNumber(flag: string, value: string | undefined, most: number, least = 0): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value) || Number(value) > most || Number(value) < least) {
    throw new UsageError(`${flag} takes a whole number from ${least} to ${most}, not "${value}".`);
  }
  return Number(value);
}

function readOrigin(value: string): string {
  if (URL.canParse(value) && /^https?:/.test(value)) return new URL(value).origin;
  throw new UsageError(`--cors takes an origin, not "${value}". Example: --cors http://localhost:5173`);
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
  // PowerShell 5 writes UTF-16 when output is redirected.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (!isUtf8(bytes)) throw new UsageError(`The seed file ${file} is not UTF-8 text. Save it as UTF-8 and try again.`);
  return bytes;
}

function given<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}
