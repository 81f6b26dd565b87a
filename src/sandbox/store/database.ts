import { closeSync, openSync, readSync, statSync, type BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import type * as sqlite from 'node:sqlite';
import { DataFileError, reasonOf } from './dataFileError.ts';

/** What a path holds: nothing yet, a data file, or a data file of the version that appended lines to a journal. */
export type Content = 'nothing' | 'database' | 'journal';

/** First line of the journal. */
export const journalHeader = '{"partnerApiSandbox":1}\n';

/** Identifies our files among SQLite's: "PRSB". */
const applicationId = 0x50525342;
const formatVersion = 1;

const sqliteMagic = 'SQLite format 3\0';
/** Offsets of `user_version` and `application_id` in SQLite's header. */
const header = { version: 60, application: 68, size: 100 };

/**
 * Files that this process has open, as `device:inode`. POSIX drops a process's locks on a file when any descriptor of
 * it is closed, so an open database must not be opened by other means.
 */
const openFiles = new Set<string>();

/** An open data file, locked for other processes until it is closed or the process ends. */
export interface Database {
  readonly connection: sqlite.DatabaseSync;
  close(): void;
}

/**
 * Looks at a path without changing anything.
 * @throws DataFileError if it can't be read or holds something else
 */
export function identify(path: string): Content {
  const stat = statOf(path);
  if (!stat) return 'nothing';
  if (stat.isDirectory()) throw new DataFileError(`${path} is a folder. Give --data the path of a file.`);
  if (!stat.isFile()) throw new DataFileError(`${path} is no regular file. Give --data the path of a file.`);
  if (openFiles.has(keyOf(stat))) throw inUse(path);
  if (stat.size === 0n) return 'nothing';
  const head = readHead(path);
  if (head.toString('latin1').startsWith(journalHeader)) return 'journal';
  const isDatabase = head.length === header.size && head.toString('latin1').startsWith(sqliteMagic);
  if (!isDatabase || head.readUInt32BE(header.application) !== applicationId) throw notOurs(path);
  checkVersion(path, head.readUInt32BE(header.version));
  return 'database';
}

/**
 * Opens a data file, or creates one, and locks it. SQLite's exclusive mode keeps the system's lock on the file, which
 * other containers see and which ends with the process.
 * @throws DataFileError if it can't be opened, is in use, damaged or of a newer version
 */
export function openDatabase(path: string): Database {
  const { DatabaseSync } = loadSqlite();
  let connection: sqlite.DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path);
    // Before the first access: in this mode SQLite needs no shared memory, and keeps the lock after a transaction.
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE');
    const version = Number(connection.prepare('PRAGMA user_version').get()?.user_version);
    // Again, since the log beside the file may have a later header.
    checkVersion(path, version);
    if (version === 0) connection.exec(schema);
    connection.exec('COMMIT');
  } catch (error) {
    closeQuietly(connection);
    throw openingError(path, error);
  }
  const opened = connection;
  const stat = statOf(path);
  const key = stat ? keyOf(stat) : '';
  openFiles.add(key);
  return {
    connection: opened,
    close: () => {
      openFiles.delete(key);
      closeQuietly(opened);
    },
  };
}

/** `position` is the order of creation, from 0 without gaps. `clock` has a row as soon as there is a state. */
const schema = `
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${formatVersion};
  CREATE TABLE referral (position INTEGER PRIMARY KEY, origin TEXT NOT NULL, text TEXT NOT NULL) STRICT;
  CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), offset_ms REAL NOT NULL) STRICT;
`;

/** True for SQLite's error with this primary result code. */
export function hasResultCode(error: unknown, code: number): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === code;
}

/** https://www.sqlite.org/rescode.html */
export const resultCodes = { busy: 5, inputOutput: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

/**
 * Loads `node:sqlite`, which only data files need: everything else runs without it.
 * @throws DataFileError if this Node.js has none
 */
function loadSqlite(): typeof sqlite {
  // Before the release of the module, loading it prints a warning. Only this one is left out.
  const emitWarning = Reflect.get(process, 'emitWarning') as (...args: unknown[]) => void;
  const withoutSqlite = (...args: unknown[]): void => {
    if (!/^SQLite is an experimental feature/.test(String(args[0]))) emitWarning.apply(process, args);
  };
  process.emitWarning = withoutSqlite;
  try {
    // Absent before Node.js 20.16, where it can't be imported either.
    const loaded = 'getBuiltinModule' in process ? process.getBuiltinModule('node:sqlite') : undefined;
    if (loaded as unknown) return loaded as typeof sqlite;
  } finally {
    process.emitWarning = emitWarning;
  }
  throw new DataFileError(
    `--data needs Node.js 22.13 or newer; this is ${process.version}. Start the sandbox with a newer one, or leave --data out.`,
  );
}

function openingError(path: string, error: unknown): DataFileError {
  if (error instanceof DataFileError) return error;
  if (hasResultCode(error, resultCodes.busy)) return inUse(path);
  if (hasResultCode(error, resultCodes.notADatabase)) return notOurs(path);
  if (hasResultCode(error, resultCodes.corrupt)) return damaged(path, error);
  if (hasResultCode(error, resultCodes.cannotOpen) && !statOf(dirname(path))) {
    return cannotBe('written', path, `there is no folder ${dirname(path)}`);
  }
  return cannotBe('written', path, reasonOf(error));
}

function inUse(path: string): DataFileError {
  return new DataFileError(`${path} is in use by another sandbox. End that one, or give --data another path.`);
}

function notOurs(path: string): DataFileError {
  return new DataFileError(
    `${path} is not a data file of the sandbox. Give --data another path, or move the file away.`,
  );
}

export function cannotBe(what: 'read' | 'written', path: string, reason: string): DataFileError {
  return new DataFileError(`The data file ${path} cannot be ${what} (${reason}). Check the path after --data.`);
}

export function damaged(path: string, error: unknown): DataFileError {
  if (error instanceof DataFileError) return error;
  return new DataFileError(
    `${path} is damaged (${reasonOf(error)}). Move the file away to start anew, or restore a copy of it.`,
  );
}

function checkVersion(path: string, version: number): void {
  if (version <= formatVersion) return;
  throw new DataFileError(
    `${path} was written by a newer version of the sandbox (format ${version}; this version knows ${formatVersion}). Start that version, or give --data another path.`,
  );
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw cannotBe('read', path, reasonOf(error));
  }
}

function keyOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(header.size);
  try {
    const fd = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(fd, head, 0, head.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw cannotBe('read', path, reasonOf(error));
  }
}

/** The error that made it necessary is the one to show. */
function closeQuietly(connection: sqlite.DatabaseSync | undefined): void {
  try {
    connection?.close();
  } catch {
    // Nothing can be done: the lock ends with the process.
  }
}
