import { Alarm, type Clock } from './alarm.ts';
import type { Disposable } from './lifetime.ts';

/**
 * What is shown and will be out of date at a known moment. One timer sleeps until the first of these moments; there is
 * none while nothing is shown.
 */
export class TimedChanges implements Disposable {
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #waiting = new Map<string, { readonly moment: number; readonly redraw: () => void }>();
  /** No moment is before this one. There may be none at it any more. */
  #first = Infinity;
  #shown = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock, () => this.check());
  }

  /** Whether a person can see any of it now. */
  show(shown: boolean): void {
    this.#shown = shown;
    this.check();
  }

  /** Something was drawn and is right until the moment; undefined: for good. After `redraw` it is forgotten. */
  set(key: string, moment: number | undefined, redraw: () => void): void {
    if (moment === undefined) {
      this.#waiting.delete(key);
      return;
    }
    this.#waiting.set(key, { moment, redraw });
    if (moment >= this.#first) return;
    this.#first = moment;
    if (this.#shown) this.#alarm.set(moment);
  }

  /** Forgets all of which the key begins like this. */
  forget(prefix: string): void {
    for (const key of this.#waiting.keys()) if (key.startsWith(prefix)) this.#waiting.delete(key);
  }

  /** Redraws what is out of date. To be called where a timer may be late, e.g. after the machine was asleep. */
  check(): void {
    if (!this.#shown) return this.#alarm.set(undefined);
    const now = this.#clock.now();
    const due: (() => void)[] = [];
    if (this.#first <= now) {
      this.#first = Infinity;
      for (const [key, { moment, redraw }] of this.#waiting) {
        if (moment <= now) {
          this.#waiting.delete(key);
          due.push(redraw);
        } else this.#first = Math.min(this.#first, moment);
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
