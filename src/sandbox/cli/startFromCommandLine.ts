import { readCommandLine, UsageError, usage } from './commandLine.ts';
import { DataFileError } from '../store/dataFileError.ts';
import { SeedError } from '../seed/seed.ts';
import { serveSandbox, type ServedSandbox } from '../http/serveSandbox.ts';

/** Exit code if the sandbox can't start: invalid flags, an unusable seed, an unavailable port. */
const cannotStart = 2;

interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Starts a sandbox with the arguments of a command line. Returns the running sandbox or an exit code. */
export async function startFromCommandLine(args: string[], { out, err }: Output): Promise<ServedSandbox | number> {
  try {
    const command = readCommandLine(args);
    if (command.help) {
      out(usage);
      return 0;
    }
    const sandbox = await serveSandbox({ ...command.options, report: (text) => err(`${text}\n`) });
    out(`Partner API sandbox listening on ${sandbox.url}\n`);
    out(`Try: curl -H "Authorization: Bearer sandbox-admin" "${sandbox.url}/v1.0/engagements/referrals?%24top=3"\n`);
    return sandbox;
  } catch (error) {
    err(`${sentence(error)}\n`);
    return cannotStart;
  }
}

function sentence(error: unknown): string {
  if (error instanceof UsageError || error instanceof SeedError || error instanceof DataFileError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'The port is in use. Choose another with --port, or leave it out to get a free one.';
  if (code === 'EACCES')
    return 'The port needs more rights than this process has. Choose one from 1024 up with --port.';
  return `The sandbox could not start: ${String(error)}`;
}
