import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/base/alarm.ts';

/** Time that passes when told to. */
export class StagedClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ at: number; task: () => void }>();

  constructor(now = 1_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): { dispose(): void } {
    const timer = { at: this.#now + ms, task };
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** How long the timers sleep from now on. */
  get sleeps(): number[] {
    return [...this.#timers].map(({ at }) => at - this.#now);
  }

  /** The machine sleeps, and its timers with it. */
  suspend(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.at += ms;
  }

  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = next.at;
      this.#timers.delete(next);
      next.task();
      // What the task awaits has come already: nothing but promises goes on before the next turn of the event loop.
      await nextTurn();
    }
    this.#now = until;
  }
}
