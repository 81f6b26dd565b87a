const dayMs = 24 * 60 * 60 * 1000;

/** Later times would give deadlines after the year 9999, which timestamps can't express. */
const latest = Date.UTC(9999, 0);

/** The sandbox's clock: the real time plus the advanced days. */
export class SandboxClock {
  readonly #realNow: () => number;
  #offsetMs = 0;
  /** The last timestamp: milliseconds, and additional units of 100 ns. */
  #last = { ms: 0, ticks: 0 };

  constructor(realNow: () => number = Date.now) {
    this.#realNow = realNow;
  }

  /** Milliseconds since 1970 in sandbox time. */
  now(): number {
    return this.#realNow() + this.#offsetMs;
  }

  /** Milliseconds since 1970 in real time. */
  realNow(): number {
    return this.#realNow();
  }

  /** True if the clock can be this many milliseconds ahead of the real time. */
  canShow(offset: number): boolean {
    return offset >= 0 && this.#realNow() + offset <= latest;
  }

  /** Advances the clock; `days` may be a fraction. */
  advance(days: number): void {
    this.#offsetMs = this.offsetAfter(days);
  }

  /** The value of `offset` after this many more days. */
  offsetAfter(days: number): number {
    return this.#offsetMs + days * dayMs;
  }

  /** Milliseconds between real and sandbox time; can be set to reset the clock. */
  get offset(): number {
    return this.#offsetMs;
  }

  set offset(ms: number) {
    this.#offsetMs = ms;
    this.#last = { ms: 0, ticks: 0 };
  }

  /** Returns a function that turns the clock, and the timestamps that follow, back to what they are now. */
  mark(): () => void {
    const [offset, last] = [this.#offsetMs, { ...this.#last }];
    return () => {
      this.#offsetMs = offset;
      this.#last = last;
    };
  }

  /**
   * A timestamp with 7 fractional digits as in the service (docs/api.md, Formats). Unless the clock is reset, each is
   * later than the previous one, so that sorting by `updatedDateTime` gives the order of writes.
   */
  stamp(): string {
    const ms = Math.floor(this.now());
    // Stored separately, since units of 100 ns since 1970 exceed JavaScript's safe integers.
    if (ms > this.#last.ms) this.#last = { ms, ticks: 0 };
    else if (this.#last.ticks < 9999) this.#last.ticks++;
    else this.#last = { ms: this.#last.ms + 1, ticks: 0 };
    return new Date(this.#last.ms).toISOString().replace('Z', `${String(this.#last.ticks).padStart(4, '0')}Z`);
  }
}

/** `2026-03-02T09:14:31.4820000Z` */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '0000Z');
}

/** The timestamp this many days later, with the same fractional digits. */
export function stampLater(stamp: string, days: number): string {
  const ms = daysLater(Date.parse(stamp), days);
  return timestamp(ms).slice(0, -5) + stamp.slice(-5);
}

export function daysLater(ms: number, days: number): number {
  return ms + days * dayMs;
}
