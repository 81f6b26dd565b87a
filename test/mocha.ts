/** Runs mocha in the current process. The unit, host and end-to-end suites differ only in the kind of process. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { testLimit } from './limits.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Environment variables for the communication between test/run.ts and a suite in another process. */
export const resultsFileVariable = 'PARTNER_REFERRALS_TEST_RESULTS';
export const grepVariable = 'PARTNER_REFERRALS_TEST_GREP';
export const seedVariable = 'PARTNER_REFERRALS_TEST_SEED';

/**
 * Lines before and after the output of the host tests. The rest of an extension host's console is output of VS Code.
 */
export const hostTestsBegin = 'Extension host tests begin';
export const hostTestsEnd = 'Extension host tests end';

let suiteOfHook: Mocha.Suite | undefined;

/**
 * Returns the suite whose hook is running or ran last, so that resources created in a `before` hook can be removed
 * after the suite.
 */
export function findSuiteOfHook(): Mocha.Suite | undefined {
  return suiteOfHook;
}

let failedHook: Mocha.Hook | undefined;

/** Returns the hook that failed in a suite that is still running, so that evidence is collected before it is left. */
export function findFailedHook(): Mocha.Hook | undefined {
  return failedHook;
}

/**
 * Runs the tests in a random order, which the seed repeats, so that no test depends on another one.
 * @param load imports the test files, after mocha's globals have been set
 */
export async function runMocha(load: () => Promise<void>): Promise<Counts> {
  const grep = process.env[grepVariable];
  const seed = Number(process.env[seedVariable]) || 1 + Math.floor(Math.random() * 999_999);
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: testLimit,
    color: false,
    reporter: CompactSpec,
    forbidOnly: !!process.env['CI'],
    ...(grep && { grep }),
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  shuffle(mocha.suite, randomNumbers(seed));
  console.log(`Order: --seed ${seed}`);
  const counts = await new Promise<Counts>((resolve) => {
    const runner: Mocha.Runner = mocha.run((failed) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed, skipped: pending });
    });
    runner.on('hook', (hook) => (suiteOfHook = hook.parent));
    runner.on('fail', (failed) => {
      if (failed instanceof Mocha.Hook) failedHook = failed;
    });
    runner.on('suite end', (suite) => {
      if (suite === failedHook?.parent) failedHook = undefined;
    });
  });
  const file = process.env[resultsFileVariable];
  if (file) writeFileSync(file, JSON.stringify(counts));
  return counts;
}

/** Shuffles tests and suites. As in mocha, the tests of a suite come before its inner suites. */
function shuffle(suite: Mocha.Suite, random: () => number): void {
  for (const list of [suite.tests, suite.suites] as unknown[][]) {
    for (let last = list.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [list[last], list[other]] = [list[other], list[last]];
    }
  }
  for (const inner of suite.suites) shuffle(inner, random);
}

/** Random numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const slowMs = 500;

/**
 * Reports each test in one line, then the failures in full. The lines are plain text, since an extension host's console
 * supports nothing else.
 */
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
    runner.on('fail', (test) => print(`✗ ${test.title}`));
    runner.once('end', () => {
      if (this.failures.length === 0) return;
      console.log();
      Mocha.reporters.Base.list(this.failures);
    });
  }
}
