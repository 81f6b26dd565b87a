import { spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Descendants } from './descendants.ts';

/**
 * Sends a signal to a process that leads a group, and to the group. On Windows, there are neither groups nor requests to
 * end: the process is ended by force with its children, if it still runs. Its id may be that of another process afterwards.
 */
export function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform !== 'win32') trySignal(-pid, signal);
  else if (exitCode === null && signalCode === null) {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
  }
}

/**
 * Ends a group by force, and what left it.
 * @param mark a text that occurs in the environment of the processes that were started, and of no others
 * @returns the number of processes outside the group that were still there
 */
export function endGroup(child: ChildProcess, mark: string, descendants: Descendants): number {
  // Before their parents end, by which they are recognized.
  descendants.look();
  signalGroup(child, 'SIGKILL');
  const left = new Set([...marked(mark), ...descendants.running()]);
  for (const pid of left) trySignal(pid, 'SIGKILL');
  return left.size;
}

/**
 * The same, until none is left; some systems take a moment.
 * @returns false if some are left all the same
 */
export async function endGroupForSure(child: ChildProcess, mark: string, descendants: Descendants): Promise<boolean> {
  for (let round = 0; round < mostRounds; round++) {
    if (endGroup(child, mark, descendants) === 0) return true;
    await wait(10);
  }
  return false;
}

/** Ends what keeps the output of a command open, by force. */
export function endWriters(descendants: Descendants): void {
  for (const pid of descendants.writers()) trySignal(pid, 'SIGKILL');
}

/** A process that can't be ended, for example one of another user, must not make everything wait. */
const mostRounds = 100;

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
