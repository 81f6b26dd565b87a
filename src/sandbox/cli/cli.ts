import { startFromCommandLine } from './startFromCommandLine.ts';

// A reader may close the pipe after the first line; the sandbox keeps running.
process.stdout.on('error', () => undefined);

const started = await startFromCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
if (typeof started === 'number') process.exitCode = started;
else for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void started.close());
