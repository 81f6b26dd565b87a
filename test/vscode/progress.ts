/** What progress is shown on: this process's stderr, or what stands in for it. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Off a terminal nothing can be redrawn, and a line each second would fill a log. */
const betweenLines = 5_000;
const clearLine = '\r\x1b[K';

/**
 * One line that says how far something has come. A terminal has it redrawn in place; elsewhere it is written anew, but
 * not more often than every few seconds.
 */
export class Progress {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #redraws: boolean;
  #shown = '';
  #shownAt = -Infinity;

  constructor(screen: Screen, { now = Date.now, terminal = process.env['TERM'] } = {}) {
    this.#screen = screen;
    this.#now = now;
    this.#redraws = screen.isTTY === true && terminal !== 'dumb';
  }

  show(line: string): void {
    if (this.#redraws) {
      if (line === this.#shown) return;
      // A line that wraps could not be cleared.
      this.#screen.write(clearLine + line.slice(0, (this.#screen.columns ?? 80) - 1));
    } else {
      if (this.#now() - this.#shownAt < betweenLines) return;
      this.#screen.write(`${line}\n`);
    }
    this.#shown = line;
    this.#shownAt = this.#now();
  }

  /** Ends with a line that stays; without one nothing of the last stays on a terminal. */
  end(line?: string): void {
    if (this.#redraws && this.#shown) this.#screen.write(clearLine);
    this.#shown = '';
    if (line !== undefined) this.#screen.write(`${line}\n`);
  }
}

export function downloaded(bytes: number, expectedMegabytes: number): string {
  const megabytes = Math.round(bytes / 1_000_000);
  // The expected number is a measured one, and a package's compressed size is not known before.
  return megabytes < expectedMegabytes
    ? `${megabytes} of about ${expectedMegabytes} MB downloaded`
    : `${megabytes} MB downloaded`;
}
