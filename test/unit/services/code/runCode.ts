import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { waitLimit } from '../../../limits.ts';
import { root } from '../../../vscode/paths.ts';

const httpyac = join(root, 'node_modules/httpyac/bin/httpyac.js');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

export type Run = (code: string, env: Readonly<Record<string, string>>) => Promise<Ran>;

interface Runner {
  /** False if what it needs isn't on this machine. */
  readonly isHere: boolean;
  readonly run: Run;
}

/** True if a program runs on this machine. */
export const isHere = (...command: readonly [string, ...string[]]): boolean => {
  const [program, ...args] = command;
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
};

const python = ['python3', 'python'].find((program) =>
  isHere(program, '-c', 'import sys; assert sys.version_info >= (3, 8)'),
);

/** Writes code into a file of its own, and runs a program with it. */
export async function inFolder<T>(
  name: string,
  code: string,
  task: (file: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'copied-code-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, code);
    return await task(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const running =
  (name: string, program: string, args: (file: string) => readonly string[]): Run =>
  (code, env) =>
    inFolder(name, code, (file) => execute(program, args(file), env));

export function execute(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: waitLimit, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, out, errors) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, out, errors });
    });
  });
}

/** The requests of an `.http` file, by httpYac. The output is the body of the last response. */
const runHttpFile: Run = (code, env) =>
  inFolder('copied.http', code, async (file, folder) => {
    const args = [httpyac, 'send', basename(file), '--all', '--json', '--output', 'body', '--raw'];
    const ran = await execute(process.execPath, args, env, folder);
    const { requests } = JSON.parse(ran.out) as { requests: { response?: { statusCode: number; body: string } }[] };
    // A part of the file that has only comments has none.
    const response = requests.findLast((each) => each.response)?.response;
    const isFine = response !== undefined && response.statusCode < 300;
    return { ...ran, code: isFine ? ran.code : 1, out: response?.body ?? ran.out };
  });

/** What can run copied code here. */
export const runners: Readonly<Record<'curl' | 'http' | 'typescript' | 'python', Runner>> = {
  curl: {
    isHere: isHere('curl', '--fail-with-body', '--version') && isHere('sh', '-c', 'command -v sed'),
    run: running('copied.sh', 'sh', (file) => [file]),
  },
  http: { isHere: true, run: runHttpFile },
  typescript: {
    isHere: true,
    run: running('copied.mts', process.execPath, (file) => ['--disable-warning=ExperimentalWarning', file]),
  },
  python: {
    isHere: python !== undefined,
    run: running('copied.py', python ?? 'python3', (file) => ['-X', 'utf8', file]),
  },
};
