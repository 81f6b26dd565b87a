import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitLimit } from '../../../limits.ts';

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

export function execute(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: waitLimit, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, out, errors) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, out, errors });
    });
  });
}

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

/** The first request of an `.http` file, read as its clients do: variables, request line, headers, a blank line, the body. */
async function runHttpFile(code: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  const variables = new Map<string, string>();
  const fill = (line: string): string =>
    line.replace(/\{\{(.*?)\}\}/g, (_, name: string) => {
      const [, variable = ''] = /^\$processEnv (\w+)$/.exec(name) ?? [];
      if (variable !== '') return env[variable] ?? '';
      if (name === '$guid') return randomUUID();
      const value = variables.get(name);
      assert.ok(value !== undefined, `There is no variable {{${name}}}`);
      return value;
    });
  const [head = '', block = ''] = code.split(/^###.*$/m);
  for (const line of head.split(/\r?\n/)) {
    const [, name, value] = /^@(\w+) = (.*)$/.exec(line) ?? [];
    if (name !== undefined) variables.set(name, fill(value ?? ''));
  }
  const [top = '', ...body] = block.trim().split(/\r?\n\r?\n/);
  const [request = '', ...lines] = top
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map(fill);
  const [, method = '', address = ''] = /^(\S+) (.*)$/.exec(request) ?? [];
  const headers = lines.map((line) => /^([^:]+): (.*)$/.exec(line)?.slice(1, 3) as [string, string]);
  const response = await fetch(address, { method, headers, body: method === 'GET' ? null : fill(body.join('\n\n')) });
  return { code: response.ok ? 0 : 1, out: await response.text(), errors: '' };
}
