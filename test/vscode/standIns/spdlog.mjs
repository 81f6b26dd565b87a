// Replaces the native @vscode/spdlog in VS Code's server, so that no compiler is needed: the functions that the server
// calls, with the same lines in the same files.
// calls of it, with the same lines in the same files.
import { Buffer } from 'node:buffer';
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname, format, parse } from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

/** Each line is written immediately, whatever its level. */
export function setFlushOn() {}

export async function createAsyncRotatingLogger(_name, file, maxSize, maxFiles) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger(file, maxSize, maxFiles);
}

class Logger {
  #file;
  #maxSize;
  #maxFiles;
  #descriptor;
  #size;
  #level = levels.indexOf('info');
  #format = line;

  constructor(file, maxSize, maxFiles) {
    this.#file = file;
    this.#maxSize = maxSize;
    this.#maxFiles = maxFiles;
    this.#open('a');
  }

  trace(message) {
    this.#log(0, message);
  }

  debug(message) {
    this.#log(1, message);
  }

  info(message) {
    this.#log(2, message);
  }

  warn(message) {
    this.#log(3, message);
  }

  error(message) {
    this.#log(4, message);
  }

  critical(message) {
    this.#log(5, message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  /** The server uses only the pattern of {@link line}. */
  setPattern() {}

  clearFormatters() {
    this.#format = (_level, message) => message;
  }

  /** Nothing is buffered. */
  flush() {}

  drop() {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #log(level, message) {
    if (level < this.#level || this.#descriptor === undefined) return;
    const bytes = Buffer.from(this.#format(level, message));
    if (this.#size > 0 && this.#size + bytes.length > this.#maxSize) this.#rotate();
    this.#size += writeSync(this.#descriptor, bytes);
  }

  #open(flags) {
    this.#descriptor = openSync(this.#file, flags);
    this.#size = fstatSync(this.#descriptor).size;
  }

  /** Renames log.txt to log.1.txt, that to log.2.txt, and so on. The oldest one is overwritten. */
  #rotate() {
    this.drop();
    for (let index = this.#maxFiles; index > 0; index--) {
      const younger = this.#nameOf(index - 1);
      if (existsSync(younger)) renameSync(younger, this.#nameOf(index));
    }
    this.#open('w');
  }

  #nameOf(index) {
    const { dir, name, ext } = parse(this.#file);
    return index === 0 ? this.#file : format({ dir, name: `${name}.${index}`, ext });
  }
}

function line(level, message) {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return `${local.toISOString().slice(0, 23).replace('T', ' ')} [${levels[level]}] ${message}\n`;
}
