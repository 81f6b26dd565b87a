import { endWithNpm } from './endWithNpm.ts';
import { startFromCommandLine } from './startFromCommandLine.ts';

// A reader may close the pipe after the first line; the sandbox keeps running.
process.stdout.on('error', () => undefined);

const started = await startFromCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
if (typeof started === 'number') {
  process.exitCode = started;
} else {
  const close = (): void => void started.close();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, close);
  endWithNpm(close);
}
