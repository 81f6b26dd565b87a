/**
 * Stryker's plugin: runs the unit tests inside Stryker's own worker process, again and again without loading them anew,
 * and tells which test reaches which mutant. Stryker's mocha runner can't serve here: it looks for mocha beside itself,
 * and counts what a `before` hook reaches as reached by no test.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import Mocha from 'mocha';
import { saysNothing } from './prose.ts';

/** What the mutated code reads and counts into, under `globalThis.__stryker__`. */
interface Instrumentation {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: Coverage | undefined;
}
interface Coverage {
  static: Hits;
  perTest: Record<string, Hits>;
}
type Hits = Record<string, number>;

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter: readonly string[];
  readonly hitLimit?: number;
  readonly sandboxFileName: string;
}

interface Options {
  /** Where run.ts says which tests there are, and which room is tried with which of them. */
  readonly partnerReferrals: {
    readonly testsOf: Readonly<Record<string, readonly string[]>>;
    readonly leftOut: string;
  };
}

interface Outcome {
  readonly test: Mocha.Test;
  readonly failure?: string;
}

const instrumentation = ((globalThis as { __stryker__?: Instrumentation }).__stryker__ ??= {});
/** A hang is a failed test, so it must not take long; the slowest test of a dry run has more. */
const timeoutMs = { dryRun: 60_000, mutantRun: 5_000 };
/** In bytes. Twice what the tests need; see {@link limitMemory}. */
const memoryLimit = 2 * 1024 ** 3;
/** Which test is in which file, in the folder of the mutated code, where the workers are. */
const whereabouts = 'test-files.json';
/** Stryker's numbers for the result of a test. */
const status = { success: 0, failed: 1, skipped: 2 };

class MochaRunner {
  static readonly inject = ['options'] as const;
  readonly #options: Options['partnerReferrals'];
  readonly #coverage: Coverage = { static: {}, perTest: {} };
  readonly #mocha = new Mocha({ ui: 'bdd', reporter: Silent });
  readonly #loaded = new Set<string>();
  #fileOf: Readonly<Record<string, string>> | undefined;

  constructor(options: Options) {
    this.#options = options.partnerReferrals;
  }

  /** Modules can't be loaded twice: for a mutant in code that runs at loading there has to be a new process. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  init(): void {
    // From the first file on: mutated code keeps the object that it finds when it first counts.
    instrumentation.mutantCoverage = this.#coverage;
    // The same examples each time, and no search for smaller ones: only that a test fails is of interest.
    fc.configureGlobal({ seed: 1, endOnFailure: true });
    this.#mocha.cleanReferencesAfterRun(false);
    limitMemory();
  }

  async dryRun() {
    await this.#load(Object.values(this.#options.testsOf).flat());
    const sources = new Map<string, string>();
    const outcomes = await this.#run(timeoutMs.dryRun, false, (title) => !title.includes(this.#options.leftOut));
    const coverage: Coverage = {
      static: this.#coverage.static,
      perTest: withHooks(
        this.#coverage.perTest,
        outcomes.map(({ test }) => test),
      ),
    };
    const tests = outcomes.map(({ test, failure }) => {
      const fileName = test.file ?? '';
      let source = sources.get(fileName);
      if (source === undefined) sources.set(fileName, (source = readFileSync(fileName, 'utf8')));
      const startPosition = findTitle(source, test.title);
      return {
        id: test.fullTitle(),
        name: test.fullTitle(),
        timeSpentMs: test.duration ?? 0,
        fileName,
        ...(startPosition && { startPosition }),
        status: failure === undefined ? (test.isPending() ? status.skipped : status.success) : status.failed,
        ...(failure !== undefined && { failureMessage: failure }),
      };
    });
    // Of the workers that follow each loads no more than its mutants need.
    writeFileSync(
      whereabouts,
      JSON.stringify(Object.fromEntries(tests.map(({ id, fileName }) => [id, nameOf(fileName)]))),
    );
    return { status: 'complete', tests, mutantCoverage: coverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, sandboxFileName }: MutantRun) {
    const fileOf = (this.#fileOf ??= JSON.parse(readFileSync(whereabouts, 'utf8')) as Record<string, string>);
    const own = new Set(this.#testsOfRoom(sandboxFileName));
    const wanted = new Set(testFilter.filter((title) => own.has(fileOf[title] ?? '')));
    const files = new Set(Array.from(wanted, (title) => fileOf[title]));
    await this.#load([...own].filter((name) => files.has(name)));
    instrumentation.hitCount = hitLimit === undefined ? undefined : 0;
    instrumentation.hitLimit = hitLimit;
    instrumentation.activeMutant = activeMutant.id;
    const outcomes = await this.#run(timeoutMs.mutantRun, true, (title) => wanted.has(title));
    instrumentation.activeMutant = undefined;
    if (hitLimit !== undefined && (instrumentation.hitCount ?? 0) > hitLimit) {
      return { status: 'timeout', reason: `The mutant was reached more than ${hitLimit} times.` };
    }
    const failed = outcomes.find(({ failure }) => failure !== undefined);
    if (!failed) return { status: 'survived', nrOfTests: outcomes.length };
    const { test, failure } = failed;
    return { status: 'killed', killedBy: [test.fullTitle()], failureMessage: failure, nrOfTests: outcomes.length };
  }

  #testsOfRoom(file: string): readonly string[] {
    const room = Object.keys(this.#options.testsOf).find((folder) => nameOf(file).startsWith(`${folder}/`));
    return (room === undefined ? undefined : this.#options.testsOf[room]) ?? [];
  }

  async #load(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.#loaded.has(name)) continue;
      this.#loaded.add(name);
      const file = join(process.cwd(), name);
      this.#mocha.suite.emit('pre-require', globalThis, file, this.#mocha);
      await import(pathToFileURL(file).href);
    }
  }

  #run(timeout: number, bail: boolean, wants: (title: string) => boolean): Promise<Outcome[]> {
    const mocha = this.#mocha;
    const outcomes: Outcome[] = [];
    mocha.bail(bail);
    mocha.grep(new Chosen(wants));
    mocha.suite.eachTest((test) => test.timeout(timeout));
    for (const suite of suitesIn(mocha.suite)) {
      suite.bail(bail);
      for (const hook of hooksOf(suite)) hook.timeout(timeout);
    }
    return new Promise((resolve) => {
      const runner = mocha.run(() => {
        instrumentation.currentTestId = undefined;
        resolve(outcomes);
      });
      runner.on('suite', (suite) => (instrumentation.currentTestId = hookId(suite)));
      runner.on('suite end', (suite) => (instrumentation.currentTestId = hookId(suite.parent ?? suite)));
      runner.on('hook', (hook) => {
        if (/"(before|after) all"/.test(hook.title)) instrumentation.currentTestId = hookId(hook.parent);
        else instrumentation.currentTestId = hook.ctx?.currentTest?.fullTitle();
      });
      runner.on('test', (test) => (instrumentation.currentTestId = test.fullTitle()));
      runner.on('pass', (test) => outcomes.push({ test }));
      runner.on('pending', (test) => outcomes.push({ test }));
      runner.on('fail', (runnable, error: unknown) => {
        const failure = error instanceof Error ? error.message : String(error);
        const test = runnable.type === 'test' ? runnable : testAfter(runnable);
        if (test) outcomes.push({ test, failure });
      });
    });
  }
}

/**
 * Ends this process when it needs too much memory: a loop that a mutant made endless can fill buffers, which Node.js's
 * limit for the heap doesn't count. A thread looks, since such a loop gives this one no time. Stryker starts a new
 * process.
 */
function limitMemory(): void {
  const guard = `setInterval(() => {
    if (process.memoryUsage.rss() > ${memoryLimit}) process.kill(process.pid, 'SIGKILL');
  }, 250);`;
  new Worker(guard, { eval: true }).unref();
}

/** As run.ts calls it: from the top of the checkout, of which the working folder is a copy. */
function nameOf(file: string): string {
  return relative(process.cwd(), file).replaceAll('\\', '/');
}

/** mocha asks a regular expression which titles to run; this one asks back. */
class Chosen extends RegExp {
  readonly #wants: (title: string) => boolean;

