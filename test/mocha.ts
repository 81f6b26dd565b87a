/** Runs mocha inside the current process; the unit, host and end-to-end suites differ only in where that is. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { testLimit } from './limits.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Environment variables by which test/run.ts speaks with a suite in another process. */
export const resultsFileVariable = 'PARTNER_REFERRALS_TEST_RESULTS';
export const grepVariable = 'PARTNER_REFERRALS_TEST_GREP';
export const seedVariable = 'PARTNER_REFERRALS_TEST_SEED';

/** Lines around what the host tests print: all else on an extension host's console is VS Code's own. */
export const hostTestsBegin = 'Extension host tests begin';
export const hostTestsEnd = 'Extension host tests end';

let suiteOfHook: Mocha.Suite | undefined;

/** The suite whose hook is running, or ran last: what a `before` hook makes can so be removed after its suite. */
export function findSuiteOfHook(): Mocha.Suite | undefined {
  return suiteOfHook;
}

/**
 * Runs tests in a random order, which its seed repeats, so that none comes to need another one before it.
 * @param load imports the test files; mocha's globals are there by then
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
  });
  const file = process.env[resultsFileVariable];
  if (file) writeFileSync(file, JSON.stringify(counts));
  return counts;
}

/** Tests before suites, as mocha runs them; both in another order. */
function shuffle(suite: Mocha.Suite, random: () => number): void {
  for (const list of [suite.tests, suite.suites] as unknown[][]) {
    for (let last = list.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [list[last], list[other]] = [list[other], list[last]];
    }
  }
  for (const inner of suite.suites) shuffle(inner, random);
}

/** Numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
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
    runner.on('fail', (test) => print(`✗ ${test.title}`));
    runner.once('end', () => {
      if (this.failures.length === 0) return;
      console.log();
      Mocha.reporters.Base.list(this.failures);
    });
  }
}
