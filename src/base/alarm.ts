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

/** Maximum delay of `setTimeout` in ms. It has 32 bits, and a longer delay ends at once. */
const maxDelay = 2 ** 31 - 1;

/** A timer for one time, which may be further away than `setTimeout` allows. */
export class Alarm implements Disposable {
  readonly #clock: Clock;
  readonly #task: () => void;
  #timer: Disposable | undefined;
  #time: number | undefined;

  constructor(clock: Clock, task: () => void) {
    this.#clock = clock;
    this.#task = task;
  }

  /** Sets the time in ms since 1970, replacing the previous one. Undefined stops the timer. */
  set(time: number | undefined): void {
    if (time === this.#time && this.#timer) return;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#time = time;
    if (time === undefined) return;
    const wait = Math.min(Math.max(0, time - this.#clock.now()), maxDelay);
    this.#timer = this.#clock.after(wait, () => {
      this.#timer = undefined;
      // Timers may fire slightly early, and a long wait takes several timers.
      if (this.#clock.now() < time) this.set(time);
      else this.#task();
    });
  }

  dispose(): void {
    this.set(undefined);
  }
}
