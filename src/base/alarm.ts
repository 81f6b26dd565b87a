import type { Disposable } from './lifetime.ts';

export interface Clock {
  /** ms since 1970 */
  now(): number;
  after(ms: number, task: () => void): Disposable;
}

export const systemClock: Clock = {
  now: Date.now,
  after(ms, task) {
    const handle = setTimeout(task, ms);
    return { dispose: () => clearTimeout(handle) };
  },
};

/** `setTimeout` keeps its delay in 32 bits; a longer one ends at once. */
const longestDelay = 2 ** 31 - 1;

/** One timer for one moment, which may be any time ahead. */
export class Alarm implements Disposable {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #timer: Disposable | undefined;
  #moment: number | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Takes the place of what was set before; undefined: no moment, and no timer. */
  set(moment: number | undefined): void {
    if (moment === this.#moment && this.#timer) return;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#moment = moment;
    if (moment === undefined) return;
    const wait = Math.min(Math.max(0, moment - this.#clock.now()), longestDelay);
    this.#timer = this.#clock.after(wait, () => {
      this.#timer = undefined;
      // Timers end a little early at times, and a wait that was too long for one goes on.
      if (this.#clock.now() < moment) this.set(moment);
      else this.#ring();
    });
  }

  dispose(): void {
    this.set(undefined);
  }
}
