import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Takes a lock file for this process; it holds the process's number, so that one left by a process that was killed can be
 * told from one in use. Two users inside one process are not told apart.
 * @returns what gives it back; or the number of the process that has it
 */
export function takeFileLock(path: string): (() => void) | number {
  if (!tryCreate(path)) {
    const owner = Number(readOwner(path));
    // A container gives its processes the same numbers at every start: our own number is one of an earlier life.
    if (Number.isSafeInteger(owner) && owner > 0 && owner !== process.pid && isRunning(owner)) return owner;
    rmSync(path, { force: true });
    // Somebody who came between has it by now.
    if (!tryCreate(path)) return Number(readOwner(path));
  }
  return () => rmSync(path, { force: true });
}

function tryCreate(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 is not sent; it asks whether the process is there.
    return process.kill(pid, 0);
  } catch (error) {
    // It is there and somebody else's.
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
