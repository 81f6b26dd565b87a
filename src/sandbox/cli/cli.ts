import { endWithNpm } from './endWithNpm.ts';
import { startFromCommandLine } from './startFromCommandLine.ts';
import { verifyFromCommandLine } from './verify.ts';

// A reader may close the pipe after the first line; the sandbox keeps running.
process.stdout.on('error', () => undefined);

const output = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};
const [first, ...rest] = process.argv.slice(2);

if (first === 'verify') {
  const interruption = new AbortController();
  whenAskedToEnd(() => interruption.abort());
  process.exitCode = await verifyFromCommandLine(rest, output, interruption.signal);
} else {
  const started = await startFromCommandLine(process.argv.slice(2), output);
  if (typeof started === 'number') process.exitCode = started;
  else whenAskedToEnd(() => void started.close());
}

/** A second signal ends the process as without a handler. */
function whenAskedToEnd(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  endWithNpm(end);
}
