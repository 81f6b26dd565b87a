import { closeSync, copyFileSync, existsSync, linkSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { journalHeader } from './database.ts';
import { DataFileError } from './dataFileError.ts';
import { isObject, parseJson } from '../../base/json.ts';
import type { Incoming } from './store.ts';

/**
 * Reads the journal that was the data file of version 0.1.0 before it became a database: a line for each write, with
 * the referral or the offset of the clock. It may be larger than the longest string, so it is read line by line. An
 * incomplete last line was never answered and is left out.
 * @throws DataFileError for a damaged line
 */
export function* readJournal(path: string): Generator<Incoming | number> {
  let number = 0;
  for (const line of completeLines(path)) {
    number++;
    if (number === 1) {
      if (`${line}\n` !== journalHeader) throw damaged(path, number);
      continue;
    }
    const entry = parseEntry(line);
    if (entry === undefined) throw damaged(path, number);
    yield entry;
  }
}

/**
 * Checks the journal's lock file, which has the id of the process that writes it.
 * @throws DataFileError if that process runs
 */
export function checkJournalLock(path: string): void {
  const lock = journalLock(path);
  if (!existsSync(lock)) return;
  const owner = Number(readFileSync(lock, 'utf8').trim());
  // Containers assign the same ids at each start, so our own id is from an earlier start.
  if (!Number.isSafeInteger(owner) || owner <= 0 || owner === process.pid || !isRunning(owner)) return;
  throw new DataFileError(
    `${path} is in use by process ${owner}. End that sandbox, give --data another path, or, if that process is no sandbox, remove ${lock}.`,
  );
}

export function journalLock(path: string): string {
  return `${path}.lock`;
}

/** Keeps the journal under a second name, without copying it where the file system can do so. Returns that name. */
export function keepJournal(path: string): string {
  for (let number = 1; ; number++) {
    const kept = number === 1 ? `${path}.journal` : `${path}.journal-${number}`;
    if (existsSync(kept)) {
      // An earlier attempt was interrupted after this step.
      if (isSameFile(kept, path)) return kept;
      continue;
    }
    try {
      linkSync(path, kept);
    } catch {
      copyFileSync(path, kept);
    }
    return kept;
  }
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one, { bigint: true }), statSync(other, { bigint: true })];
  return a.ino === b.ino && a.dev === b.dev;
}

function* completeLines(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(1 << 20);
    let begun: Buffer[] = [];
    for (let size = readSync(fd, chunk); size > 0; size = readSync(fd, chunk)) {
      let start = 0;
      for (let end = chunk.indexOf(lineBreak); end >= 0 && end < size; end = chunk.indexOf(lineBreak, start)) {
        yield Buffer.concat([...begun, chunk.subarray(start, end)]).toString();
        begun = [];
        start = end + 1;
      }
      // Copied, since the next part of the file goes into the same memory.
      begun.push(Buffer.from(chunk.subarray(start, size)));
    }
  } finally {
    closeSync(fd);
  }
}

const lineBreak = 0x0a;

function parseEntry(line: string): Incoming | number | undefined {
  try {
    const entry = parseJson(line);
    if (!isObject(entry)) return undefined;
    const { id, text, origin, clockOffset } = entry;
    if (typeof clockOffset === 'number') return clockOffset;
    const isReferral = typeof id === 'string' && typeof text === 'string' && isObject(parseJson(text));
    return isReferral && (origin === 'seed' || origin === 'sandbox') ? { id, text, origin } : undefined;
  } catch {
    return undefined;
  }
}

function damaged(path: string, line: number): DataFileError {
  return new DataFileError(
    `${path} is damaged at line ${line}. Remove that line, or move the file away to start anew.`,
  );
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only checks whether the process exists.
    return process.kill(pid, 0);
  } catch (error) {
    // It exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
