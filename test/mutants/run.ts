/**
 * `npm run mutants`: changes the code in small ways and looks whether a unit test fails. What nobody notices is a survivor.
 *
 *     node test/mutants/run.ts [folder or file]… [--force]
 *     node test/mutants/run.ts --survivors [folder or file]…    lists those of the last run
 *
 * A result is kept until the code or the tests that reach it change; --force forgets it.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from '../vscode/paths.ts';
import { descendants, endWithNpm, killTree, onInterrupt } from '../vscode/processes.ts';
import { cacheFolder } from '../vscode/cache.ts';
import { provisionStryker } from './provision.ts';
import { countByFolder, describeSurvivors, drawTable, findSurvivors, type Mutant, type Report } from './report.ts';

/**
 * The rooms where a unit test can notice everything, each with the tests that have to: what only a test of another room
 * notices is not proven where it belongs, and trying them all takes minutes for each survivor.
 */
const testsOf: Readonly<Record<string, readonly string[]>> = {
  'src/api': testFiles('api/**/*'),
  'src/referral': [...testFiles('referral/**/*'), ...testFiles('sandbox/rules/rules')],
  'src/sandbox/filter': testFiles('sandbox/{filter,properties,paging,reading,filter/*,list/*,rules/rules}'),
  'src/services': testFiles('services/**/*'),
};
const rooms = Object.keys(testsOf);

/** Takes 1 GB, and says only how long a text may be. */
const leftOut = 'would make it longer than VS Code takes';

/** Of this process alone, since another one may run beside it. */
const workFolder = join(root, `out/mutants-${process.pid}`);
const reportFile = join(root, 'out/mutants.json');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { survivors: { type: 'boolean' }, force: { type: 'boolean' } },
});
const targets = positionals.map((path) => path.replace(/\/+$/, ''));
const testsOfTargets = Object.fromEntries(
  Object.entries(testsOf).filter(([room]) => targets.length === 0 || targets.some((path) => isIn(room, path))),
);
const unknown = targets.find((path) => !rooms.some((room) => isIn(room, path)));
if (unknown !== undefined || targets.some((path) => !existsSync(join(root, path)))) {
  console.error(`There are mutants in ${rooms.join(', ')} and below; name folders or files of these.`);
  process.exit(2);
}

if (values.survivors) {
  if (!existsSync(reportFile)) {
    console.error('There was no run yet: npm run mutants');
    process.exit(2);
  }
  const { survivors } = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  console.log(describeSurvivors(survivors.filter(({ file }) => isWanted(file))));
} else {
  endWithNpm();
  onInterrupt(() => {
    // Stryker's workers outlive it otherwise, in the loop that a mutant may have caught them in.
    for (const pid of descendants(process.pid).slice(1)) killTree({ pid });
    rmSync(workFolder, { recursive: true, force: true });
  });
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

async function run(): Promise<void> {
  const started = Date.now();
  process.chdir(root);
  // A hung worker is replaced, and its successor need not strip the same types again.
  process.env['NODE_COMPILE_CACHE'] = join(workFolder, 'compiled');
  const { Stryker } = (await import(pathToFileURL(await provisionStryker()).href)) as StrykerModule;
  const mutants = await new Stryker(strykerOptions()).runMutationTest();
  const report: Report = {
    folders: countByFolder(mutants, root),
    survivors: findSurvivors(mutants, root),
  };
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`);
  console.log(drawTable(report.folders));
  console.log(`\nDone in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function strykerOptions() {
  return {
    mutate: [
      ...(targets.length > 0 ? targets : rooms).map((path) =>
        statSync(join(root, path)).isDirectory() ? `${path}/**/*.ts` : path,
      ),
      '!**/*.generated.ts',
      '!src/referral/generateTypes.ts',
    ],
    testRunner: 'partner-referrals',
    plugins: [join(import.meta.dirname, 'mochaRunner.ts')],
    ignorers: ['prose'],
    partnerReferrals: { testsOf: testsOfTargets, leftOut },
    coverageAnalysis: 'perTest',
    // Code that runs at loading would need a process of its own and all tests, for each mutant.
    ignoreStatic: true,
    concurrency: 2,
    // A loop that a mutant made endless and that fills the memory ends there and not at 4 GB.
    testRunnerNodeArgs: ['--max-old-space-size=768'],
    // What the run of the tests itself takes is added to it.
    timeoutMS: 15_000,
    // Without mutants all tests run once, which takes minutes on a slow machine. The limit is for a test that hangs.
    dryRunTimeoutMinutes: 60,
    incremental: true,
    incrementalFile: join(cacheFolder(), 'mutants.json'),
    force: values.force ?? false,
    tempDirName: workFolder,
    ignorePatterns: ['/dist', '/out', '/test/e2e', '/test/host', '/test/bench', '/.vscode-test'],
    tsconfigFile: 'none',
    disableTypeChecks: false,
    reporters: ['progress-append-only'],
    logLevel: 'error',
    allowConsoleColors: false,
    warnings: { unknownOptions: false },
  };
}

function testFiles(pattern: string): string[] {
  return globSync(`test/unit/${pattern}.test.ts`, { cwd: root }).sort();
}

function isWanted(file: string): boolean {
  return targets.length === 0 || targets.some((path) => isIn(path, file));
}

function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The part of Stryker's surface that is used; the package itself is no dependency. */
interface StrykerModule {
  readonly Stryker: new (options: object) => { runMutationTest(): Promise<Mutant[]> };
}
