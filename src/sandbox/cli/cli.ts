import { startFromCommandLine } from './startFromCommandLine.ts';

// Whoever reads the first line and closes the pipe still wants the sandbox.
process.stdout.on('error', () => undefined);

const started = await startFromCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
if (typeof started === 'number') process.exitCode = started;
else for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void started.close());
