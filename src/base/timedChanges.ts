import { Alarm, type Clock } from './alarm.ts';
import type { Disposable } from './lifetime.ts';

/**
 * Redraws displayed texts when they become outdated at a known time. One timer waits for the earliest of these times.
 * There is no timer while nothing is visible.
 */
export class TimedChanges implements Disposable {
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #waiting = new Map<string, { readonly time: number; readonly redraw: () => void }>();
  /** No time in `#waiting` is earlier than this one. It may have been removed. */
  #first = Infinity;
  #shown = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock, () => this.check());
  }

  /** Sets whether any of the texts is visible. */
  show(shown: boolean): void {
    this.#shown = shown;
    this.check();
  }

  /**
   * Registers a drawn text and the time when it becomes outdated; undefined if it never does. The entry is removed
   * before `redraw` is called.
   */
  set(key: string, time: number | undefined, redraw: () => void): void {
    if (time === undefined) {
      this.#waiting.delete(key);
      return;
    }
    this.#waiting.set(key, { time, redraw });
    if (time >= this.#first) return;
    this.#first = time;
    if (this.#shown) this.#alarm.set(time);
  }

  /** Removes all entries whose key has the prefix. */
  forget(prefix: string): void {
    for (const key of this.#waiting.keys()) if (key.startsWith(prefix)) this.#waiting.delete(key);
  }

  /**
   * Redraws outdated texts and sets the timer again. Call this after the clock was changed, and where a timer may be
   * late, e.g. after the machine was asleep.
   */
  check(): void {
    this.#alarm.set(undefined);
    if (!this.#shown) return;
    const now = this.#clock.now();
    const due: (() => void)[] = [];
    if (this.#first <= now) {
      this.#first = Infinity;
      for (const [key, { time, redraw }] of this.#waiting) {
        if (time <= now) {
          this.#waiting.delete(key);
          due.push(redraw);
        } else this.#first = Math.min(this.#first, time);
      }
    }
    this.#alarm.set(this.#first === Infinity ? undefined : this.#first);
    for (const redraw of due) redraw();
  }

  dispose(): void {
    this.show(false);
    this.#waiting.clear();
  }
}
