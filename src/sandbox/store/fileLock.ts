import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Creates a lock file with this process's id, so that the lock of a killed process can be detected. Two users within a
 * process are not distinguished.
 * @returns a function that releases the lock, or the id of the process that holds it
 */
export function takeFileLock(path: string): (() => void) | number {
  if (!tryCreate(path)) {
    const owner = Number(readOwner(path));
    // Containers assign the same process ids at each start, so our own id is from an earlier start.
    if (Number.isSafeInteger(owner) && owner > 0 && owner !== process.pid && isRunning(owner)) return owner;
    rmSync(path, { force: true });
    // Another process has taken the lock meanwhile.
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
    // Signal 0 only checks whether the process exists.
    return process.kill(pid, 0);
  } catch (error) {
    // It exists and belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
