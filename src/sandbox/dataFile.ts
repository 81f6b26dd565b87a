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
import { isObject, parseJson } from './json.ts';
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
 * write a second file and rename it, so there is always a whole one. For one process at a time.
 */
export class DataFile {
  private readonly path: string;
  private fd: number | undefined;
  /** Bytes that are known to be whole lines. */
  private size = 0;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The saved state, or undefined when there is no file yet.
   * @throws DataFileError when the file cannot be read or is no data file
   */
  load(): SavedState | undefined {
    if (!existsSync(this.path)) return undefined;
    const lines = this.read().split('\n');
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
    if (isTorn || lines.length > 2 * referrals.size + 1000) this.replaceAll(state);
    else this.open();
    return state;
  }

  /** Puts a state in the place of all that is there. */
  replaceAll({ referrals, clockOffset }: SavedState): void {
    this.close();
    const draft = `${this.path}.new`;
    const fd = openSync(draft, 'w');
    try {
      writeSync(fd, header);
      for (const referral of referrals) writeSync(fd, lineOf(referral));
      if (clockOffset !== 0) writeSync(fd, clockLine(clockOffset));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, this.path);
    this.open();
  }

  appendReferral(referral: Incoming): void {
    this.append(lineOf(referral));
  }

  appendClock(clockOffset: number): void {
    this.append(clockLine(clockOffset));
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private open(): void {
    this.fd = openSync(this.path, 'a');
    this.size = statSync(this.path).size;
  }

  private append(line: string): void {
    if (this.fd === undefined) throw new Error('The data file is closed');
    const bytes = Buffer.from(line);
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(this.fd, bytes, written);
      this.size += bytes.length;
    } catch (error) {
      // A disk that is full may have taken half of the line.
      ftruncateSync(this.fd, this.size);
      throw error;
    }
  }

  private read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DataFileError(`The data file ${this.path} cannot be read (${reason}). Check the path after --data.`);
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

/** The referral's text goes in as a string: its own line breaks and spelling stay. */
function lineOf({ id, text, origin }: Incoming): string {
  return `${JSON.stringify({ id, origin, text })}\n`;
}

function clockLine(clockOffset: number): string {
  return `${JSON.stringify({ clockOffset })}\n`;
}
