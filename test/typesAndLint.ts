/**
 * Checks types and runs ESLint in one process: ESLint's rules need the same types, and checking them once takes a third
 * of the time.
 *
 *     node test/typesAndLint.ts [types] [lint]
 *
 * Prints the problems. Writes the numbers of passed and failed checks of each suite to the file that
 * {@link resultsFileVariable} names.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import ts from 'typescript';
import { resultsFileVariable, type Counts } from './mocha.ts';
import { root } from './vscode/paths.ts';
import { endAfterOutput } from './vscode/processes.ts';

/** The TypeScript projects: their code has different globals. */
const projects = { host: 'tsconfig.json', webview: 'src/webview/tsconfig.json', tests: 'test/tsconfig.json' };

const wanted = process.argv.slice(2);
const programs = Object.entries(projects).map(([name, file]) => ({ name, program: programOf(join(root, file)) }));
const results: Record<string, Counts> = {};
if (wanted.includes('types')) results['types'] = checkTypes();
if (wanted.includes('lint')) results['lint'] = await lint();
writeFileSync(process.env[resultsFileVariable] ?? join(root, 'out/typesAndLint.json'), JSON.stringify(results));
await endAfterOutput(Object.values(results).some(({ failed }) => failed > 0) ? 1 : 0);

function programOf(configFile: string): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(format([diagnostic]));
    },
  });
  if (!config) throw new Error(`${configFile} can't be read.`);
  return ts.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: config.errors,
  });
}

function checkTypes(): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, program } of programs) {
    const problems = ts.getPreEmitDiagnostics(program);
    console.log(`${problems.length === 0 ? '✓' : '✗'} types: ${name}\n${format(problems)}`.trimEnd());
    counts[problems.length === 0 ? 'passed' : 'failed']++;
  }
  return counts;
}

async function lint(): Promise<Counts> {
  const shared: Linter.Config = {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { programs: programs.map(({ program }) => program), project: null } },
  };
  const eslint = new ESLint({ cwd: root, overrideConfig: [shared] });
  const found = await eslint.lintFiles(['.']);
  const wrong = found.some(({ errorCount, fatalErrorCount }) => errorCount + fatalErrorCount > 0);
  const said = await (await eslint.loadFormatter('stylish')).format(found);
  console.log(`${wrong ? '✗' : '✓'} lint: eslint\n${said}`.trimEnd());
  return { passed: wrong ? 0 : 1, failed: wrong ? 1 : 0, skipped: 0 };
}

function format(problems: readonly ts.Diagnostic[]): string {
  return ts.formatDiagnostics(problems, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  });
}
