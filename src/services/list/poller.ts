import { ApiError } from '../../api/failure.ts';
import type { Clock } from '../../base/alarm.ts';
import type { Disposable } from '../../base/lifetime.ts';

export interface NewsWatchParts {
  /** Requests the newest referrals without showing progress. Rejects with an `ApiError`. */
  readonly look: () => Promise<void>;
  /** When the newest referrals were last requested, in ms since 1970. */
  readonly asOf: () => number | undefined;
  /** Interval between requests, in minutes; 0 turns them off. */
  readonly minutes: () => number;
  readonly clock: Clock;
}

const maxWaitMs = 3_600_000;

/**
 * Polls for changed referrals, but only while the list is visible; otherwise there is no timer. After a 429 it waits as
 * long as the server asked, and at least twice as long as before, up to an hour.
 */
export class NewsWatch implements Disposable {
  readonly #parts: NewsWatchParts;
  #timer: Disposable | undefined;
  #visible = false;
  #requesting = false;
  /** When the last request ended. */
  #lastEnd = -Infinity;
  /** No request may be sent before this time, because of a 429. */
  #notBefore = 0;
  /** Minimum wait after the last 429, in ms; 0 after a success. */
  #wait = 0;

  constructor(parts: NewsWatchParts) {
    this.#parts = parts;
  }

  /** Sets whether the list is visible. */
  watch(visible: boolean): void {
    this.#visible = visible;
    this.reschedule();
  }

  /** Call this when the settings changed. */
  reschedule(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const { minutes, asOf, clock } = this.#parts;
    const interval = minutes() * 60_000;
    if (!this.#visible || this.#requesting || interval <= 0) return;
    const now = clock.now();
    const due = Math.max(Math.max(asOf() ?? now, this.#lastEnd) + interval, this.#notBefore);
    this.#timer = clock.after(Math.max(0, due - now), () => void this.#request(interval));
  }

  dispose(): void {
    this.watch(false);
  }

  async #request(interval: number): Promise<void> {
    const { look, clock } = this.#parts;
    this.#requesting = true;
    try {
      await look();
      this.#wait = 0;
    } catch (error) {
      const failure = error instanceof ApiError ? error.failure : undefined;
      if (failure?.kind === 'throttled') {
        this.#wait = Math.min(maxWaitMs, 2 * Math.max(this.#wait, interval));
        this.#notBefore = clock.now() + Math.max(failure.retryAfterMs ?? 0, this.#wait);
      } else this.#wait = 0;
    } finally {
      this.#requesting = false;
      this.#lastEnd = clock.now();
      this.reschedule();
    }
  }
}
