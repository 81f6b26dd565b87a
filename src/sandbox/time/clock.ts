const dayMs = 24 * 60 * 60 * 1000;

/** Later times would give deadlines beyond the year 9999, the last one a timestamp can spell. */
const latest = Date.UTC(9999, 0);

/** The sandbox's time: the real one plus the days it was told to advance. */
export class SandboxClock {
  private readonly realNow: () => number;
  private offsetMs = 0;
  /** The last stamp: its millisecond, and how many 100 ns after that. */
  private last = { ms: 0, ticks: 0 };

  constructor(realNow: () => number = Date.now) {
    this.realNow = realNow;
  }

  /** Milliseconds since 1970, in sandbox time. */
  now(): number {
    return this.realNow() + this.offsetMs;
  }

  /** Is this a time the clock can show, so many milliseconds ahead of the real one? */
  canShow(offset: number): boolean {
    return offset >= 0 && this.realNow() + offset <= latest;
  }

  /** Moves time forward; `days` may be a fraction. */
  advance(days: number): void {
    this.offsetMs = this.offsetAfter(days);
  }

  /** What `offset` would be that many days later. */
  offsetAfter(days: number): number {
    return this.offsetMs + days * dayMs;
  }

  /** Milliseconds between the real time and the sandbox's; set to bring time back. */
  get offset(): number {
    return this.offsetMs;
  }

  set offset(ms: number) {
    this.offsetMs = ms;
    this.last = { ms: 0, ticks: 0 };
  }

  /**
   * A timestamp in the service's spelling with 7 fractional digits (reference §3.11). No two are the same and each is
   * later than the one before, as long as time is not reset, so that sorting by `updatedDateTime` tells the order of writes.
   */
  stamp(): string {
    const ms = Math.floor(this.now());
    // Kept apart because 100 ns since 1970 no longer fit a JavaScript number.
    if (ms > this.last.ms) this.last = { ms, ticks: 0 };
    else if (this.last.ticks < 9999) this.last.ticks++;
    else this.last = { ms: this.last.ms + 1, ticks: 0 };
    return new Date(this.last.ms).toISOString().replace('Z', `${String(this.last.ticks).padStart(4, '0')}Z`);
  }
}

/** `2026-03-02T09:14:31.4820000Z` */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '0000Z');
}

/** A stamp so many days later, to the last of its digits. */
export function stampLater(stamp: string, days: number): string {
  const ms = daysLater(Date.parse(stamp), days);
  return timestamp(ms).slice(0, -5) + stamp.slice(-5);
}

export function daysLater(ms: number, days: number): number {
  return ms + days * dayMs;
}
