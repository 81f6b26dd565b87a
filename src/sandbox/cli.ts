import { serveSandbox } from './serveSandbox.ts';
import { readCommandLine, UsageError, usage } from './commandLine.ts';
import { DataFileError } from './dataFile.ts';
import { SeedError } from './seed.ts';

/** Exit code for a start that cannot be: bad flags, unusable seed, port not to be had. */
const cannotStart = 2;

// Whoever reads the first line and closes the pipe still wants the sandbox.
process.stdout.on('error', () => undefined);

try {
  const command = readCommandLine(process.argv.slice(2));
  if (command.help) {
    process.stdout.write(usage);
  } else {
    const sandbox = await serveSandbox(command.options);
    process.stdout.write(`Partner API sandbox listening on ${sandbox.url}\n`);
    process.stdout.write(
      `Try: curl -H "Authorization: Bearer sandbox-admin" "${sandbox.url}/v1.0/engagements/referrals?%24top=3"\n`,
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
  }
} catch (error) {
  process.exitCode = cannotStart;
  process.stderr.write(`${sentence(error)}\n`);
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
