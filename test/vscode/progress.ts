/** Where progress is shown: stderr of this process, or a replacement in tests. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Without a terminal a line can't be redrawn, and a line for each second would fill a log. In ms. */
const lineInterval = 5_000;
const clearLine = '\r\x1b[K';

/** Shows progress in one line. In a terminal the line is redrawn. Otherwise a new line is written every few seconds. */
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
      // A wrapped line couldn't be cleared.
      this.#screen.write(clearLine + line.slice(0, (this.#screen.columns ?? 80) - 1));
    } else {
      if (this.#now() - this.#shownAt < lineInterval) return;
      this.#screen.write(`${line}\n`);
    }
    this.#shown = line;
    this.#shownAt = this.#now();
  }

  /** Ends with a line that remains. Without one, the line is removed from a terminal. */
  end(line?: string): void {
    if (this.#redraws && this.#shown) this.#screen.write(clearLine);
    this.#shown = '';
    if (line !== undefined) this.#screen.write(`${line}\n`);
  }
}

export function downloaded(bytes: number, expectedMegabytes: number): string {
  const megabytes = Math.round(bytes / 1_000_000);
  // The expected size was measured, and the compressed size of a package isn't known in advance.
  return megabytes < expectedMegabytes
    ? `${megabytes} of about ${expectedMegabytes} MB downloaded`
    : `${megabytes} MB downloaded`;
}