  constructor(wants: (title: string) => boolean) {
    super('');
    this.#wants = wants;
  }

  override test(title: string): boolean {
    return this.#wants(title);
  }
}

class Silent extends Mocha.reporters.Base {
  override epilogue(): void {
    // Stryker tells what came out.
  }
}

/** Stands for the tests of a suite while its `before` and `after` hooks run. */
function hookId(suite: Mocha.Suite | undefined): string | undefined {
  return suite && !suite.root ? `hooks of ${suite.fullTitle()}` : undefined;
}

/** What a suite's hooks reached, each of its tests needs. */
function withHooks(coverage: Record<string, Hits>, tests: readonly Mocha.Test[]): Record<string, Hits> {
  return Object.fromEntries(
    tests.map((test) => {
      const title = test.fullTitle();
      const all: Hits = { ...coverage[title] };
      for (let suite = test.parent; suite; suite = suite.parent) {
        const ofHooks = Object.entries(coverage[hookId(suite) ?? ''] ?? {});
        for (const [mutant, count] of ofHooks) all[mutant] = (all[mutant] ?? 0) + count;
      }
      return [title, all];
    }),
  );
}

function* suitesIn(suite: Mocha.Suite): Generator<Mocha.Suite> {
  yield suite;
  for (const inner of suite.suites) yield* suitesIn(inner);
}

/** mocha's types don't name them. */
function hooksOf(suite: Mocha.Suite): Mocha.Hook[] {
  const { _beforeAll, _beforeEach, _afterAll, _afterEach } = suite as unknown as Record<string, Mocha.Hook[]>;
  return [_beforeAll, _beforeEach, _afterAll, _afterEach].flatMap((hooks) => hooks ?? []);
}

/** The test that a failed hook belongs to: the one it ran for, or the first of its suite. */
function testAfter(hook: Mocha.Runnable): Mocha.Test | undefined {
  const current = hook.ctx?.currentTest;
  if (current) return current;
  let first: Mocha.Test | undefined;
  hook.parent?.eachTest((test) => (first ??= test));
  return first;
}

/** So that Stryker sees which tests of a changed file changed. A title that is put together isn't found. */
function findTitle(source: string, title: string): { line: number; column: number } | undefined {
  const at = source.indexOf(title);
  if (at < 0) return undefined;
  const before = source.slice(0, at).split('\n');
  return { line: before.length - 1, column: (before.at(-1) ?? '').length };
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'partner-referrals', injectableClass: MochaRunner },
  { kind: 'Ignore', name: 'prose', value: { shouldIgnore: saysNothing } },
];
