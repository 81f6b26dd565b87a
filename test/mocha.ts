/** Runs mocha inside the current process; the unit, host and end-to-end suites differ only in where that is. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Environment variables by which test/run.ts speaks with a suite in another process. */
export const resultsFileVariable = 'PARTNER_REFERRALS_TEST_RESULTS';
export const grepVariable = 'PARTNER_REFERRALS_TEST_GREP';

/** Lines around what the host tests print: all else on an extension host's console is VS Code's own. */
export const hostTestsBegin = 'Extension host tests begin';
export const hostTestsEnd = 'Extension host tests end';

interface MochaRun {
  /** Imports the test files. mocha's globals are there by then. */
  readonly load: () => Promise<void>;
  /** Milliseconds for one test or hook. */
  readonly timeout: number;
  /** How often a failed test is tried again, 0 when absent; each try is told. */
  readonly retries?: number;
}

let suiteOfHook: Mocha.Suite | undefined;

/** The suite whose hook is running, or ran last: what a `before` hook makes can so be removed after its suite. */
export function findSuiteOfHook(): Mocha.Suite | undefined {
  return suiteOfHook;
}

export async function runMocha({ load, timeout, retries = 0 }: MochaRun): Promise<Counts> {
  const grep = process.env[grepVariable];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout,
    retries,
    color: false,
    reporter: CompactSpec,
    forbidOnly: !!process.env['CI'],
    ...(grep && { grep }),
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const counts = await new Promise<Counts>((resolve) => {
    const runner: Mocha.Runner = mocha.run((failed) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed, skipped: pending });
    });
    runner.on('hook', (hook) => (suiteOfHook = hook.parent));
  });
  const file = process.env[resultsFileVariable];
  if (file) writeFileSync(file, JSON.stringify(counts));
  return counts;
}

const slowMs = 500;

/** One line per test, then the failures in full. Plain lines only: an extension host's console has nothing else. */
class CompactSpec extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let depth = 0;
    const print = (text: string) => console.log('  '.repeat(depth) + text);
    runner.on('suite', (suite) => {
      if (suite.root) return;
      print(suite.title);
      depth++;
    });
    runner.on('suite end', (suite) => {
      if (!suite.root) depth--;
    });
    runner.on('pass', (test) => {
      const { duration = 0 } = test;
      print(`✓ ${test.title}${duration >= slowMs ? ` (${duration} ms)` : ''}`);
    });
    runner.on('pending', (test) => print(`- ${test.title}`));
    runner.on('retry', (test, error: Error) =>
      print(`↻ ${test.title}, again after: ${error.message.split('\n')[0] ?? ''}`),
    );
    runner.on('fail', (test) => print(`✗ ${test.title}`));
    runner.once('end', () => {
      if (this.failures.length === 0) return;
      console.log();
      Mocha.reporters.Base.list(this.failures);
    });
  }
}
