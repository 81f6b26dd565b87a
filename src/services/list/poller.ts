import { ApiError } from '../../api/failure.ts';
import type { Clock } from '../../base/alarm.ts';
import type { Disposable } from '../../base/lifetime.ts';

export interface NewsWatchParts {
  /** Looks once, silently; rejects with an `ApiError`. */
  readonly look: () => Promise<void>;
  /** When the server last told what is newest. */
  readonly asOf: () => number | undefined;
  /** How often to look; 0: never. */
  readonly minutes: () => number;
  readonly clock: Clock;
}

const longestWait = 3_600_000;

/**
 * Looks for news at a polite pace, and only while somebody looks at the list: else it holds no timer. Throttled, it waits
 * as long as the server said, at least twice as long as the time before, up to an hour.
 */
export class NewsWatch implements Disposable {
  readonly #parts: NewsWatchParts;
  #timer: Disposable | undefined;
  #watching = false;
  #looking = false;
  /** When the last look ended. */
  #looked = -Infinity;
  /** The server asked for patience until then. */
  #notBefore = 0;
  /** Of the last throttled look; 0 after a good one. */
  #wait = 0;

  constructor(parts: NewsWatchParts) {
    this.#parts = parts;
  }

  /** Whether somebody looks at the list now. */
  watch(watching: boolean): void {
    this.#watching = watching;
    this.reschedule();
  }

  /** To be called when the settings changed. */
  reschedule(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const { minutes, asOf, clock } = this.#parts;
    const pace = minutes() * 60_000;
    if (!this.#watching || this.#looking || pace <= 0) return;
    const now = clock.now();
    const due = Math.max(Math.max(asOf() ?? now, this.#looked) + pace, this.#notBefore);
    this.#timer = clock.after(Math.max(0, due - now), () => void this.#look(pace));
  }

  dispose(): void {
    this.watch(false);
  }

  async #look(pace: number): Promise<void> {
    const { look, clock } = this.#parts;
    this.#looking = true;
    try {
      await look();
      this.#wait = 0;
    } catch (error) {
      const failure = error instanceof ApiError ? error.failure : undefined;
      if (failure?.kind === 'throttled') {
        this.#wait = Math.min(longestWait, 2 * Math.max(this.#wait, pace));
        this.#notBefore = clock.now() + Math.max(failure.retryAfterMs ?? 0, this.#wait);
      } else this.#wait = 0;
    } finally {
      this.#looking = false;
      this.#looked = clock.now();
      this.reschedule();
    }
  }
}
