import { readFileSync } from 'node:fs';

/**
 * Calls `end` when the npm or npx that runs this process is gone. npm puts a shell between, and that hands on no signal: a
 * SIGTERM for npm never comes here.
 */
export function endWithNpm(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const atFirst = ancestors();
  // A script may start a process that is to outlive it; that inherits npm's variables, too.
  if (!isNpm(Number(atFirst.at(-1)))) return;
  const watch = setInterval(() => {
    if (String(ancestors()) === String(atFirst) && isThere(process.ppid)) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
}

/** The parent, and if that is a shell its parent. */
function ancestors(): (number | undefined)[] {
  const { ppid } = process;
  return isShell(ppid) ? [ppid, parentOf(ppid)] : [ppid];
}

/** On Windows a process keeps the id of a parent that has ended. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Others, such as EPERM, are told of processes that are there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Where there is no /proc, npm's variables are all there is to tell. */
function isNpm(pid: number): boolean {
  return /npm|npx|yarn|bun/.test(readProc(pid, 'cmdline') ?? 'npm');
}

/** The parent's id. Undefined where there is no /proc, or no such process. */
export function parentOf(pid: number): number | undefined {
  // "pid (name) state ppid …", and the name may hold anything, parentheses too.
  const stat = readProc(pid, 'stat');
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function isShell(pid: number): boolean {
  return /^(\S*\/)?(ba|da|z)?sh\0-c\0/.test(readProc(pid, 'cmdline') ?? '');
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
