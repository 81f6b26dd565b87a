import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { takeFileLock } from './fileLock.ts';
import { isObject, parseJson } from '../json/json.ts';
import type { Incoming } from './store.ts';

/** What a data file holds. */
export interface SavedState {
  readonly referrals: readonly Incoming[];
  /** How far the clock was advanced, in milliseconds. */
  readonly clockOffset: number;
}

/** A data file that cannot be used; the message names the place and what to do. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

const header = '{"partnerApiSandbox":1}\n';

/**
 * Keeps a sandbox's state in a file. Every write appends one line before it is answered, so a process that is killed loses
 * nothing that was answered; a line it was in the middle of is dropped at the next start. Starting anew and cleaning up
 * write a second file and rename it, so there is always a whole one. For one process at a time, which a lock file sees to.
 */
export class DataFile {
  private readonly path: string;
  private fd: number | undefined;
  /** Bytes that are known to be whole lines. */
  private size = 0;
  private unlock: (() => void) | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The saved state, or undefined when there is no file yet.
   * @throws DataFileError when the file cannot be read or is no data file
   */
  load(): SavedState | undefined {
    this.lock();
    try {
      return this.readState();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  private lock(): void {
    const lock = this.writing(() => takeFileLock(`${this.path}.lock`));
    if (typeof lock === 'number') {
      throw new DataFileError(
        `${this.path} is in use by process ${lock}. End that sandbox, give --data another path, or, if that process is no sandbox, remove ${this.path}.lock.`,
      );
    }
    this.unlock = lock;
  }

  private readState(): SavedState | undefined {
    const content = existsSync(this.path) ? this.read() : '';
    // An empty file, or one whose first line was being written when the process ended, holds nothing yet.
    if (header.startsWith(content) && content !== header) return undefined;
    const lines = content.split('\n');
    // What follows the last line break is a line that was being written when the process ended.
    const isTorn = lines.pop() !== '';
    if (`${lines[0]}\n` !== header) {
      throw new DataFileError(
        `${this.path} is not a data file of the sandbox. Give --data another path, or move it away.`,
      );
    }
    const referrals = new Map<string, Incoming>();
    let clockOffset = 0;
    for (const [index, line] of lines.entries()) {
      if (index === 0) continue;
      const entry = this.parse(line, index + 1);
      if (typeof entry === 'number') clockOffset = entry;
      else referrals.set(entry.id.toLowerCase(), entry);
    }
    const state = { referrals: [...referrals.values()], clockOffset };
    this.writing(() => {
      if (isTorn || lines.length > 2 * referrals.size + 1000) this.replaceAll(state);
      else this.open();
    });
    return state;
  }

  /**
   * The first state of a file that load did not find.
   * @throws DataFileError when the file cannot be written
   */
  begin(referrals: readonly Incoming[]): void {
    this.writing(() => this.replaceAll({ referrals, clockOffset: 0 }));
  }

  /** Puts a state in the place of all that is there; when that fails, what is there stays and goes on. */
  replaceAll({ referrals, clockOffset }: SavedState): void {
    const draft = `${this.path}.new`;
    const fd = openSync(draft, 'w');
    try {
      writeAll(fd, header);
      for (const referral of referrals) writeAll(fd, lineOf(referral));
      if (clockOffset !== 0) writeAll(fd, clockLine(clockOffset));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    const wasOpen = this.fd !== undefined;
    // Windows does not rename over a file that is open.
    this.closeFile();
    try {
      renameSync(draft, this.path);
    } catch (error) {
      if (wasOpen) this.open();
      throw error;
    }
    this.open();
  }

  appendReferral(referral: Incoming): void {
    this.append(lineOf(referral));
  }

  appendClock(clockOffset: number): void {
    this.append(clockLine(clockOffset));
  }

  close(): void {
    this.closeFile();
    this.unlock?.();
    this.unlock = undefined;
  }

  private closeFile(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private open(): void {
    this.fd = openSync(this.path, 'a');
    this.size = statSync(this.path).size;
  }

  private append(line: string): void {
    if (this.fd === undefined) throw new Error('The data file is closed');
    try {
      this.size += writeAll(this.fd, line);
    } catch (error) {
      // A disk that is full may have taken half of the line.
      ftruncateSync(this.fd, this.size);
      throw error;
    }
  }

  /** Does what a start needs; a path that cannot be written is the user's to change. */
  private writing<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      this.close();
      if (error instanceof DataFileError) throw error;
      throw new DataFileError(
        `The data file ${this.path} cannot be written (${reasonOf(error)}). Check the path after --data.`,
      );
    }
  }

  private read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      throw new DataFileError(
        `The data file ${this.path} cannot be read (${reasonOf(error)}). Check the path after --data.`,
      );
    }
  }

  private parse(line: string, number: number): Incoming | number {
    try {
      const entry = parseJson(line);
      if (isObject(entry)) {
        const { id, text, origin, clockOffset } = entry;
        if (typeof clockOffset === 'number') return clockOffset;
        const isReferral = typeof id === 'string' && typeof text === 'string' && isObject(parseJson(text));
        if (isReferral && (origin === 'seed' || origin === 'sandbox')) return { id, text, origin };
      }
    } catch {
      // Falls through to the refusal.
    }
    throw new DataFileError(
      `${this.path} is damaged at line ${number}. Remove that line, or move the file away to start anew.`,
    );
  }
}

/** Writes all of it, also where the system takes only a part at a time; returns how many bytes. */
function writeAll(fd: number, line: string): number {
  const bytes = Buffer.from(line);
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
  return written;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The referral's text goes in as a string: its own line breaks and spelling stay. */
function lineOf({ id, text, origin }: Incoming): string {
  return `${JSON.stringify({ id, origin, text })}\n`;
}

function clockLine(clockOffset: number): string {
  return `${JSON.stringify({ clockOffset })}\n`;
}
