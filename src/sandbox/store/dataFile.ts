import { realpathSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { cannotBe, damaged, hasResultCode, identify, openDatabase, resultCodes, type Database } from './database.ts';
import { DataFileError, NotStoredError, reasonOf } from './dataFileError.ts';
import { checkJournalLock, journalLock, keepJournal, readJournal } from './journal.ts';
import { isObject, parseJson, text as textOf } from '../../base/json.ts';
import type { Incoming, Parsed, Written } from './store.ts';

/** What a data file holds. */
export interface SavedState {
  readonly referrals: Iterable<Parsed>;
  /** Offset of the clock in milliseconds. */
  readonly clockOffset: number;
}

/** Changes that are stored together. */
export interface Change {
  readonly written: readonly Written[];
  readonly clockOffset?: number;
}

/**
 * Keeps a sandbox's state in a SQLite database: a row for each referral and one for the clock. Each write is committed
 * before it is answered, so a killed process loses no answered write. While it is open no other process can use it.
 */
export class DataFile {
  readonly #path: string;
  readonly #report: (text: string) => void;
  #database: Database | undefined;
  #statements: Statements | undefined;

  /** @param report tells the user what happened to the file */
  constructor(path: string, report: (text: string) => void = () => undefined) {
    this.#path = realPath(path);
    this.#report = report;
  }

  /**
   * Opens the file. Returns the saved state, or undefined if there is none yet. The referrals are read while they are
   * iterated, which must be done before the next write.
   * @throws DataFileError if the file cannot be used
   */
  load(): SavedState | undefined {
    if (identify(this.#path) === 'journal') this.#convertJournal();
    this.#database = openDatabase(this.#path);
    try {
      const { connection } = this.#database;
      this.#statements = prepare(connection);
      const clock = this.#statements.readClock.get();
      if (!clock) return undefined;
      connection.exec(writeAhead);
      return { referrals: this.#readReferrals(), clockOffset: Number(clock.offset_ms) };
    } catch (error) {
      this.close();
      throw damaged(this.#path, error);
    }
  }

  /**
   * Writes the first state if `load` found none.
   * @throws DataFileError if the file cannot be written
   */
  begin(referrals: readonly Incoming[]): void {
    try {
      // Before the log is switched on: new pages are then written once and not twice.
      this.replaceAll({ referrals, clockOffset: 0 });
      this.#open().connection.exec(writeAhead);
    } catch (error) {
      this.close();
      throw cannotBe('written', this.#path, reasonOf(error));
    }
  }

  /**
   * Replaces the whole state. On failure the file is unchanged and still in use.
   * @throws NotStoredError
   */
  replaceAll({ referrals, clockOffset }: { referrals: readonly Incoming[]; clockOffset: number }): void {
    this.#transaction(({ clear, write, writeClock }) => {
      clear.run();
      let position = 0;
      for (const { origin, text } of referrals) write.run(position++, origin, text);
      writeClock.run(clockOffset);
    });
  }

  /**
   * Stores all changes or none. They are on disk when this returns.
   * @throws NotStoredError
   */
  commit({ written, clockOffset }: Change): void {
    this.#transaction(({ write, writeClock }) => {
      for (const { order, origin, text } of written) write.run(order, origin, text);
      if (clockOffset !== undefined) writeClock.run(clockOffset);
    });
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
    this.#statements = undefined;
  }

  #open(): Database {
    if (!this.#database) throw new Error(`The data file ${this.#path} is closed`);
    return this.#database;
  }

  #transaction(action: (statements: Statements) => void): void {
    const { connection } = this.#open();
    try {
      connection.exec('BEGIN IMMEDIATE');
      if (this.#statements) action(this.#statements);
      connection.exec('COMMIT');
    } catch (error) {
      rollBack(connection);
      const isOfDisk = hasResultCode(error, resultCodes.full) || hasResultCode(error, resultCodes.inputOutput);
      throw isOfDisk ? new NotStoredError(this.#path, reasonOf(error)) : error;
    }
  }

  *#readReferrals(): Generator<Parsed> {
    let position = 0;
    try {
      for (const row of this.#statements?.readAll.iterate() ?? []) {
        const value = parseJson(String(row.text));
        const id = isObject(value) ? textOf(value.id) : undefined;
        const isInOrder = row.position === position++;
        if (!isObject(value) || id === undefined || !isInOrder) throw new Error(`in row ${position}`);
        yield { id, text: String(row.text), origin: row.origin === 'seed' ? 'seed' : 'sandbox', value };
      }
    } catch (error) {
      this.close();
      throw damaged(this.#path, error);
    }
  }

  /** Builds the database beside the journal, so that there is always one complete file at the path. */
  #convertJournal(): void {
    checkJournalLock(this.#path);
    const draft = `${this.#path}.converting`;
    try {
      const database = openDatabase(draft);
      try {
        copyJournal(this.#path, database.connection);
      } finally {
        database.close();
      }
      const kept = keepJournal(this.#path);
      renameSync(draft, this.#path);
      rmSync(journalLock(this.#path), { force: true });
      this.#report(`${this.#path} was converted to the present format. The file as it was is kept as ${kept}.`);
    } catch (error) {
      if (error instanceof DataFileError) throw error;
      throw cannotBe('written', this.#path, reasonOf(error));
    }
  }
}

/** The log keeps this size at most after a large transaction. */
const writeAhead = `PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = ${64 * 1024 * 1024}`;

interface Statements {
  readonly readAll: StatementSync;
  readonly readClock: StatementSync;
  readonly write: StatementSync;
  readonly writeClock: StatementSync;
  readonly clear: StatementSync;
}

function prepare(connection: DatabaseSync): Statements {
  return {
    readAll: connection.prepare('SELECT position, origin, text FROM referral ORDER BY position'),
    readClock: connection.prepare('SELECT offset_ms FROM clock'),
    write: connection.prepare(
      'INSERT INTO referral (position, origin, text) VALUES (?, ?, ?) ON CONFLICT (position) DO UPDATE SET text = excluded.text',
    ),
    writeClock: connection.prepare(
      'INSERT INTO clock (id, offset_ms) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET offset_ms = excluded.offset_ms',
    ),
    clear: connection.prepare('DELETE FROM referral'),
  };
}

/** A draft of an interrupted conversion is overwritten. */
function copyJournal(path: string, connection: DatabaseSync): void {
  const { clear, write, writeClock } = prepare(connection);
  const positions = new Map<string, number>();
  let clockOffset = 0;
  connection.exec('BEGIN');
  clear.run();
  for (const entry of readJournal(path)) {
    if (typeof entry === 'number') {
      clockOffset = entry;
      continue;
    }
    const key = entry.id.toLowerCase();
    const position = positions.get(key) ?? positions.size;
    positions.set(key, position);
    write.run(position, entry.origin, entry.text);
  }
  writeClock.run(clockOffset);
  connection.exec('COMMIT');
}

function rollBack(connection: DatabaseSync): void {
  try {
    connection.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back itself, as it does if the disk is full.
  }
}

/** The target of a link: the database is replaced by renaming, which would replace the link. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
