import { endWithNpm } from './endWithNpm.ts';
import { startFromCommandLine } from './startFromCommandLine.ts';
import { verifyFromCommandLine } from './verify.ts';

// A reader may close the pipe after the first line; the sandbox keeps running.
process.stdout.on('error', () => undefined);

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const output = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};
const [first, ...rest] = process.argv.slice(2);

if (first === 'verify') {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  // Until the command has ended with its children, further signals change nothing.
  for (const signal of signals) process.on(signal, interrupt);
  endWithNpm(interrupt);
  process.exitCode = await verifyFromCommandLine(rest, output, interruption.signal);
  for (const signal of signals) process.off(signal, interrupt);
} else {
  const started = await startFromCommandLine(process.argv.slice(2), output);
  if (typeof started === 'number') {
    process.exitCode = started;
  } else {
    const close = (): void => void started.close();
    for (const signal of signals) process.once(signal, close);
    endWithNpm(close);
  }
}
