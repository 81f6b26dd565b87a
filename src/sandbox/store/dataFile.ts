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
import { isObject, parseJson } from '../../base/json.ts';
import type { Incoming } from './store.ts';

/** What a data file holds. */
export interface SavedState {
  readonly referrals: readonly Incoming[];
  /** Offset of the clock in milliseconds. */
  readonly clockOffset: number;
}

/** An unusable data file. The message has the position and the next step. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

const header = '{"partnerApiSandbox":1}\n';

/**
 * Keeps a sandbox's state in a file. Each write appends a line before it is answered, so a killed process loses no
 * answered write; an incomplete line is dropped at the next start. Reset and compaction write a second file and rename
 * it, so there is always a complete one. A lock file prevents a second process from using it.
 */
export class DataFile {
  readonly #path: string;
  #fd: number | undefined;
  /** Number of bytes of complete lines. */
  #size = 0;
  #unlock: (() => void) | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * The saved state, or undefined if there is no file.
   * @throws DataFileError if the file cannot be read or is not a data file
   */
  load(): SavedState | undefined {
    this.#lock();
    try {
      return this.#readState();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #lock(): void {
    const lock = this.#writing(() => takeFileLock(`${this.#path}.lock`));
    if (typeof lock === 'number') {
      throw new DataFileError(
        `${this.#path} is in use by process ${lock}. End that sandbox, give --data another path, or, if that process is no sandbox, remove ${this.#path}.lock.`,
      );
    }
    this.#unlock = lock;
  }

  #readState(): SavedState | undefined {
    const content = existsSync(this.#path) ? this.#read() : '';
    // An empty file or an incomplete first line: nothing was saved yet.
    if (header.startsWith(content) && content !== header) return undefined;
    const lines = content.split('\n');
    // Text after the last line break is an incomplete line.
    const isTorn = lines.pop() !== '';
    if (`${lines[0]}\n` !== header) {
      throw new DataFileError(
        `${this.#path} is not a data file of the sandbox. Give --data another path, or move it away.`,
      );
    }
    const referrals = new Map<string, Incoming>();
    let clockOffset = 0;
    for (const [index, line] of lines.entries()) {
      if (index === 0) continue;
      const entry = this.#parse(line, index + 1);
      if (typeof entry === 'number') clockOffset = entry;
      else referrals.set(entry.id.toLowerCase(), entry);
    }
    const state = { referrals: [...referrals.values()], clockOffset };
    this.#writing(() => {
      if (isTorn || lines.length > 2 * referrals.size + 1000) this.replaceAll(state);
      else this.#open();
    });
    return state;
  }

  /**
   * Writes the first state if `load` found no file.
   * @throws DataFileError if the file cannot be written
   */
  begin(referrals: readonly Incoming[]): void {
    this.#writing(() => this.replaceAll({ referrals, clockOffset: 0 }));
  }

  /** Replaces the whole state. On failure the file is unchanged and still in use. */
  replaceAll({ referrals, clockOffset }: SavedState): void {
    const draft = `${this.#path}.new`;
    const fd = openSync(draft, 'w');
    try {
      writeAll(fd, header);
      for (const referral of referrals) writeAll(fd, lineOf(referral));
      if (clockOffset !== 0) writeAll(fd, clockLine(clockOffset));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    const wasOpen = this.#fd !== undefined;
    // Windows can't replace a file that is open.
    this.#closeFile();
    try {
      renameSync(draft, this.#path);
    } catch (error) {
      if (wasOpen) this.#open();
      throw error;
    }
    this.#open();
  }

  appendReferral(referral: Incoming): void {
    this.#append(lineOf(referral));
  }

  appendClock(clockOffset: number): void {
    this.#append(clockLine(clockOffset));
  }

  close(): void {
    this.#closeFile();
    this.#unlock?.();
    this.#unlock = undefined;
  }

  #closeFile(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #open(): void {
    this.#fd = openSync(this.#path, 'a');
    this.#size = statSync(this.#path).size;
  }

  #append(line: string): void {
    if (this.#fd === undefined) throw new Error('The data file is closed');
    try {
      this.#size += writeAll(this.#fd, line);
    } catch (error) {
      // If the disk is full, the line may be incomplete.
      ftruncateSync(this.#fd, this.#size);
      throw error;
    }
  }

  /** Turns errors of the file system into a DataFileError. */
  #writing<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      this.close();
      if (error instanceof DataFileError) throw error;
      throw new DataFileError(
        `The data file ${this.#path} cannot be written (${reasonOf(error)}). Check the path after --data.`,
      );
    }
  }

  #read(): string {
    try {
      return readFileSync(this.#path, 'utf8');
    } catch (error) {
      throw new DataFileError(
        `The data file ${this.#path} cannot be read (${reasonOf(error)}). Check the path after --data.`,
      );
    }
  }

  #parse(line: string, number: number): Incoming | number {
    try {
      const entry = parseJson(line);
      if (isObject(entry)) {
        const { id, text, origin, clockOffset } = entry;
        if (typeof clockOffset === 'number') return clockOffset;
        const isReferral = typeof id === 'string' && typeof text === 'string' && isObject(parseJson(text));
        if (isReferral && (origin === 'seed' || origin === 'sandbox')) return { id, text, origin };
      }
    } catch {
      // Throws below.
    }
    throw new DataFileError(
      `${this.#path} is damaged at line ${number}. Remove that line, or move the file away to start anew.`,
    );
  }
}

/** Writes everything, even if the system writes only a part at a time. Returns the number of bytes. */
function writeAll(fd: number, line: string): number {
  const bytes = Buffer.from(line);
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
  return written;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The referral's text is stored as a string, so it keeps its line breaks. */
function lineOf({ id, text, origin }: Incoming): string {
  return `${JSON.stringify({ id, origin, text })}\n`;
}

function clockLine(clockOffset: number): string {
  return `${JSON.stringify({ clockOffset })}\n`;
}
