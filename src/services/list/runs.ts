import type { ListQuery } from '../../api/listQuery.ts';

/** One following of pages that a person asked for. */
export interface Run {
  /** What all pages are loaded of. */
  readonly allOf: ListQuery | undefined;
  /** Aborts when another run takes its place or the person cancels. */
  readonly signal: AbortSignal;
  /** False once another one took its place, or it ended. */
  readonly wanted: () => boolean;
  /** Never rejects. */
  readonly ended: Promise<void>;
  /** To be called at the end, whichever it is. */
  readonly end: () => void;
}

/** At most one run at a time: the next one stops the one before. */
export class Runs {
  #current: Run | undefined;
  #stop: (() => void) | undefined;

  get current(): Run | undefined {
    return this.#current;
  }

  /** @param cancelled the person's own signal */
  start(cancelled: AbortSignal | undefined, allOf: ListQuery | undefined): Run {
    this.stop();
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    cancelled?.addEventListener('abort', stop, { once: true });
    if (cancelled?.aborted) stop();
    let settle = (): void => undefined;
    const run: Run = {
      allOf,
      signal: controller.signal,
      wanted: () => this.#current === run,
      ended: new Promise<void>((resolve) => (settle = resolve)),
      end: () => {
        cancelled?.removeEventListener('abort', stop);
        if (this.#current === run) this.#current = undefined;
        settle();
      },
    };
    this.#current = run;
    this.#stop = stop;
    return run;
  }

  stop(): void {
    const running = this.#current;
    this.#current = undefined;
    if (running) this.#stop?.();
  }
}
