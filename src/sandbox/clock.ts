const dayMs = 24 * 60 * 60 * 1000;

/** The sandbox's time: the real one plus the days it was told to advance. */
export class SandboxClock {
  private readonly realNow: () => number;
  private offsetMs = 0;
  private lastTick = 0;

  constructor(realNow: () => number = Date.now) {
    this.realNow = realNow;
  }

  /** Milliseconds since 1970, in sandbox time. */
  now(): number {
    return this.realNow() + this.offsetMs;
  }

  /** Moves time forward; `days` may be a fraction. */
  advance(days: number): void {
    this.offsetMs += days * dayMs;
  }

  reset(): void {
    this.offsetMs = 0;
  }

  /**
   * A timestamp in the service's spelling with 7 fractional digits (reference §3.11). No two are the same and each is
   * later than the one before, as long as time is not reset, so that sorting by `updatedDateTime` tells the order of writes.
   */
  stamp(): string {
    const tick = Math.max(this.now() * 10_000, this.lastTick + 1);
    this.lastTick = tick;
    return sevenDigits(tick);
  }
}

/** `2026-03-02T09:14:31.4820000Z` */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '0000Z');
}

/** @param tick 100 ns since 1970, what the seventh digit counts */
function sevenDigits(tick: number): string {
  const ms = Math.floor(tick / 10_000);
  return new Date(ms).toISOString().replace('Z', `${String(Math.floor(tick - ms * 10_000)).padStart(4, '0')}Z`);
}

export function daysLater(ms: number, days: number): number {
  return ms + days * dayMs;
}
