import { spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Sends a signal to a process that leads a group, and to the group. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
  else trySignal(-pid, signal);
}

/**
 * Ends a group by force, and what left it.
 * @param mark a text that occurs in the environment of the processes that were started, and of no others
 * @returns the number of processes with the mark that were still there
 */
export function endGroup(child: ChildProcess, mark: string): number {
  signalGroup(child, 'SIGKILL');
  const left = marked(mark);
  for (const pid of left) trySignal(pid, 'SIGKILL');
  return left.length;
}

/** The same, until none is left; some systems take a moment. */
export async function endGroupForSure(child: ChildProcess, mark: string): Promise<void> {
  for (let round = 0; endGroup(child, mark) > 0 && round < mostRounds; round++) await wait(10);
}

/** A process that can't be ended, for example one that waits for a disk, must not make everything wait. */
const mostRounds = 500;

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** The processes that inherited the mark. None where there is no /proc. */
function marked(mark: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => environmentOf(pid).includes(mark));
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // It has ended, or belongs to somebody else.
    return '';
  }
}
