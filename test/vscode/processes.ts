import { spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { endWithNpm as whenNpmEnds, parentOf } from '../../src/sandbox/cli/endWithNpm.ts';

const interruptions = new Set<() => void>();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Calls `clean` (synchronous) when this process ends in any way that a handler can observe: a signal, `process.exit`,
 * an uncaught error. The returned function unregisters it.
 */
export function onInterrupt(clean: () => void): () => void {
  if (interruptions.size === 0) watch();
  interruptions.add(clean);
  return () => {
    interruptions.delete(clean);
    if (interruptions.size === 0) unwatch();
  };
}

function cleanAll(): void {
  for (const clean of [...interruptions].reverse()) {
    interruptions.delete(clean);
    try {
      clean();
    } catch (error) {
      console.error(error);
    }
  }
}

function end(signal: NodeJS.Signals): void {
  cleanAll();
  unwatch();
  process.exit(signals[signal as keyof typeof signals]);
}

function watch(): void {
  process.on('exit', cleanAll);
  for (const signal of Object.keys(signals)) process.on(signal, end);
}

function unwatch(): void {
  process.off('exit', cleanAll);
  for (const signal of Object.keys(signals)) process.off(signal, end);
}

/** Ends this process when its output was read. `process.exit` alone loses what the reader of a pipe hasn't read yet. */
export async function endAfterOutput(code: number): Promise<never> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))),
  );
  process.exit(code);
}

/**
 * Ends this process, with its clean-up, when its parent has ended: then stdin closes, even if the parent was killed.
 * For processes whose stdin is a pipe.
 */
export function endWithParent(): void {
  const { stdin } = process;
  if (stdin.isTTY || !(stdin instanceof Socket)) return;
  stdin.once('close', () => process.exit(1));
  stdin.resume();
  stdin.unref();
}

/** Ends this process, with its clean-up, when the npm that runs it as a script has ended. */
export function endWithNpm(): void {
  whenNpmEnds(() => process.exit(1));
}

/**
 * Ends a child and all its descendants. They are collected before the first one ends, since an orphan no longer has its
 * parent's id.
 */
export function killTree(child: Pick<ChildProcess, 'pid'>): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  for (const pid of descendants(child.pid)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

/** Returns `pid` and its descendants. */
export function descendants(pid: number): number[] {
  const childrenOf = new Map<number, number[]>();
  for (const [child, parent] of parentOfEach()) {
    const siblings = childrenOf.get(parent);
    if (siblings) siblings.push(child);
    else childrenOf.set(parent, [child]);
  }
  const found = [pid];
  for (const each of found) found.push(...(childrenOf.get(each) ?? []));
  return found;
}

function parentOfEach(): [pid: number, parent: number][] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' });
    return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)$/gm)].map((match) => [Number(match[1]), Number(match[2])]);
  }
  // Minimal container images have no ps.
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const pid = Number(name);
      const parent = parentOf(pid);
      return parent === undefined ? [] : [[pid, parent]];
    });
}
